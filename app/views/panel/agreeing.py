"""Writing down what the panel agreed of one node: by a form, or field by field while the lead writes."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import ConsensusEntry, ConsensusSheet
from app.permissions import Permission
from app.queries.consensus_page import AgendaItem, ConsensusPage
from app.services.consensus import COMMENTS, EVIDENCE, agreed_content, save_agreement_fields
from app.services.judgements import fields_of
from app.services.score_sheets import StaleEntry
from app.thai import grapheme_count
from app.views.access import current_actor, opens
from app.views.assessor.entry_form import sent_fields, told_rows, typed_value
from app.views.field_patches import advice_words, read_patch, refused
from app.views.formatting import page_language
from app.views.panel import bp
from app.views.panel.consensus import (
    ADVISED,
    enter,
    gap_words,
    item_or_404,
    item_title,
    placed_in,
    room,
    room_figures,
)
from app.views.placed_comments import said_as_read
from app.views.reasons import by_field, sentence
from workflows.consensus import Gap
from workflows.errors import RuleBroken
from workflows.scoring.discrepancy import TOTAL


@bp.post("/consensus/<uuid:consensus_id>/nodes/<string:node_id>")
@opens(ConsensusSheet, Permission.LEAD_PANEL)
def agree_node(consensus: ConsensusSheet, node_id: str) -> ResponseReturnValue:
    """Save the agreement on one node and go on to the next open one."""
    page = enter(consensus)
    item = item_or_404(page, node_id)
    form = page.form(item, page_language())
    fields = sent_fields(request.form, form.kind if form else "", is_excusable=False)
    fields |= {"to_verify": request.form.get("to_verify", ""), EVIDENCE: request.form.getlist(EVIDENCE)}
    version = request.form.get("version-entry", default=0, type=int)
    try:
        save_agreement_fields(consensus, node_id, fields, version=version, actor=current_actor())
    except StaleEntry as stale:
        theirs = {name: _stored(page, node_id, stale)[name] for name in stale.fields or COMMENTS if name != EVIDENCE}
        return room(page, item, said=_comments(fields), typed=typed_value(fields), theirs=theirs, status=409)
    except RuleBroken as broken:
        return room(page, item, said=_comments(fields), typed=typed_value(fields), faults=by_field(broken), status=422)
    page = ConsensusPage(consensus)
    _say_what_is_missing(item_or_404(page, node_id))
    following = next((each.id for each in page.open_items if each.id != node_id), node_id)
    return redirect(url_for(".discuss_node", consensus_id=consensus.id, node_id=following))


@bp.post("/consensus/<uuid:consensus_id>/nodes/<string:node_id>/agreement")
@opens(ConsensusSheet, Permission.LEAD_PANEL)
def save_agreement(consensus: ConsensusSheet, node_id: str) -> ResponseReturnValue:
    """Save one field; answer with its new version and the room's figures."""
    page = enter(consensus)
    item_or_404(page, node_id)
    patch = read_patch()
    if patch is None:
        return refused([(None, _("There is no such field on this sheet"))])
    name = patch.field
    try:
        entry = save_agreement_fields(
            consensus, node_id, {name: patch.value}, version=patch.version, actor=current_actor()
        )
    except StaleEntry as stale:
        theirs = _stored(page, node_id, stale)[name]
        return {"theirs": theirs if theirs is not None else [], "version": stale.entry.version}, 409
    except RuleBroken as broken:
        return refused([(obstacle.field, sentence(obstacle)) for obstacle in broken.obstacles])
    return _saved(ConsensusPage(consensus), entry, name)


def _saved(page: ConsensusPage, entry: ConsensusEntry, name: str) -> dict[str, Any]:
    item = item_or_404(page, entry.node_id)
    answer: dict[str, Any] = {
        "version": entry.version,
        "saved_at": entry.saved_at.isoformat(),
        "figures": room_figures(page),
        "percent": entry.value.get("percent") or "",
    }
    if name == "kpis":
        answer["rows"] = told_rows(page.form(item, page_language()))
    if name in ADVISED:
        answer |= {
            "advice": {name: advice_words(getattr(entry, name))},
            "graphemes": grapheme_count(getattr(entry, name)),
            "said": {name: said_as_read(name, getattr(entry, name), placed_in(page, item))},
        }
    return answer


def _say_what_is_missing(item: AgendaItem) -> None:
    """Name what the lead has still to give: the page goes on to the next item, and this one stays open behind it."""
    lacking = [gap_words(gap) for gap in item.lacking if gap is not Gap.VOICES]
    if lacking:
        words = {"item": item_title(item), "gaps": ", ".join(lacking)}
        flash(_("%(item)s: saved as a draft. Still missing: %(gaps)s", **words), "error")


def _comments(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: fields[name] for name in (*COMMENTS, EVIDENCE) if name in fields}


def _stored(page: ConsensusPage, node_id: str, stale: StaleEntry) -> dict[str, Any]:
    content = agreed_content(stale.entry)  # type: ignore[arg-type]  # the room only ever meets its own entries
    if node_id == TOTAL:
        return content
    return {EVIDENCE: content[EVIDENCE]} | fields_of(page.rubric, page.rubric.node(node_id), content, COMMENTS)

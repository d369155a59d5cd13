"""The consensus room: the agenda, every sheet side by side, and closing it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import ConsensusRemark, ConsensusSheet, ConsensusState
from app.permissions import Permission, is_allowed
from app.queries.comment_places import CommentPlaces
from app.queries.consensus import has_own_sheet_in
from app.queries.consensus_page import AgendaItem, ConsensusPage
from app.queries.consensus_talk import Heard, earlier_proposals, remarks_on, room_mark
from app.queries.key_factors import notes_of_panel
from app.services import consensus as consensus_service
from app.services.opinions import mark_of
from app.thai import grapheme_count
from app.views.access import current_actor, opens
from app.views.field_patches import advice_words
from app.views.formatting import page_language, points
from app.views.judgement_faults import fault_lines
from app.views.kept_words import taken_at
from app.views.key_factor_words import topic_name
from app.views.panel import bp
from app.views.panel.names import short_name
from app.views.placed_comments import Placed
from app.views.reasons import sentences
from workflows.consensus import Gap
from workflows.errors import RuleBroken
from workflows.scoring.printing import page_total

ADVISED = ("strengths", "opportunities")


@bp.get("/consensus/<uuid:consensus_id>")
@opens(ConsensusSheet, Permission.AGREE)
def show_consensus(consensus: ConsensusSheet) -> ResponseReturnValue:
    """Show the room at the first thing that is still open."""
    page = enter(consensus)
    first = page.open_items or page.agenda
    return room(page, first[0])


@bp.get("/consensus/<uuid:consensus_id>/nodes/<string:node_id>")
@opens(ConsensusSheet, Permission.AGREE)
def discuss_node(consensus: ConsensusSheet, node_id: str) -> ResponseReturnValue:
    """Show the room at one node."""
    page = enter(consensus)
    return room(page, item_or_404(page, node_id))


@bp.post("/consensus/<uuid:consensus_id>/record")
@opens(ConsensusSheet, Permission.LEAD_PANEL)
def record_consensus(consensus: ConsensusSheet) -> ResponseReturnValue:
    """Close the consensus, or name everything that is still open."""
    page = enter(consensus)
    named = [(item_title(item), _address(page, item)) for item in page.open_items]
    try:
        consensus_service.record_consensus(consensus, actor=current_actor())
    except RuleBroken as broken:
        page = ConsensusPage(consensus)
        shown: list[Any] = named or sentences(broken)
        return room(page, (page.open_items or page.agenda)[0], reasons=shown, status=422)
    flash(_("The consensus is recorded. Gates and award levels now read it"), "success")
    return redirect(url_for(".show_consensus", consensus_id=consensus.id))


def enter(consensus: ConsensusSheet) -> ConsensusPage:
    """Open the room for a member whose own sheet is in; for anyone else it is not there."""
    if consensus.state is ConsensusState.VOID or not has_own_sheet_in(consensus, current_actor()):
        abort(404)
    return ConsensusPage(consensus)


def item_or_404(page: ConsensusPage, node_id: str) -> AgendaItem:
    """Return the agenda's item, or answer 404."""
    item = page.item(node_id)
    if item is None:
        abort(404)
    return item


def item_title(item: AgendaItem) -> str:
    """Name an item of the agenda."""
    if item.node is None:
        return _("The total of the sheets")
    return f"{item.code} {item.node.title.in_language(page_language())}"


def gap_words(gap: Gap) -> str:
    """Name what an item still lacks."""
    words = {
        Gap.VALUE: _("the value"),
        Gap.REASON: _("the reason"),
        Gap.EVIDENCE: _("the evidence"),
        Gap.VOICES: _("members to be heard"),
    }
    return words[gap]


def room(
    page: ConsensusPage,
    item: AgendaItem,
    *,
    said: dict[str, Any] | None = None,
    typed: dict[str, Any] | None = None,
    faults: dict[str | None, list[str]] | None = None,
    theirs: dict[str, Any] | None = None,
    reasons: list[Any] | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    """Write the room at one item; `said` and `typed` are what was typed and not saved."""
    language, entry, rules = page_language(), item.entry, page.rubric.comment_rules
    said = {**_said(item), **(said or {})}
    form = page.form(item, language, typed)
    return render_template(
        "panel/show_consensus.html",
        page=page,
        item=item,
        form=form,
        votes=page.tick_votes(item),
        voters=[short_name(voice.assessor.name(language)) for voice in item.voices],
        marks=_marks(item, language),
        said=said,
        version=entry.version if entry else 0,
        is_editable=_may_write(page),
        is_refused=typed is not None,
        talk=talk_of(page, item, language),
        faults=faults or {},
        theirs=theirs or {},
        reasons=[*(reasons or []), *fault_lines(form, faults)],
        advice={name: advice_words(str(said[name])) for name in ADVISED},
        used={name: grapheme_count(str(said[name])) for name in ADVISED},
        limit=rules.max_graphemes if rules else None,
        figures=room_figures(page),
        item_title=item_title,
        gap_words=gap_words,
        short_name=short_name,
        total_words=page_total(page.rubric),
    ), status


def _said(item: AgendaItem) -> dict[str, Any]:
    """What the panel has written on one item so far."""
    entry = item.entry
    words = {name: getattr(entry, name) if entry else "" for name in consensus_service.COMMENTS}
    return {**words, "evidence": entry.evidence if entry else []}


def placed_in(page: ConsensusPage, item: AgendaItem) -> Placed:
    """Say where marks of comments lead from the room: to the reader's own sheet, where text and evidence are."""
    own = next(sheet for sheet in page.sheets if sheet.assessor_id == current_actor().id)
    here = url_for("assessor.score_node", sheet_id=own.id, node_id=item.id)
    return Placed(CommentPlaces(page.document(page_language())), own, here)


def _may_write(page: ConsensusPage) -> bool:
    is_open = page.consensus.state is ConsensusState.OPEN
    return is_open and is_allowed(Permission.LEAD_PANEL, page.consensus, current_actor())


def talk_of(page: ConsensusPage, item: AgendaItem, language: str) -> dict[str, Any]:
    """Return what the members say of an item, what a reason for it can rest on, and the mark of the room."""
    heard, entry, remarks = page.heard(item), item.entry, remarks_on(page.consensus.id, item.id)
    own = next((each for each in heard if each.sheet.assessor_id == current_actor().id), None)
    is_proposed = page.is_proposed(item)
    is_member = page.consensus.state is ConsensusState.OPEN and own is not None and not own.is_lead
    return {
        "heard": heard,
        "own": own.opinion if own else None,
        "is_proposed": is_proposed,
        "may_speak": is_member and is_proposed,
        "may_agree_with_the_rest": is_member and _owes_a_word(page),
        "mark": mark_of(entry) if entry is not None else "",
        "silent": [each.sheet.assessor for each in heard if not each.is_lead and each.opinion is None],
        "remarks": remarks,
        "taken": _taken(heard, remarks),
        "earlier": earlier_proposals(page.consensus.id, item.id),
        "sources": page.sources(item, language),
        "room_mark": room_mark(page.consensus),
        "placed": placed_in(page, item),
        "key_factors": notes_of_panel(page.sheets),
        "topic_name": topic_name,
    }


def _owes_a_word(page: ConsensusPage) -> bool:
    me = current_actor().id
    proposed = (page.heard(item) for item in page.agenda if page.is_proposed(item))
    return any(each.opinion is None for heard in proposed for each in heard if each.sheet.assessor_id == me)


def _taken(heard: Sequence[Heard], remarks: Sequence[ConsensusRemark]) -> dict[str, int]:
    """When the reader last sent a remark and a word on the proposal, for what the browser keeps until then."""
    me = current_actor().id
    own = [each.opinion for each in heard if each.opinion and each.opinion.person_id == me]
    said = {
        "remark": [each.said_at for each in remarks if each.person_id == me],
        "words": [each.said_at for each in own],
    }
    return {name: taken_at(times) for name, times in said.items()}


def room_figures(page: ConsensusPage) -> dict[str, str]:
    """Return the figures of the room that move while the lead writes."""
    total = page.agreed.total if page.agreed.total is not None else page.agreed.at_least
    return {
        "total": page_total(page.rubric)(total),
        "open": str(len(page.open_items)),
        "agreed": str(sum(not item.lacking for item in page.to_discuss)),
        "to-discuss": str(len(page.to_discuss)),
    }


def _address(page: ConsensusPage, item: AgendaItem) -> str:
    return url_for(".discuss_node", consensus_id=page.consensus.id, node_id=item.id)


def _marks(item: AgendaItem, language: str) -> list[tuple[str, float, str]]:
    """The dots of the chart: members who gave the same share one."""
    by_value: dict[Any, list[str]] = {}
    for voice in item.voices:
        if voice.percent is not None:
            by_value.setdefault((voice.percent, voice.value), []).append(short_name(voice.assessor.name(language)))
    return [(", ".join(names), float(percent), points(value)) for (percent, value), names in by_value.items()]

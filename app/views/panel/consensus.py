"""The consensus room: the agenda, every sheet side by side, and closing it."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import ConsensusSheet, ConsensusState
from app.permissions import Permission, is_allowed
from app.queries.consensus_page import AgendaItem, ConsensusPage, has_own_sheet_in
from app.services import consensus as consensus_service
from app.thai import grapheme_count
from app.views.access import current_actor, opens
from app.views.field_patches import advice_words
from app.views.formatting import figure, page_language, points
from app.views.panel import bp
from app.views.panel.names import short_name
from app.views.reasons import sentences
from rubrics.model import Method
from workflows.errors import RuleBroken
from workflows.scoring.printing import total_printer

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
    if not has_own_sheet_in(consensus, current_actor()):
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
    stored = {name: getattr(entry, name) if entry else "" for name in consensus_service.COMMENTS}
    said = {**stored, **(said or {})}
    is_open = page.consensus.state is ConsensusState.OPEN
    lines = [(message, f"#{name}") for name, messages in (faults or {}).items() for message in messages]
    body = render_template(
        "panel/show_consensus.html",
        page=page,
        item=item,
        form=page.form(item, language, typed),
        votes=page.tick_votes(item),
        voters=[short_name(voice.assessor.name(language)) for voice in item.voices],
        marks=_marks(item, language),
        said=said,
        version=entry.version if entry else 0,
        is_editable=is_open and is_allowed(Permission.LEAD_PANEL, page.consensus, current_actor()),
        faults=faults or {},
        theirs=theirs or {},
        reasons=[*(reasons or []), *lines],
        advice={name: advice_words(str(said[name])) for name in ADVISED},
        used={name: grapheme_count(str(said[name])) for name in ADVISED},
        limit=rules.max_graphemes if rules else None,
        figures=room_figures(page),
        item_title=item_title,
        short_name=short_name,
        total_words=total_printer(page.rubric),
    )
    return body, status


def room_figures(page: ConsensusPage) -> dict[str, str]:
    """Return the figures of the room that move while the lead writes."""
    total = page.agreed.total if page.agreed.total is not None else page.agreed.at_least
    shown = total_printer(page.rubric)
    return {
        "total": points(total) if page.rubric.method is Method.POINTS else shown(total),
        "open": str(len(page.open_items)),
        "agreed": str(len(page.to_discuss) - len(page.open_items)),
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
    return [(", ".join(names), float(percent), figure(value)) for (percent, value), names in by_value.items()]

"""Talking in the consensus room: remarks, a member's word on a proposal, and a mark that tells what is new."""

from __future__ import annotations

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.models import ConsensusSheet, Stance
from app.permissions import Permission
from app.queries.consensus import has_own_sheet_in
from app.queries.consensus_page import ConsensusPage
from app.queries.consensus_talk import room_mark
from app.services import opinions
from app.views.access import current_actor, opens
from app.views.panel import bp
from app.views.panel.consensus import enter, item_or_404, room
from app.views.reasons import by_field, sentences
from workflows.errors import RuleBroken


@bp.get("/consensus/<uuid:consensus_id>/mark")
@opens(ConsensusSheet, Permission.AGREE)
def show_room_mark(consensus: ConsensusSheet) -> ResponseReturnValue:
    """Tell whether anything in the room is new: those present ask every few seconds."""
    if not has_own_sheet_in(consensus, current_actor()):
        abort(404)
    return {"mark": room_mark(consensus)}


@bp.post("/consensus/<uuid:consensus_id>/nodes/<string:node_id>/remarks")
@opens(ConsensusSheet, Permission.AGREE)
def add_remark(consensus: ConsensusSheet, node_id: str) -> ResponseReturnValue:
    """Say something of one node."""
    page = enter(consensus)
    item = item_or_404(page, node_id)
    words = request.form.get("remark", "")
    try:
        opinions.add_remark(consensus, node_id, words, actor=current_actor())
    except RuleBroken as broken:
        return room(page, item, faults=by_field(broken), said={"remark": words}, status=422)
    return redirect(url_for(".discuss_node", consensus_id=consensus.id, node_id=node_id, _anchor="discussion"))


@bp.post("/consensus/<uuid:consensus_id>/nodes/<string:node_id>/opinion")
@opens(ConsensusSheet, Permission.AGREE)
def say_opinion(consensus: ConsensusSheet, node_id: str) -> ResponseReturnValue:
    """Agree with what is proposed, or dissent with words."""
    page = enter(consensus)
    item = item_or_404(page, node_id)
    words, stance = request.form.get("words", ""), request.form.get("stance", "")
    said = {"words": words, "stance": stance}
    if stance not in (Stance.AGREES, Stance.DISSENTS):
        faults: dict[str | None, list[str]] = {"stance": [_("Say whether you agree or dissent")]}
        return room(page, item, faults=faults, said=said, status=422)
    seen = request.form.get("seen", "")
    try:
        opinions.say_opinion(consensus, node_id, Stance(stance), words, seen=seen, actor=current_actor())
    except RuleBroken as broken:
        return room(ConsensusPage(consensus), item, faults=by_field(broken), said=said, status=422)
    return redirect(url_for(".discuss_node", consensus_id=consensus.id, node_id=node_id, _anchor="voices"))


@bp.post("/consensus/<uuid:consensus_id>/agree-with-the-rest")
@opens(ConsensusSheet, Permission.AGREE)
def agree_with_the_rest(consensus: ConsensusSheet) -> ResponseReturnValue:
    """Agree with every proposal this member has said nothing of."""
    page = enter(consensus)
    try:
        count = opinions.agree_with_the_rest(consensus, actor=current_actor())
    except RuleBroken as broken:
        return room(page, page.agenda[0], reasons=sentences(broken), status=422)
    flash(ngettext("You agreed with %(num)s proposal", "You agreed with %(num)s proposals", count), "success")
    return redirect(url_for(".show_consensus", consensus_id=consensus.id))


@bp.post("/consensus/<uuid:consensus_id>/nodes/<string:node_id>/absences")
@opens(ConsensusSheet, Permission.LEAD_PANEL)
def note_absence(consensus: ConsensusSheet, node_id: str) -> ResponseReturnValue:
    """Note as the lead that a member takes no part, and why."""
    page = enter(consensus)
    item = item_or_404(page, node_id)
    words, chosen = request.form.get("absence", ""), request.form.get("member", "")
    member = next((sheet.assessor for sheet in page.sheets if str(sheet.assessor_id) == chosen), None)
    if member is None:
        faults: dict[str | None, list[str]] = {"absence": [_("Choose the member who takes no part")]}
        return room(page, item, faults=faults, said={"absence": words}, status=422)
    try:
        opinions.note_absence(consensus, member, words, actor=current_actor())
    except RuleBroken as broken:
        return room(page, item, faults=by_field(broken), said={"absence": words}, status=422)
    return redirect(url_for(".discuss_node", consensus_id=consensus.id, node_id=node_id, _anchor="voices"))

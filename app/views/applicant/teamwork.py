"""Working together on a part: its owner, "ready for review", comments between colleagues, and who else is here."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import Application, ColleagueComment
from app.permissions import Permission
from app.queries.criteria import document_parts
from app.queries.team_room import who_is_here, writer_of
from app.services import teamwork
from app.views.access import current_actor, opens
from app.views.applicant import bp
from app.views.formatting import page_language
from app.views.reasons import sentences
from workflows.errors import RuleBroken

PART = "/applications/<uuid:application_id>/parts/<string:part_id>"


@bp.post(f"{PART}/owner")
@opens(Application, Permission.NAME_OWNER)
def name_owner(application: Application, part_id: str) -> ResponseReturnValue:
    """Name the colleague who looks after a part, or nobody."""
    _known_or_404(application, part_id)
    chosen = request.form.get("owner", "")
    owner = writer_of(application, chosen)
    if chosen and owner is None:
        flash(_("Choose a colleague who fills in this application"), "error")
        return _back(application, part_id)
    teamwork.name_owner(application, part_id, owner, actor=current_actor())
    flash(_("Saved"), "success")
    return _back(application, part_id)


@bp.post(f"{PART}/readiness")
@opens(Application, Permission.EDIT_APPLICATION)
def mark_ready(application: Application, part_id: str) -> ResponseReturnValue:
    """Find a part ready for review, or take that back."""
    _known_or_404(application, part_id)
    is_ready = request.form.get("ready") == "yes"
    try:
        teamwork.mark_ready(application, part_id, is_ready=is_ready, actor=current_actor())
    except RuleBroken as broken:
        flash(" ".join(sentences(broken)), "error")
    else:
        flash(_("Ready for review") if is_ready else _("Not ready for review any more"), "success")
    return _back(application, part_id)


@bp.post(f"{PART}/comments")
@opens(Application, Permission.WORK_TOGETHER)
def write_comment(application: Application, part_id: str) -> ResponseReturnValue:
    """Say something to the colleagues about a part or an item."""
    _known_or_404(application, part_id)
    try:
        teamwork.write_comment(
            application,
            part_id,
            request.form.get("comment", ""),
            item_id=request.form.get("about") or None,
            actor=current_actor(),
        )
    except RuleBroken as broken:
        flash(" ".join(sentences(broken)), "error")
    else:
        flash(_("Your comment is added. Only colleagues of the agency read it"), "success")
    return _back(application, part_id)


@bp.post("/comments/<uuid:comment_id>/resolution")
@opens(ColleagueComment, Permission.WORK_TOGETHER)
def resolve_comment(comment: ColleagueComment) -> ResponseReturnValue:
    """Note that a comment is dealt with."""
    teamwork.resolve_comment(comment, actor=current_actor())
    return _back(comment.application, comment.part_id)


@bp.post("/comments/<uuid:comment_id>/reopening")
@opens(ColleagueComment, Permission.WORK_TOGETHER)
def reopen_comment(comment: ColleagueComment) -> ResponseReturnValue:
    """Note that a comment is not dealt with after all."""
    teamwork.reopen_comment(comment, actor=current_actor())
    return _back(comment.application, comment.part_id)


@bp.post(f"{PART}/presence")
@opens(Application, Permission.WORK_TOGETHER)
def note_presence(application: Application, part_id: str) -> ResponseReturnValue:
    """Note that this person has the part open; answer who else has, in words."""
    _known_or_404(application, part_id)
    teamwork.note_presence(application, part_id, actor=current_actor())
    here = [person.name(page_language()) for person in who_is_here(application, part_id, current_actor())]
    return {"here": here, "words": presence_words(here)}


def presence_words(names: list[str]) -> str:
    """Say who else is on the page; nothing where nobody is."""
    return _("%(names)s is also on this page", names=", ".join(names)) if names else ""


def _known_or_404(application: Application, part_id: str) -> None:
    if part_id not in {part.id for part in document_parts(application)}:
        abort(404)


def _back(application: Application, part_id: str) -> ResponseReturnValue:
    """To the page the form stood on; the item at hand is one of its fields."""
    place: dict[str, Any] = {"application_id": application.id, "part_id": part_id}
    known = {
        question.node_id for part in document_parts(application) if part.id == part_id for question in part.questions
    }
    item = request.form.get("item")
    return redirect(url_for(".edit_part", **place, item=item if item in known else None, _anchor="team-room"))

"""Before an announcement: everything it makes known, announced now or at a set time that can be taken back."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import gettext as _

from app.clock import now
from app.models import Programme
from app.permissions import Permission
from app.queries.announcement_preview import announcement_preview, last_stop, seal_of, waiting_announcement
from app.queries.criteria import rubric_of
from app.queries.deadlines import entry_window_with
from app.services.announcement_times import cancel_announcement, schedule_announcement
from app.services.announcements import announce_programme
from app.views.access import current_actor, opens
from app.views.day_notes import day_note, due_note, is_noticed, unnoticed
from app.views.reasons import sentences, show_on
from app.views.secretariat import bp
from app.views.secretariat.forms import AnnouncementTimeForm
from workflows.errors import RuleBroken


@bp.get("/office/programmes/<uuid:programme_id>/announcement")
@opens(Programme, Permission.ANNOUNCE)
def preview_announcement(programme: Programme) -> ResponseReturnValue:
    """Show everything an announcement would make known, before anybody confirms it."""
    return _preview(programme)


def _preview(
    programme: Programme,
    reasons: list[str] | None = None,
    status: int = 200,
    *,
    form: AnnouncementTimeForm | None = None,
) -> ResponseReturnValue:
    form, waiting = form or AnnouncementTimeForm(formdata=None), waiting_announcement(programme)
    form.seen.data, stopped = seal_of(programme), last_stop(programme)
    page = render_template(
        "secretariat/preview_announcement.html",
        programme=programme,
        preview=announcement_preview(programme, at=now()),
        rubric=rubric_of(programme),
        is_open=entry_window_with(programme, None).is_open(now()),
        waiting=waiting,
        is_as_seen=waiting is not None and waiting.seen == form.seen.data,
        stopped=stopped,
        stop_reason=gettext(stopped.stopped_by) if stopped else "",
        form=form,
        due_note=day_note(waiting.due_at) if waiting else due_note(form),
        reasons=[*(reasons or ()), *unnoticed(form, "due_at")],
    )
    return page, status


@bp.post("/office/programmes/<uuid:programme_id>/announcement")
@opens(Programme, Permission.ANNOUNCE)
def announce_results(programme: Programme) -> ResponseReturnValue:
    """Announce every decided application of the programme."""
    try:
        count = announce_programme(programme, seen=request.form.get("seen", ""), actor=current_actor())
    except RuleBroken as broken:
        return _preview(programme, sentences(broken), 409)
    flash(_("Results announced: %(count)s", count=count), "success")
    return redirect(url_for(".show_programme", programme_id=programme.id))


@bp.post("/office/programmes/<uuid:programme_id>/announcement/time")
@opens(Programme, Permission.ANNOUNCE)
def set_announcement_time(programme: Programme) -> ResponseReturnValue:
    """Set the time at which the results looked at are announced."""
    form = AnnouncementTimeForm()
    if not form.validate_on_submit() or form.due_at.data is None:
        return _preview(programme, form=form, status=422)
    if not is_noticed(form):
        return _preview(programme, status=422, form=form)
    try:
        schedule_announcement(programme, due_at=form.due_at.data, seen=form.seen.data or "", actor=current_actor())
    except RuleBroken as broken:
        return _preview(programme, show_on(form, broken), 409, form=form)
    flash(_("The time is set. Until then nothing is shown to anybody"), "success")
    return redirect(url_for(".preview_announcement", programme_id=programme.id))


@bp.post("/office/programmes/<uuid:programme_id>/announcement/time/end")
@opens(Programme, Permission.ANNOUNCE)
def end_announcement_time(programme: Programme) -> ResponseReturnValue:
    """Take the set time back."""
    try:
        cancel_announcement(programme, actor=current_actor())
    except RuleBroken as broken:
        return _preview(programme, sentences(broken), 409)
    flash(_("The time is taken back; nothing is announced"), "success")
    return redirect(url_for(".preview_announcement", programme_id=programme.id))

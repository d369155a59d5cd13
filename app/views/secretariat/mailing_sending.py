"""Sending a mailing: read as recipients will read it, sent at once or at a set time, and taken back until then."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.validators import InputRequired

from app.clock import now
from app.messages.mailing_text import mailing_text
from app.models import Mailing
from app.permissions import Permission
from app.queries.mailing_facts import facts_of
from app.queries.mailing_recipients import Recipient, found_among, not_reached
from app.queries.mailings import programmes_within
from app.queries.not_started import too_late
from app.services.mailing_times import cancel_mailing, chosen_of, confirm_mailing, seal_of_mailing
from app.views.access import current_actor, holds
from app.views.day_notes import due_note, is_noticed, unnoticed
from app.views.reasons import sentences, show_on
from app.views.secretariat import bp
from app.views.secretariat.mailing_forms import LATER, NOW, SendingForm
from app.views.secretariat.mailing_words import programme_titles
from app.views.secretariat.mailings import mailing_or_404
from workflows.errors import RuleBroken
from workflows.mailing import SENT_WITHOUT_COUNT, MailingState

MOST_FOUND = 10


@bp.route("/office/messages/mailings/<uuid:mailing_id>/sending", methods=["GET", "POST"])
@holds(Permission.WRITE_MAILINGS)
def send_mailing(mailing_id: uuid.UUID) -> ResponseReturnValue:
    """Show what goes to how many, as one of them reads it; send it, or set its time."""
    mailing, form = mailing_or_404(mailing_id), SendingForm()
    if mailing.state is not MailingState.DRAFT:
        return redirect(url_for(".show_mailing", mailing_id=mailing.id))
    if request.method == "GET":
        form.when.data = NOW
        return _page(mailing, form)
    if not _is_complete(form):
        return _page(mailing, form, status=422)
    due_at = form.due_at.data if form.when.data == LATER else None
    try:
        confirm_mailing(mailing, due_at=due_at, seen=form.seen.data or "", typed=form.typed.data, actor=current_actor())
    except RuleBroken as broken:
        return _page(mailing, form, reasons=show_on(form, broken), status=409)
    flash(
        _("The time is set. Until then you can take the mailing back") if due_at else _("The mailing goes out"),
        "success",
    )
    return redirect(url_for(".show_mailing", mailing_id=mailing_id))


def _is_complete(form: SendingForm) -> bool:
    """Say whether all is filled in; a day on which offices are closed wants a second look."""
    is_later = form.when.data == LATER
    if is_later:
        form.due_at.validators = (InputRequired(_("Enter a date and a time")),)
    if not form.validate():
        return False
    return not is_later or is_noticed(form)


def _page(
    mailing: Mailing, form: SendingForm, *, reasons: list[str] | None = None, status: int = 200
) -> ResponseReturnValue:
    recipients = chosen_of(mailing, current_actor())
    form.seen.data = seal_of_mailing(mailing, recipients)
    find = request.args.get("find", "")
    found = found_among(recipients, find)[:MOST_FOUND]
    reader = next((each for each in found if each.key == request.args.get("to")), found[0] if found else None)
    unreached = not_reached() if recipients else frozenset()
    page = render_template(
        "secretariat/send_mailing.html",
        mailing=mailing,
        form=form,
        reasons=[*(reasons or ()), *(unnoticed(form, "due_at") if form.when.data == LATER else ())],
        recipients=recipients,
        too_late=too_late(mailing, programmes_within(mailing, current_actor()), at=now()),
        unreached=sum(each.person_id in unreached for each in recipients),
        needs_count=len(recipients) > SENT_WITHOUT_COUNT,
        due_note=due_note(form) if form.when.data == LATER else "",
        find=find,
        found=found,
        reader=reader,
        programme_titles=programme_titles,
        previews=_previews(mailing, [reader] if reader else []),
    )
    return page, status


def _previews(mailing: Mailing, readers: Sequence[Recipient]) -> list[tuple[str, str, str]]:
    """Language, subject and body, as this recipient would read them in either language."""
    reasons = [
        (each.person_id, each.programme, [(why.audience, why.about_id, why.programme.id) for why in each.reasons])
        for each in readers
    ]
    if not reasons:
        return []
    facts = facts_of(reasons)[0]
    return [(language, *mailing_text(mailing, facts, language)) for language in ("th", "en")]


@bp.post("/office/messages/mailings/<uuid:mailing_id>/cancellation")
@holds(Permission.WRITE_MAILINGS)
def take_mailing_back(mailing_id: uuid.UUID) -> ResponseReturnValue:
    """Take a mailing back that waits for its time."""
    try:
        cancel_mailing(mailing_or_404(mailing_id), actor=current_actor())
        flash(_("The mailing is taken back; nothing was sent"), "success")
    except RuleBroken as broken:
        for sentence in sentences(broken):
            flash(sentence, "error")
    return redirect(url_for(".show_mailing", mailing_id=mailing_id))

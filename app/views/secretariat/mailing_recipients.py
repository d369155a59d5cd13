"""Whom a mailing goes to: chosen, listed with why each is in, and taken out one by one."""

from __future__ import annotations

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.clock import now
from app.messages.kinds import NOTICE, Topic
from app.models import Mailing, Programme
from app.permissions import Permission
from app.queries.mailing_recipients import Recipient, found_among, not_reached, recipients_of
from app.queries.mailings import ministries, programmes_to_write_to, programmes_within
from app.queries.message_choices import choices_of
from app.queries.not_started import out_of_reach, too_late
from app.queries.paging import Paged, place_in
from app.services.mailings import choose_recipients, leave_out, take_back_in
from app.views.access import current_actor, holds
from app.views.formatting import page_language
from app.views.reasons import sentences, show_on
from app.views.secretariat import bp
from app.views.secretariat.mailing_forms import RecipientsForm
from app.views.secretariat.mailing_words import programme_titles, reason_lines
from app.views.secretariat.mailings import mailing_or_404
from workflows.errors import RuleBroken
from workflows.mailing import MailingState


@bp.route("/office/messages/mailings/<uuid:mailing_id>/recipients", methods=["GET", "POST"])
@holds(Permission.WRITE_MAILINGS)
def choose_mailing_recipients(mailing_id: uuid.UUID) -> ResponseReturnValue:
    """Choose whom a mailing goes to, and see everybody who is in."""
    mailing, form = mailing_or_404(mailing_id), RecipientsForm()
    if mailing.state is not MailingState.DRAFT:
        return redirect(url_for(".show_mailing", mailing_id=mailing.id))
    if request.method == "GET":
        form.show(mailing)
        return _page(mailing, form)
    try:
        choose_recipients(mailing, form.choice, actor=current_actor())
    except RuleBroken as broken:
        return _page(mailing, form, reasons=show_on(form, broken), status=422)
    return redirect(url_for(".choose_mailing_recipients", mailing_id=mailing.id))


def _page(
    mailing: Mailing, form: RecipientsForm, *, reasons: list[str] | None = None, status: int = 200
) -> ResponseReturnValue:
    offered, within = programmes_to_write_to(current_actor()), programmes_within(mailing, current_actor())
    years = list(dict.fromkeys(each.cycle.year_be for each in offered))
    year = _year(within, years)
    form.offer([each for each in offered if each.cycle.year_be == year], ministries(), page_language())
    at = now()
    everybody = recipients_of(mailing, within, at=at)
    text = request.args.get("q", "")
    chosen = [each for each in everybody if each.key not in set(mailing.left_out)]
    shown = _paged(found_among(chosen, text))
    page = render_template(
        "secretariat/choose_mailing_recipients.html",
        mailing=mailing,
        form=form,
        reasons=reasons or [],
        years=years,
        year=year,
        chosen=chosen,
        left_out=[each for each in everybody if each.key in set(mailing.left_out)],
        found=shown,
        text=text,
        out_of_reach=out_of_reach(mailing, within, at=at),
        too_late=too_late(mailing, within, at=at),
        not_reached=not_reached() if everybody else frozenset(),
        wishes=_wishes(mailing, shown.rows),
        reason_lines=reason_lines,
        programme_titles=programme_titles,
        page_url=lambda number: url_for(".choose_mailing_recipients", mailing_id=mailing.id, **_asked(page=number)),
    )
    return page, status


def _year(within: list[Programme], years: list[int]) -> int | None:
    """The cycle whose programmes are offered: the one asked for, that of the present choice, or the newest."""
    asked = request.args.get("year", type=int)
    if asked in years:
        return asked
    return within[0].cycle.year_be if within else next(iter(years), None)


def _paged(recipients: list[Recipient]) -> Paged[Recipient]:
    place = place_in(len(recipients), request.args.get("page", 1, type=int))
    return Paged(recipients[place.offset : place.offset + place.size], place.total, place.page, place.pages)


def _wishes(mailing: Mailing, shown: Any) -> dict[uuid.UUID, str]:
    """What the shown recipients chose for messages of this kind; nothing where the kind always comes at once."""
    if mailing.kind != NOTICE:
        return {}
    chosen = choices_of([each.person_id for each in shown], Topic.NOTICES)
    return {key: choice.value for key, choice in chosen.items()}


def _asked(**changes: Any) -> dict[str, Any]:
    asked = {"q": request.args.get("q", ""), **changes}
    return {name: value for name, value in asked.items() if value}


@bp.post("/office/messages/mailings/<uuid:mailing_id>/recipients/removal")
@holds(Permission.WRITE_MAILINGS)
def leave_recipient_out(mailing_id: uuid.UUID) -> ResponseReturnValue:
    """Take one recipient out."""
    mailing = mailing_or_404(mailing_id)
    try:
        leave_out(mailing, request.form.getlist("recipient"), actor=current_actor())
    except RuleBroken as broken:
        _refuse(broken)
    else:
        flash(_("Taken out; this person gets no message"), "success")
    return redirect(url_for(".choose_mailing_recipients", mailing_id=mailing_id, **_back()))


@bp.post("/office/messages/mailings/<uuid:mailing_id>/recipients/return")
@holds(Permission.WRITE_MAILINGS)
def take_recipient_back(mailing_id: uuid.UUID) -> ResponseReturnValue:
    """Let one recipient be in again."""
    mailing = mailing_or_404(mailing_id)
    try:
        take_back_in(mailing, request.form.getlist("recipient"), actor=current_actor())
    except RuleBroken as broken:
        _refuse(broken)
    else:
        flash(_("This person is among the recipients again"), "success")
    return redirect(url_for(".choose_mailing_recipients", mailing_id=mailing_id, **_back()))


def _back() -> dict[str, Any]:
    """The page and search the button stood on."""
    return {name: request.form[name] for name in ("q", "page") if request.form.get(name)}


def _refuse(broken: RuleBroken) -> None:
    for sentence in sentences(broken):
        flash(sentence, "error")

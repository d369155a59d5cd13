"""Mailings: the list of them, writing one in both languages, throwing a draft away."""

from __future__ import annotations

import uuid

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.messages.kinds import KINDS, NOTICE, PRIVATE, Topic, kind_label
from app.messages.wording import known_places, standard_text
from app.models import Mailing
from app.permissions import Permission, may_anywhere
from app.queries.mailings import earlier_mailings, mailing_for, mailings_of, programmes_to_write_to
from app.queries.message_wordings import TextPlace, text_in_force
from app.services.mailings import (
    MailingText,
    RecipientChoice,
    choose_recipients,
    discard_mailing,
    reword_mailing,
    write_mailing,
)
from app.views.access import current_actor, holds
from app.views.formatting import page_language
from app.views.reasons import sentences, show_on
from app.views.secretariat import bp
from app.views.secretariat.mailing_forms import MailingTextForm, text_of
from app.views.secretariat.mailing_words import mailing_family, mailing_state
from app.views.secretariat.text_preview import place_label
from workflows.errors import RuleBroken
from workflows.mailing import PLACES, Audience, MailingState, Owing

MOST_EARLIER = 20
# What staff may begin with: texts that speak of work to be done, never those that tell a decision.
_BEGIN_WITH = (Topic.NOTICES, Topic.REMINDERS, Topic.ENTRY)


def mailing_or_404(mailing_id: uuid.UUID) -> Mailing:
    """Return the mailing of an address; one that the actor may not see is not there."""
    mailing = mailing_for(current_actor(), mailing_id)
    if mailing is None:
        abort(404)
    return mailing


@bp.get("/office/messages/mailings")
@holds(Permission.VIEW_MESSAGES)
def list_mailings() -> ResponseReturnValue:
    """Show every mailing, and where it stands."""
    return render_template(
        "secretariat/list_mailings.html",
        found=mailings_of(current_actor(), page=request.args.get("page", 1, type=int)),
        may_write=may_anywhere(Permission.WRITE_MAILINGS, current_actor()),
        page_url=lambda page: url_for(".list_mailings", page=page),
        mailing_state=mailing_state,
        mailing_family=mailing_family,
    )


@bp.route("/office/messages/mailings/new", methods=["GET", "POST"])
@holds(Permission.WRITE_MAILINGS)
def start_mailing() -> ResponseReturnValue:
    """Write a new mailing, empty or beginning with a text that is there already."""
    form = MailingTextForm()
    if request.method == "GET":
        chosen = _saved_text(request.args.get("from", ""))
        form.show(chosen or MailingText(NOTICE, "", "", "", ""))
        return _page(form)
    if not form.validate():
        return _page(form, status=422)
    try:
        mailing = write_mailing(form.text, actor=current_actor())
    except RuleBroken as broken:
        return _page(form, reasons=show_on(form, broken), status=422)
    if selection := _selection():
        choose_recipients(mailing, selection, actor=current_actor())
    return redirect(url_for(".choose_mailing_recipients", mailing_id=mailing.id))


@bp.route("/office/messages/mailings/<uuid:mailing_id>/text", methods=["GET", "POST"])
@holds(Permission.WRITE_MAILINGS)
def word_mailing(mailing_id: uuid.UUID) -> ResponseReturnValue:
    """Reword a mailing that is being written."""
    mailing, form = mailing_or_404(mailing_id), MailingTextForm()
    if mailing.state is not MailingState.DRAFT:
        return redirect(url_for(".show_mailing", mailing_id=mailing.id))
    if request.method == "GET":
        form.show(text_of(mailing))
        return _page(form, mailing)
    if not form.validate():
        return _page(form, mailing, status=422)
    try:
        reword_mailing(mailing, form.text, actor=current_actor())
    except RuleBroken as broken:
        return _page(form, mailing, reasons=show_on(form, broken), status=422)
    return redirect(url_for(".choose_mailing_recipients", mailing_id=mailing.id))


def _selection() -> RecipientChoice | None:
    """Whom the page that led here listed: the panels that owe sheets in these programmes; None where none led here."""
    owing, asked = request.args.get("owing", ""), set(request.args.getlist("programme"))
    programmes = [each.id for each in programmes_to_write_to(current_actor()) if str(each.id) in asked]
    if owing not in (Owing.OWED, Owing.LATE) or not programmes:
        return None
    return RecipientChoice(programmes, [Audience.ASSESSORS, Audience.LEADS], owing=owing)


def _page(
    form: MailingTextForm, mailing: Mailing | None = None, *, reasons: list[str] | None = None, status: int = 200
) -> ResponseReturnValue:
    page = render_template(
        "secretariat/word_mailing.html",
        form=form,
        mailing=mailing,
        reasons=reasons or [],
        saved=_saved_texts() if mailing is None else [],
        begins_with=request.args.get("from", ""),
        selected=[(name, value) for name, value in request.args.items(multi=True) if name in ("owing", "programme")],
        places=[(name, place_label(name)) for name in sorted(PLACES)],
    )
    return page, status


def _saved_texts() -> list[tuple[str, str]]:
    """The texts a mailing can begin with: those of messages that fit, and those of mailings written before."""
    kinds = [
        (f"kind:{kind}", kind_label(kind))
        for topic in _BEGIN_WITH
        for kind, known in KINDS.items()
        if known.topic is topic and kind not in PRIVATE and known_places(kind) <= PLACES
    ]
    earlier = earlier_mailings(current_actor(), most=MOST_EARLIER)
    own = [(f"mailing:{each.id}", _("Mailing: %(subject)s", subject=each.text(page_language())[0])) for each in earlier]
    return [("", _("An empty text")), *kinds, *own]


def _saved_text(wanted: str) -> MailingText | None:
    """The text an address asks to begin with; None for one that is not offered."""
    sort, _colon, key = wanted.partition(":")
    if wanted not in dict(_saved_texts()):
        return None
    if sort == "kind":
        said = [_text_in_force(key, language) for language in ("th", "en")]
        return MailingText(NOTICE, *said[0], *said[1])
    return text_of(mailing_or_404(uuid.UUID(key))) if sort == "mailing" else None


def _text_in_force(kind: str, language: str) -> tuple[str, str]:
    own = text_in_force(kind, language, TextPlace())
    return (own.subject or "", own.body or "") if own else standard_text(kind, language)


@bp.post("/office/messages/mailings/<uuid:mailing_id>/deletion")
@holds(Permission.WRITE_MAILINGS)
def throw_mailing_away(mailing_id: uuid.UUID) -> ResponseReturnValue:
    """Throw a draft away."""
    mailing = mailing_or_404(mailing_id)
    try:
        discard_mailing(mailing, actor=current_actor())
    except RuleBroken as broken:
        for sentence in sentences(broken):
            flash(sentence, "error")
        return redirect(url_for(".show_mailing", mailing_id=mailing_id))
    flash(_("The draft is thrown away; nothing was sent"), "success")
    return redirect(url_for(".list_mailings"))

"""Texts of messages: which ones staff changed, one with its versions, and a preview on a real application."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from app.messages.catalogue import MESSAGES
from app.messages.kinds import KINDS, Topic, kind_label, topic_label
from app.messages.wording import known_places, standard_text
from app.models import Application
from app.permissions import Permission
from app.queries.deliveries import programmes_told_of
from app.queries.message_preview import known_of
from app.queries.message_wordings import (
    EVERYWHERE,
    TextPlace,
    place_named,
    reworded_at,
    text_in_force,
    versions_of,
)
from app.queries.staff_applications import Wanted, find_applications
from app.services.message_wordings import LANGUAGES, give_up_wording, has_use_at, may_word, reword, wording_obstacles
from app.views.access import current_actor, holds
from app.views.fields import ThaiLongText, ThaiText
from app.views.formatting import page_language
from app.views.page_form import PageForm
from app.views.reasons import show_on
from app.views.secretariat import bp
from app.views.secretariat.text_preview import Preview, place_label, previewed
from workflows.errors import RuleBroken
from workflows.message_texts import places_left_out

MOST_FOUND = 10


class TextForm(PageForm):
    """Subject and body of a message, what its writer saw, and the application it is tried on."""

    subject = ThaiText(_l("Subject"))
    body = ThaiLongText(_l("Text of the message"))
    seen = HiddenField()
    find = ThaiText(_l("Try it on an application: code, title or agency"))
    application = HiddenField()


def _place() -> TextPlace:
    """The place the address names, or the first the actor may word messages at; otherwise there is no such page."""
    usual = next((key for key, _name in _places()), EVERYWHERE)
    place = place_named(request.args.get("at", usual), programmes=programmes_told_of(current_actor()))
    if place is None:
        abort(404)
    return place


def _places() -> list[tuple[str, str]]:
    """The places the actor may word messages at."""
    actor, language = current_actor(), page_language()
    found = {EVERYWHERE: _("All programmes of every cycle")} if may_word(TextPlace(), actor) else {}
    for programme in programmes_told_of(actor):
        cycle = TextPlace(cycle=programme.cycle)
        if may_word(cycle, actor):
            found[cycle.key] = programme.cycle.title(language)
        own = TextPlace(programme=programme)
        if may_word(own, actor):
            found[own.key] = f"{programme.cycle.year_be} · {programme.title(language)}"
    return list(found.items())


@bp.get("/office/message-texts")
@holds(Permission.WORD_MESSAGES)
def list_message_texts() -> ResponseReturnValue:
    """List every kind of message and say which ones have a text of their own at a place."""
    places = _places()
    chosen = request.args.get("at", "") if request.args.get("at") in dict(places) else (places[0][0] if places else "")
    place = place_named(chosen, programmes=programmes_told_of(current_actor()))
    return render_template(
        "secretariat/list_message_texts.html",
        places=places,
        place=place,
        reworded=reworded_at(place) if place else set(),
        topics=_kinds_by_topic(place) if place else [],
        languages=LANGUAGES,
        kind_label=kind_label,
    )


def _kinds_by_topic(place: TextPlace) -> list[tuple[str, list[str]]]:
    topics = [
        (topic_label(topic), [kind for kind, of in KINDS.items() if of.topic is topic and has_use_at(kind, place)])
        for topic in Topic
    ]
    return [(label, kinds) for label, kinds in topics if kinds]


@bp.route("/office/message-texts/<string:message_kind>/<string:text_language>", methods=["GET", "POST"])
@holds(Permission.WORD_MESSAGES)
def word_message(message_kind: str, text_language: str) -> ResponseReturnValue:
    """Show a text with its versions; try it on a real application, keep it, or go back to what stands above."""
    if message_kind not in MESSAGES or text_language not in LANGUAGES:
        abort(404)
    place = _place()
    if not (may_word(place, current_actor()) and has_use_at(message_kind, place)):
        abort(404)
    form, step = TextForm(), request.form.get("step", "")
    if request.method == "GET":
        _fill(form, message_kind, text_language, place)
        return _page(form, message_kind, text_language, place)
    if step not in ("keep", "give_up"):
        reasons = show_on(form, RuleBroken(_against(form, message_kind)))
        return _page(form, message_kind, text_language, place, reasons=reasons, status=422 if form.errors else 200)
    try:
        _carry_out(step, form, message_kind, text_language, place)
    except RuleBroken as broken:
        reasons = show_on(form, broken)
        return _page(form, message_kind, text_language, place, reasons=reasons, status=422)
    return redirect(url_for(".word_message", message_kind=message_kind, text_language=text_language, at=place.key))


def _against(form: TextForm, kind: str) -> list[Any]:
    return wording_obstacles(kind, form.subject.data or "", form.body.data or "")


def _carry_out(step: str, form: TextForm, kind: str, language: str, place: TextPlace) -> None:
    typed = form.seen.data or ""
    seen = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else -1
    if step == "give_up":
        give_up_wording(kind, language, place, seen=seen, actor=current_actor())
        flash(_("This place has no text of its own any more"), "success")
        return
    reword(
        kind,
        language,
        place,
        subject=form.subject.data or "",
        body=form.body.data or "",
        seen=seen,
        actor=current_actor(),
    )
    flash(_("The text is kept; messages promised from now on are worded so"), "success")


def _fill(form: TextForm, kind: str, language: str, place: TextPlace) -> None:
    own = text_in_force(kind, language, place)
    form.subject.data, form.body.data = (own.subject, own.body) if own else standard_text(kind, language)
    form.find.data = request.args.get("find", "")


def _page(
    form: TextForm,
    kind: str,
    language: str,
    place: TextPlace,
    *,
    reasons: list[str] | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    versions, subject, body = versions_of(kind, language, place), form.subject.data or "", form.body.data or ""
    found = _found(form)
    chosen = next((each for each in found if str(each.id) == form.application.data), found[0] if found else None)
    form.seen.data = str(versions[0].number if versions else 0) if request.method == "GET" else form.seen.data
    page = render_template(
        "secretariat/word_message.html",
        form=form,
        reasons=reasons or [],
        kind=kind,
        kind_label=kind_label,
        text_language=language,
        place=place,
        place_name=dict(_places()).get(place.key, ""),
        versions=versions,
        has_own=bool(versions and versions[0].subject is not None),
        in_force=text_in_force(kind, language, place),
        standard=standard_text(kind, language),
        places=[(name, place_label(name)) for name in sorted(known_places(kind))],
        left_out=[f"{{{name}}}" for name in places_left_out(subject, body, known_places(kind))],
        found=found,
        chosen=chosen,
        preview=_preview(kind, language, subject, body, chosen),
    )
    return page, status


def _found(form: TextForm) -> list[Application]:
    found = find_applications(current_actor(), Wanted(text=form.find.data or "", sort="since", descending=True), page=1)
    return found.applications[:MOST_FOUND]


def _preview(kind: str, language: str, subject: str, body: str, application: Application | None) -> Preview | None:
    if application is None or wording_obstacles(kind, subject, body):
        return None
    return previewed(subject, body, known_of(application, language), language)

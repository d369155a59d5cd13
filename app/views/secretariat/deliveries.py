"""How messages fared: the list for staff, one message with every try, and what can be done about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.messages.kinds import KINDS, PRIVATE, Topic, kind_label, topic_label
from app.models import Message
from app.permissions import Permission, is_allowed, may_anywhere
from app.queries.deliveries import (
    WantedDeliveries,
    counts_by_state,
    deliveries,
    every_delivery,
    is_visible,
    office_of,
    programmes_told_of,
    tries_of,
)
from app.services.deliveries import count_as_arrived, try_again
from app.services.exports import MESSAGES, record_export
from app.views.access import current_actor, holds, opens, settings
from app.views.formatting import page_language
from app.views.reasons import sentences
from app.views.secretariat import bp
from app.views.secretariat.delivery_sheet import deliveries_workbook
from app.views.secretariat.delivery_words import outcome_words, state_family, state_name, state_words
from workflows.delivery import RETRIABLE, MessageState
from workflows.errors import RuleBroken

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FILTERS = ("q", "state", "about", "programme", "sort", "order")


def _wanted(given: Mapping[str, str]) -> WantedDeliveries:
    about = given.get("about", "")
    kinds = [kind for kind, known in KINDS.items() if about in (kind, known.topic.value)] if about else []
    return WantedDeliveries(
        given.get("q", ""),
        given.get("state", ""),
        kinds,
        given.get("programme", ""),
        given.get("sort", "created"),
        given.get("order", "down") != "up",
    )


@bp.get("/office/messages")
@holds(Permission.VIEW_MESSAGES)
def list_deliveries() -> ResponseReturnValue:
    """Show what was sent to whom, and how it fared."""
    wanted, viewer = _wanted(request.args), current_actor()
    searched = {name: request.args[name] for name in _FILTERS if request.args.get(name)}

    def url(**changes: Any) -> str:
        return url_for(".list_deliveries", **{k: v for k, v in {**searched, **changes}.items() if v})

    return render_template(
        "secretariat/list_deliveries.html",
        found=deliveries(viewer, wanted, private=PRIVATE, page=request.args.get("page", 1, type=int)),
        counts=counts_by_state(viewer, wanted, private=PRIVATE),
        wanted=wanted,
        about=request.args.get("about", ""),
        searched=searched,
        is_filtered=bool(searched.keys() - {"sort", "order"}),
        states=[(state.value, state_name(state)) for state in MessageState],
        topics=_choices(),
        programmes=_programme_choices(),
        has_mail=settings().smtp_url is not None,
        private=PRIVATE,
        may_word=may_anywhere(Permission.WORD_MESSAGES, viewer),
        list_url=url,
        page_url=lambda page: url(page=page),
        sort_url=lambda column, descending: url(sort=column, order="" if descending else "up"),
        **_words(),
    )


def _choices() -> list[tuple[str, str]]:
    """Topics, each followed by its kinds."""
    choices = [("", _("Every kind"))]
    for topic in Topic:
        kinds = [(kind, f"– {kind_label(kind)}") for kind, known in KINDS.items() if known.topic is topic]
        choices += [(topic.value, topic_label(topic)), *kinds]
    return choices


def _programme_choices() -> list[tuple[str, str]]:
    language = page_language()
    known = programmes_told_of(current_actor())
    return [
        ("", _("All programmes")),
        *((str(each.id), f"{each.cycle.year_be} · {each.title(language)}") for each in known),
    ]


def _words() -> dict[str, Any]:
    return {
        "kind_label": kind_label,
        "state_words": state_words,
        "state_name": state_name,
        "state_family": state_family,
        "outcome_words": outcome_words,
    }


@bp.post("/office/messages/export")
@holds(Permission.VIEW_MESSAGES)
def export_deliveries() -> ResponseReturnValue:
    """Give the same rows as a workbook; the export is on record."""
    rows = every_delivery(current_actor(), _wanted(request.form), private=PRIVATE)
    workbook = deliveries_workbook(rows, page_language())
    searched = " ".join(f"{name}={request.form[name]}" for name in _FILTERS if request.form.get(name))
    record_export(MESSAGES, rows=len(rows), searched=searched, actor=current_actor())
    response = Response(workbook, mimetype=_XLSX)
    response.headers.set("Content-Disposition", "attachment", filename="messages.xlsx")
    return response


@bp.get("/office/messages/<uuid:message_id>")
@opens(Message, Permission.VIEW_MESSAGES)
def show_delivery(message: Message) -> ResponseReturnValue:
    """Show one message with every try to deliver it."""
    if not is_visible(message, current_actor()):
        abort(404)
    return render_template(
        "secretariat/show_delivery.html",
        message=message,
        tries=tries_of(message),
        office=office_of(message),
        is_private=message.kind in PRIVATE,
        may_act=message.state in RETRIABLE and is_allowed(Permission.TRY_MESSAGE_AGAIN, message, current_actor()),
        **_words(),
    )


@bp.post("/office/messages/<uuid:message_id>/another-try")
@opens(Message, Permission.TRY_MESSAGE_AGAIN)
def try_message_again(message: Message) -> ResponseReturnValue:
    """Let a message be tried again."""
    try:
        try_again(message, actor=current_actor())
        flash(_("The message waits for another try"), "success")
    except RuleBroken as broken:
        _refuse(broken)
    return redirect(url_for(".show_delivery", message_id=message.id))


@bp.post("/office/messages/<uuid:message_id>/arrival")
@opens(Message, Permission.TRY_MESSAGE_AGAIN)
def note_arrival(message: Message) -> ResponseReturnValue:
    """Note that an uncertain message did arrive."""
    try:
        count_as_arrived(message, actor=current_actor())
        flash(_("The message is noted as arrived"), "success")
    except RuleBroken as broken:
        _refuse(broken)
    return redirect(url_for(".show_delivery", message_id=message.id))


def _refuse(broken: RuleBroken) -> None:
    for sentence in sentences(broken):
        flash(sentence, "error")

"""The inbox: every message a person was sent, also where no mail server is set up."""

from __future__ import annotations

import uuid

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.queries.people_messages import inbox_of, message_of
from app.services.sign_in import mark_all_messages
from app.services.sign_in import mark_message as mark
from app.views.access import current_actor, settings, signed_in
from app.views.account import bp


@bp.get("/messages")
@signed_in
def list_messages() -> ResponseReturnValue:
    """List the person's own messages, newest first."""
    page = request.args.get("page", default=1, type=int)
    return render_template(
        "account/list_messages.html",
        inbox=inbox_of(current_actor(), page=page),
        has_mail=settings().smtp_url is not None,
    )


@bp.post("/messages/<uuid:message_id>/mark")
@signed_in
def mark_message(message_id: uuid.UUID) -> ResponseReturnValue:
    """Mark one message read or unread."""
    message = message_of(current_actor(), message_id)
    if message is None:
        abort(404)
    mark(message, is_read=request.form.get("is_read") == "yes", actor=current_actor())
    return redirect(url_for(".list_messages", page=request.form.get("page", default=1, type=int)))


@bp.post("/messages/mark-all")
@signed_in
def mark_every_message() -> ResponseReturnValue:
    """Mark everything read."""
    mark_all_messages(actor=current_actor())
    return redirect(url_for(".list_messages"))

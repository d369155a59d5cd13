"""Writes a message: in the words staff gave it where they did and the values fit, otherwise in the standard ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import force_locale, gettext

from app.messages.catalogue import MESSAGES
from app.messages.shown_values import shown_value
from app.models import MessageWording
from workflows.message_texts import filled, from_standard, places_in


def written(
    kind: str, params: Mapping[str, Any], *, language: str, own: MessageWording | None = None
) -> tuple[str, str]:
    """Return subject and body, in the text that staff gave the message or in the standard one.

    A text that asks for a value this message does not have gives way to the standard.
    """
    subject, body = (own.subject or "", own.body or "") if own else standard_text(kind, language)
    with force_locale(language):
        values = {name: shown_value(value, language) for name, value in params.items()}
    if not places_in(subject + body) <= values.keys():
        subject, body = standard_text(kind, language)
    return " ".join(filled(subject, values).split()), filled(body, values)


def standard_text(kind: str, language: str) -> tuple[str, str]:
    """Return subject and body of the standard text, with their places written `{name}`."""
    with force_locale(language):
        known = MESSAGES[kind]
        return from_standard(gettext(known.subject)), from_standard(gettext(known.body))


def known_places(kind: str) -> frozenset[str]:
    """Return the places a text of this kind may have: those of the standard text."""
    known = MESSAGES[kind]
    return places_in(from_standard(known.subject)) | places_in(from_standard(known.body))

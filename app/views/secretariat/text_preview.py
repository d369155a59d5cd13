"""What a text of a message says about a real application; what only the occasion knows stands in brackets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from app.messages.shown_values import shown_value
from workflows.message_texts import filled, places_in


@dataclass(frozen=True)
class Preview:
    """Subject and body as a recipient would read them, and whether something in brackets stands in them."""

    subject: str
    body: str
    has_brackets: bool


def previewed(subject: str, body: str, known: Mapping[str, Any], language: str) -> Preview:
    """Fill a text whose places are all known."""
    wanted = places_in(subject + body)
    with force_locale(language):
        values = {
            name: shown_value(known[name], language) if name in known else f"[{place_label(name)}]" for name in wanted
        }
    return Preview(filled(subject, values), filled(body, values), bool(wanted - known.keys()))


def place_label(name: str) -> str:
    """Say what stands at a place of a text."""
    return (_about_entries() | _about_people() | _about_times()).get(name, name)


def _about_entries() -> dict[str, str]:
    return {
        "title": _("Title of the entry"),
        "code": _("Code of the entry"),
        "agency": _("Agency"),
        "programme": _("Programme"),
        "cycle": _("Cycle"),
        "receipt": _("Number of the receipt"),
        "part": _("Part of the document"),
        "reason": _("Reason given"),
        "count": _("Number of entries"),
        "place": _("Place of the visit"),
        "list": _("The messages"),
        "entries": _("The entries, one a line, with what is due"),
    }


def _about_people() -> dict[str, str]:
    return {
        "name": _("Name of the recipient"),
        "sender": _("Name of the colleague who acted"),
        "inviter": _("Name of whoever invites"),
        "role": _("Role"),
        "proposer": _("Name of whoever proposed"),
        "leaver": _("Name of the coordinator before"),
        "successor": _("Name of the coordinator from now on"),
    }


def _about_times() -> dict[str, str]:
    return {
        "deadline": _("What is due: the entry, the report or the correction"),
        "closes": _("When entries close"),
        "due": _("When it is due"),
        "parts": _("Parts to correct"),
        "at": _("When it was handed in"),
        "until": _("Until when it holds"),
        "asked": _("When it was asked"),
        "starts": _("When the visit begins"),
        "ends": _("When the visit ends"),
        "months": _("Number of months"),
        "day": _("Day"),
    }

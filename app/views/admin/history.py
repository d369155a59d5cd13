"""Writes the history of an agency or a person as the timeline shows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from app.queries.registry_agencies import Change
from app.views.formatting import page_language


@dataclass(frozen=True)
class Entry:
    """One line of the timeline."""

    at: datetime
    title: str
    who: str
    note: str


def told(history: Iterable[Change]) -> list[Entry]:
    """Write each change in the page's language."""
    return [
        Entry(
            at=change.at,
            title=_title(change.kind),
            who=change.who.name(page_language()) if change.who else _("The system"),
            note=_("before: %(was)s", was=" / ".join(change.was)) if change.kind in _RENAMED else " ".join(change.was),
        )
        for change in history
    ]


_RENAMED = frozenset({"agency_renamed", "person_renamed"})


def _title(kind: str) -> str:
    return {
        "agency_added": _("Added to the registry"),
        "agency_renamed": _("Renamed"),
        "agency_placed": _("Placed under another agency"),
        "agency_closed": _("Closed"),
        "agency_reopened": _("Opened again"),
        "agency_merged": _("Merged into another agency"),
        "agency_absorbed": _("Took another agency over"),
        "coordination_handed_over": _("Coordination handed over"),
        "office_mailbox_set": _("Office mailbox changed"),
        "person_renamed": _("Name corrected"),
        "password_changed": _("Password changed"),
        "password_link_sent": _("Link to a new password sent"),
        "second_factor_switched_on": _("Two-step sign-in switched on"),
        "second_factor_switched_off": _("Two-step sign-in switched off"),
        "second_factor_reset": _("Two-step sign-in reset"),
        "recovery_codes_renewed": _("New recovery codes made"),
        "recovery_code_used": _("Recovery code used"),
        "account_closed": _("Account closed"),
        "account_reopened": _("Account opened again"),
    }.get(kind, kind)

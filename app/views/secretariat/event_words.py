"""Writes the events of the ledger in words: what happened, who did it, and what they said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from app.queries.audit_trail import ToldEvent
from app.views.formatting import page_language


@dataclass(frozen=True)
class Line:
    """One event as a timeline shows it."""

    at: datetime
    title: str
    who: str
    note: str


def line_of(told: ToldEvent) -> Line:
    """Write one event for a timeline."""
    return Line(told.at, event_title(told.event.kind), who(told), " · ".join(told.texts.values()))


def who(told: ToldEvent) -> str:
    """Name who acted; a person who was forgotten has no name left."""
    if told.who is not None:
        return told.who.name(page_language())
    return _("The system") if told.is_by_system else _("A person no longer on record")


def event_title(kind: str) -> str:
    """Say what an event of this kind means; an unknown kind is shown as it is written in the ledger."""
    return (_application_titles() | _panel_titles() | _office_titles() | _registry_titles()).get(kind, kind)


def _application_titles() -> dict[str, str]:
    return {
        "application_started": _("Draft started"),
        "draft_deleted": _("Draft deleted"),
        "send_for_approval": _("Sent to the head for approval"),
        "recall": _("Taken back for editing"),
        "send_back": _("Sent back to the team by the head"),
        "submit": _("Application submitted"),
        "submit_report": _("Application Report submitted"),
        "withdraw": _("Withdrawn"),
        "start_screening": _("Screening began"),
        "return": _("Returned for correction"),
        "screen_out": _("Did not pass screening"),
        "pass": _("Passed screening"),
        "accept_report": _("Application Report accepted by an officer"),
        "open_report": _("Application Report asked for"),
    }


def _panel_titles() -> dict[str, str]:
    return {
        "panel_published": _("Panel seated"),
        "panel_completed": _("Empty seat of the panel filled"),
        "assignment_accepted": _("Assignment accepted"),
        "seat_vacated": _("Seat left"),
        "conflicts_declared": _("Yearly declaration of conflicts made"),
        "interest_declared": _("Interest declared"),
        "advice_given": _("Advised in a clinic"),
        "snapshot_read": _("Read by an assessor"),
        "start_assessment": _("Assessment began"),
        "submit_sheet": _("Score sheet submitted"),
        "open_consensus": _("Consensus opened"),
        "record_consensus": _("Consensus recorded"),
        "enter_site_visit": _("A site visit is planned"),
        "skip_site_visit": _("Went to the committee without a visit"),
        "close_visit": _("Outcome of the site visit recorded"),
        "stop_at_gate": _("Stopped at the gate of the round"),
    }


def _office_titles() -> dict[str, str]:
    return {
        "decide_proposed": _("Decision proposed"),
        "decide_confirmed": _("Decision signed by the second person"),
        "decide_refused": _("Proposed decision refused"),
        "decide": _("Decided"),
        "disqualify_proposed": _("Disqualification proposed"),
        "disqualify_confirmed": _("Disqualification signed by the second person"),
        "disqualify_refused": _("Proposed disqualification refused"),
        "disqualify": _("Disqualified"),
        "announce": _("Result announced"),
        "release_round": _("Result of the round released"),
        "approve_feedback": _("Feedback report approved"),
        "reopen_feedback": _("Feedback report opened again"),
        "release_feedback": _("Feedback report released"),
        "feedback_read": _("Feedback report read by the agency"),
        "plan_published": _("Assignment plan published"),
        "plan_set_aside": _("Assignment plan set aside"),
        "cycle_created": _("Cycle created"),
        "programme_opened": _("Programme set up"),
        "panel_size_changed": _("Panel size changed"),
        "number_confirmed": _("Number of the criteria confirmed"),
        "extension_granted": _("Extension granted"),
        "exported": _("List exported"),
    }


def _registry_titles() -> dict[str, str]:
    return {
        "agency_added": _("Agency added to the registry"),
        "agency_renamed": _("Agency renamed"),
        "agency_placed": _("Agency placed under another"),
        "agency_closed": _("Agency closed"),
        "agency_reopened": _("Agency opened again"),
        "person_invited": _("Person invited"),
        "person_renamed": _("Name of a person corrected"),
        "role_granted": _("Role given"),
        "role_revoked": _("Role ended"),
        "account_closed": _("Account closed"),
        "account_reopened": _("Account opened again"),
        "password_changed": _("Password changed"),
        "password_link_sent": _("Link to a new password sent"),
    }

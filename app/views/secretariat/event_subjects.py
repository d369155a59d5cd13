"""Names what an event of the ledger is about, where that is no application with a code, and what it changed."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from app.queries.audit_trail import ToldEvent
from app.services.programme_changes import recorded_changes
from app.views.formatting import page_language, when
from app.views.secretariat.programme_change import shown_changes


def named_subject(told: ToldEvent) -> str:
    """Name which programme, agency or year an event is about; nothing where its kind says all there is."""
    language = page_language()
    if told.about is not None:
        programme, agency = told.about.programme, told.about.agency
        title = f"{programme.title(language)} {programme.cycle.year_be}"
        return f"{title} · {agency.name(language)}" if agency else title
    return str(told.event.data.get("year_be", told.event.data.get("number", "")))


def changes_told(told: ToldEvent) -> list[str]:
    """Say what an event changed, one line each: from what to what, or until when."""
    if told.event.kind == "programme_changed" and told.about is not None:
        changes = shown_changes(told.about.programme, recorded_changes(told.event.data["changes"]))
        return [f"{label}: {before} → {after}" for label, before, after, _note in changes]
    ends = {"extension_granted": "until", "return": "due"}.get(told.event.kind)
    if ends in told.event.data:
        until = datetime.fromisoformat(told.event.data[ends])
        return [_("until %(at)s", at=when(until, "short_datetime"))]
    return []


def subject_name(subject: str) -> str:
    """Name the kind of thing; one that has no name of its own here is other than the rest."""
    return (_of_the_round() | _of_the_panels() | _of_the_office()).get(subject.partition(":")[0], _("Other"))


def _of_the_round() -> dict[str, str]:
    return {
        "applications": _("Application"),
        "appeals": _("Appeal or complaint"),
        "certificates": _("Certificate"),
        "cycles": _("Cycle"),
        "extensions": _("Extension"),
        "feedback_reports": _("Feedback report"),
        "improvement_plans": _("Improvement plan"),
        "programme_questions": _("Question"),
        "programmes": _("Programme"),
        "proposals": _("Proposal"),
        "stages": _("Stage"),
    }


def _of_the_panels() -> dict[str, str]:
    return {
        "advice": _("Advice in a clinic"),
        "assignment_plans": _("Assignment plan"),
        "assignments": _("Seat on a panel"),
        "calibration_exercises": _("Calibration exercise"),
        "calibration_runs": _("Calibration"),
        "declarations": _("Yearly declaration"),
        "declared_interests": _("Declared interest"),
        "exercise_sheets": _("Trial sheet"),
        "past_agencies": _("Past agency"),
        "score_sheets": _("Score sheet"),
        "snapshot_reads": _("Application"),
    }


def _of_the_office() -> dict[str, str]:
    return {
        "agencies": _("Agency"),
        "exports": _("Export"),
        "imports": _("Import"),
        "invitations": _("Invitation"),
        "letter_numbers": _("Number of a letter"),
        "letter_register": _("Register of letters"),
        "mailings": _("Mailing"),
        "message_wordings": _("Text of a message"),
        "messages": _("Message"),
        "people": _("Person"),
        "role_grants": _("Role"),
        "service_certificates": _("Certificate of service"),
    }

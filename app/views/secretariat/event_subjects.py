"""Names what an event of the ledger is about, where that is no application with a code."""

from __future__ import annotations

from flask_babel import gettext as _


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

"""Every message Lertrat sends: its kind, subject and body, written in the recipient's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext

from app.messages.role_names import role_name
from app.thai import thai_date
from workflows.errors import N_
from workflows.roles import Role


@dataclass(frozen=True)
class Wording:
    """Subject and body as English texts with %(name)s places; instants and roles among the values are written out."""

    subject: str
    body: str

    def written(self, params: Mapping[str, Any], language: str) -> tuple[str, str]:
        """Return subject and body in the present language."""
        values = {key: _shown(value, language) for key, value in params.items()}
        return gettext(self.subject) % values, gettext(self.body) % values


def _shown(value: object, language: str) -> str:
    if isinstance(value, Role):
        return role_name(value)
    return thai_date(value, language, "datetime") if isinstance(value, datetime) else str(value)


MESSAGES: dict[str, Wording] = {
    "invitation": Wording(
        N_("Invitation to Lertrat"),
        N_("%(inviter)s invites you to Lertrat as %(role)s. Open the link and choose a password by %(until)s."),
    ),
    "account_made": Wording(
        N_("Your account in Lertrat"),
        N_("%(inviter)s registered you as %(role)s. Open the link to choose a password. It works until %(until)s."),
    ),
    "password_reset": Wording(
        N_("Choose a new password"), N_("Open the link to choose a new password. It works until %(until)s.")
    ),
    "approval_wanted": Wording(
        N_("Waiting for your approval: %(title)s"),
        N_("%(sender)s sent “%(title)s” (%(code)s) for your approval. It closes on %(closes)s."),
    ),
    "sent_back": Wording(
        N_("Sent back to the team: %(title)s"), N_("“%(title)s” (%(code)s) was sent back to you. Reason: %(reason)s")
    ),
    "application_submitted": Wording(
        N_("Received: %(title)s"),
        N_("We received “%(title)s” (%(code)s) on %(at)s. Your receipt is number %(receipt)s."),
    ),
    "application_arrived": Wording(
        N_("New application to screen: %(code)s"), N_("“%(title)s” (%(code)s) from %(agency)s is ready to be screened.")
    ),
    "application_returned": Wording(
        N_("To correct: %(title)s"),
        N_(
            "“%(title)s” (%(code)s) was returned for correction. Correct the named parts by %(due)s. Reason: %(reason)s"
        ),
    ),
    "application_screened_out": Wording(
        N_("Result of screening: %(title)s"), N_("“%(title)s” (%(code)s) did not pass screening. Reason: %(reason)s")
    ),
    "application_passed": Wording(
        N_("Passed screening: %(title)s"), N_("“%(title)s” (%(code)s) passed screening and goes on to assessment.")
    ),
    "report_wanted": Wording(
        N_("Application Report due: %(title)s"),
        N_("“%(title)s” (%(code)s) goes on. Please submit the Application Report by %(due)s."),
    ),
    "assignment_published": Wording(
        N_("New assignments for you: %(count)s"),
        N_("You are asked to assess %(count)s entries of %(programme)s. Please accept or decline each of them."),
    ),
    "assignment_declined": Wording(
        N_("An assessor declined: %(code)s"), N_("An assessor of %(code)s declined. Reason: %(reason)s")
    ),
    "consensus_opened": Wording(
        N_("Consensus open: %(code)s"), N_("All sheets of “%(title)s” (%(code)s) are in. The consensus is open.")
    ),
    "site_visit_wanted": Wording(
        N_("Site visit: %(code)s"),
        N_("“%(title)s” (%(code)s) is in line for a site visit. The lead records its outcome."),
    ),
    "visit_announced": Wording(
        N_("A site visit is planned: %(title)s"),
        N_("The panel will visit for “%(title)s” (%(code)s). OPDC will agree the date with you."),
    ),
    "round_released": Wording(
        N_("Result of the round: %(title)s"), N_("The result of this round for “%(title)s” (%(code)s) can now be read.")
    ),
    "second_signature_wanted": Wording(
        N_("Second signature wanted: %(code)s"),
        N_("%(proposer)s proposed a step for %(code)s that needs a second person. It lapses on %(until)s."),
    ),
    "result_announced": Wording(
        N_("Result announced: %(title)s"), N_("The result of “%(title)s” (%(code)s) has been announced.")
    ),
    "feedback_released": Wording(
        N_("Feedback report ready: %(title)s"), N_("The feedback report on “%(title)s” (%(code)s) is ready to read.")
    ),
    "closing_soon": Wording(
        N_("Closing soon: %(title)s"), N_("“%(title)s” (%(code)s) has not been submitted. It closes on %(closes)s.")
    ),
    "sheet_due_soon": Wording(N_("Score sheet due: %(code)s"), N_("Your score sheet of %(code)s is due on %(due)s.")),
    "application_withdrawn": Wording(
        N_("Withdrawn: %(code)s"), N_("“%(title)s” (%(code)s) was withdrawn by the agency.")
    ),
    "application_disqualified": Wording(
        N_("Disqualified: %(title)s"), N_("“%(title)s” (%(code)s) was disqualified. Reason: %(reason)s")
    ),
}

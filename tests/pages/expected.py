"""Says who is let in to a page, from what the page declares, the table of permissions and the tables of this package.

It reads neither the database nor what `app.permissions` makes of it, so that a fault there is seen here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.models import Assignment, ExerciseSheet, ScoreSheet
from app.permissions import ALLOWED, Permission
from tests.pages.addresses import Page
from tests.pages.cast import CAST, VISITOR, Place, roles_anywhere, roles_at
from workflows.roles import AGENCY_ROLES, Role

_PANEL = frozenset({Role.ASSESSOR, Role.LEAD_ASSESSOR})
_STAFF = frozenset({Role.OFFICER, Role.DIRECTOR, Role.AUDITOR})
# The roles an audience's pages are for. What a page declares beyond them is a mistake unless it stands in ALSO_FOR.
AUDIENCE: Mapping[str, frozenset[Role]] = {
    "public": frozenset(),
    "account": frozenset(),
    "applicant": AGENCY_ROLES,
    "assessor": _PANEL,
    "panel": _PANEL,
    "secretariat": _STAFF | {Role.ADMINISTRATOR, Role.JUDGE},
    "judge": _STAFF | {Role.JUDGE},
    "admin": frozenset({Role.ADMINISTRATOR}),
}
# Staff and auditors read an application as its agency sees it; evidence is opened by whoever judges it.
_READERS = _STAFF
ALSO_FOR: Mapping[str, frozenset[Role]] = {
    "applicant.download_certificate": _READERS,
    "applicant.download_copy": _READERS,
    "applicant.download_receipt": _READERS,
    "applicant.download_snapshot": _READERS,
    "applicant.download_whole_report": _READERS,
    "applicant.download_visit": _READERS,
    "applicant.edit_part": _READERS,
    "applicant.list_evidence": _READERS,
    "applicant.hand_over": frozenset({Role.ADMINISTRATOR}),
    "applicant.ask_to_cancel_invitation": frozenset({Role.ADMINISTRATOR}),
    "applicant.cancel_invitation": frozenset({Role.ADMINISTRATOR}),
    "applicant.send_invitation_again": frozenset({Role.ADMINISTRATOR}),
    "applicant.open_evidence": _READERS | _PANEL | {Role.JUDGE},
    "applicant.view_evidence": _READERS | _PANEL | {Role.JUDGE},
    "applicant.show_application": _READERS,
    "applicant.show_handover": frozenset({Role.ADMINISTRATOR}),
    "applicant.show_plan": _READERS,
    "applicant.show_receipt": _READERS,
    "applicant.show_self_assessment": _READERS,
    "applicant.show_timeline": _READERS,
    # Officers arrange visits too, and keep their time.
    "panel.download_calendar": frozenset({Role.OFFICER}),
    "panel.plan_visit": frozenset({Role.OFFICER}),
}


@dataclass(frozen=True)
class Further:
    """A page that says something else than 200 to those it lets in, why, and to whom (None: to everybody)."""

    reason: str
    status: int
    to: frozenset[str] | None = None

    @property
    def is_empty(self) -> bool:
        """Say whether nobody finds anything there on the rows of this package."""
        return self.to is None and self.status == 404


EVERYBODY = frozenset(CAST)
_NOTHING_TO_WORD = "messages are worded for programmes, and the rows hold none of this award type"
_OTHER_OFFICERS = frozenset({"officer of another branch", "officer of another award type"})
_OTHERS_DRAFT = Further("a mailing being written is its writer's", 404, EVERYBODY - {"officer"})
_OTHERS_MAILING = Further("a mailing is for whoever sees all its programmes", 404, _OTHER_OFFICERS)
_ANOTHER_TYPE = frozenset({"officer of another award type"})
_EVERY_TYPES = Further("a year is no matter of one award type alone", 404, _ANOTHER_TYPE)
_ENTERED_ELSEWHERE = Further("one award type's officers rule on agencies that entered it", 404, _ANOTHER_TYPE)
# Exceptions by method and endpoint; each is seen to be needed.
FURTHER: Mapping[str, Further] = {
    "GET account.show_advising": Further("only an adviser has this page", 404, EVERYBODY - {VISITOR, "adviser"}),
    "GET account.sign_in": Further("whoever is signed in is led to where their day begins", 302, EVERYBODY - {VISITOR}),
    "POST account.mark_message": Further("a message is its recipient's", 404, EVERYBODY - {"contributor"}),
    "POST applicant.start_application": Further("the form names the agency to start for", 404),
    "GET secretariat.new_cycle": _EVERY_TYPES,
    "POST secretariat.new_cycle": _EVERY_TYPES,
    "POST secretariat.delete_cycle": _EVERY_TYPES,
    "GET secretariat.show_interest": _ENTERED_ELSEWHERE,
    "POST secretariat.rule_on_interest": _ENTERED_ELSEWHERE,
    "POST secretariat.sign_lift": _ENTERED_ELSEWHERE,
    "GET secretariat.follow_job": Further(
        "long work is followed by whoever asked for it", 404, EVERYBODY - {"officer"}
    ),
    "POST secretariat.cancel_plan": Further("whoever asked for a plan cancels it", 404, EVERYBODY - {"officer"}),
    "POST secretariat.give_up_view": Further("a view is its owner's", 404, EVERYBODY - {"officer"}),
    "GET secretariat.word_message": Further(_NOTHING_TO_WORD, 404, _ANOTHER_TYPE),
    "POST secretariat.word_message": Further(_NOTHING_TO_WORD, 404, _ANOTHER_TYPE),
    "GET secretariat.word_mailing": _OTHERS_DRAFT,
    "POST secretariat.word_mailing": _OTHERS_DRAFT,
    "GET secretariat.choose_mailing_recipients": _OTHERS_DRAFT,
    "POST secretariat.choose_mailing_recipients": _OTHERS_DRAFT,
    "POST secretariat.leave_recipient_out": _OTHERS_DRAFT,
    "POST secretariat.take_recipient_back": _OTHERS_DRAFT,
    "GET secretariat.send_mailing": _OTHERS_DRAFT,
    "POST secretariat.send_mailing": _OTHERS_DRAFT,
    "POST secretariat.throw_mailing_away": _OTHERS_DRAFT,
    "GET secretariat.show_mailing": _OTHERS_MAILING,
    "POST secretariat.export_mailing": _OTHERS_MAILING,
    "POST secretariat.take_mailing_back": _OTHERS_MAILING,
    "GET applicant.download_whole_report": Further("the worker puts it together once a report is handed in", 404),
    "GET assessor.download_document": Further("the worker puts it together once a report is handed in", 404),
    "GET assessor.download_service_certificate": Further("certificates wait for the announcement of the cycle", 404),
    "GET assessor.preview_workbook": Further("no workbook of this name was sent", 404),
    "POST assessor.take_workbook": Further("no workbook of this name was sent", 404),
    "POST assessor.discard_workbook": Further("no workbook of this name was sent", 404),
    "POST admin.confirm_import": Further("no workbook of this name was sent", 404),
    "POST admin.discard_import": Further("no workbook of this name was sent", 404),
}


def is_let_in(page: Page, name: str, place: Place | None) -> bool:
    """Say whether this one of the cast is let in to the page on a row of this place."""
    declared = page.access
    if declared.kind == "public":
        return True
    if name == VISITOR or declared.kind == "signed_in":
        return name != VISITOR
    assert declared.permission is not None, f"{page} declares no permission"
    wanted = ALLOWED[declared.permission]
    if declared.kind == "holds":
        return bool(wanted & roles_anywhere(name))
    assert place is not None, f"{page} opens a row"
    if declared.model in (ScoreSheet, Assignment, ExerciseSheet) and declared.permission is Permission.ASSESS:
        return place.owner == name
    return bool(wanted & roles_at(place, name))


def answer_to(page: Page, name: str) -> int | None:
    """Return the status an exception asks for, or None where there is none."""
    further = FURTHER.get(str(page))
    if further is None or (further.to is not None and name not in further.to):
        return None
    return further.status

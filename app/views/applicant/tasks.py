"""One application: its parts and what is missing, its status and team, and the steps of its road."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import Application
from app.permissions import Permission, is_allowed, roles_on
from app.queries.agency_view import round_results, shown_state, told_outcome
from app.queries.appeals import announced_at
from app.queries.applicant_document import Document, PartStanding
from app.queries.applicant_team import released_feedback, team_of_agency
from app.queries.applicant_timeline import sent_back
from app.queries.certificates import certificate_of
from app.queries.criteria import rubric_of
from app.queries.deadlines import extension_of
from app.queries.receipts import receipts_of
from app.queries.team_room import parts_team
from app.queries.versions import unchanged_parts
from app.queries.visit_page import planned_visit
from app.reports.text_pages import typeset_document
from app.services import applications
from app.views.access import current_actor, opens
from app.views.applicant import bp
from app.views.applicant.entry_warnings import entry_warnings
from app.views.applicant.gap_words import (
    gap_heading,
    gap_links,
    left_empty_words,
    part_note,
    part_state,
    reason_links,
    refused_words,
)
from app.views.applicant.last_year import can_be_copied
from app.views.applicant.reasons_to_read import reason_to_read
from app.views.applicant.written_pages import written_pages
from app.views.formatting import page_language
from workflows.application import RECALL, SEND_BACK, SEND_FOR_APPROVAL, SUBMIT, ApplicationState, Phase
from workflows.errors import RuleBroken

SHOWN_GAPS = 6
_LEFT_EMPTY = "#left_empty"


@dataclass(frozen=True)
class Task:
    """One line of the task list."""

    part_id: str
    number: int
    title: str
    url: str | None
    note: str
    state: str


@dataclass(frozen=True)
class Steps:
    """What this person may do with the application now."""

    send: bool
    recall: bool
    approve: bool
    withdraw: bool
    delete: bool


@bp.get("/applications/<uuid:application_id>")
@opens(Application, Permission.VIEW_APPLICATION)
def show_application(application: Application) -> ResponseReturnValue:
    """Show the task list, what is missing, the deadline, the team and what can be done now."""
    return _shown(application, [])


def _shown(application: Application, reasons: list[str | tuple[str, str]], status: int = 200) -> ResponseReturnValue:
    document = typeset_document(application)
    state = shown_state(application, g.received_at, document.window)
    page = render_template(
        "applicant/show_application.html",
        application=application,
        document=document,
        written_pages=written_pages(document),
        state=state,
        groups=_groups(document),
        **_owed(document),
        steps=_steps(document, state),
        left_empty=[left_empty_words(standing) for standing in _left_empty(document)],
        is_unconfirmed=any(isinstance(reason, tuple) and reason[1] == _LEFT_EMPTY for reason in reasons),
        unchanged=unchanged_parts(document),
        reasons=reasons,
        in_hand=application.state in (*_WRITING, ApplicationState.AWAITING_APPROVAL),
        is_report=application.phase is Phase.REPORT,
        returned=reason_to_read(application),
        sent_back=sent_back(application),
        warnings=entry_warnings(document),
        extension=extension_of(application.programme_id, application.agency_id),
        team=team_of_agency(application.agency),
        parts_team=parts_team(document, current_actor()),
        reads_for_agency=is_allowed(Permission.READ_FEEDBACK, application, current_actor()),
        is_colleague=is_allowed(Permission.WORK_TOGETHER, application, current_actor()),
        may_copy=can_be_copied(application),
        may_manage_team=is_allowed(Permission.MANAGE_TEAM, application.agency, current_actor()),
        may_delegate=is_allowed(Permission.NAME_DELEGATE, application.agency, current_actor()),
        may_follow_appeals=announced_at(application) is not None
        and is_allowed(Permission.FOLLOW_APPEAL, application, current_actor()),
        receipts=receipts_of(application),
        rounds=round_results(application),
        outcome=told_outcome(application),
        feedback=released_feedback(application),
        certificate=certificate_of(application),
        planned=planned_visit(application),
    )
    return page, status


def _owed(document: Document) -> dict[str, object]:
    """What stands between the document and its sending, in words."""
    return {
        "gaps": gap_links(document, document.gaps),
        "gap_heading": gap_heading(document.gaps),
        "shown_gaps": SHOWN_GAPS,
        "refused_words": refused_words(len(document.refused_files)),
    }


_WRITING = (ApplicationState.DRAFT, ApplicationState.RETURNED, ApplicationState.REPORT_DUE)


def _groups(document: Document) -> list[tuple[str, list[Task]]]:
    """The parts under the headings of the document: entry, profile, self-assessment; or the report."""
    rubric = rubric_of(document.application.programme)
    profile = {section.id for section in rubric.profile}
    headings: dict[str, list[Task]] = {}
    for standing in document.standings:
        headings.setdefault(_heading(standing, document, profile), []).append(_task(standing, document))
    return list(headings.items())


def _heading(standing: PartStanding, document: Document, profile: set[str]) -> str:
    if document.application.phase is Phase.REPORT:
        return _("Write the Application Report")
    if standing.part.node_id is not None:
        return _("Self-assessment by category")
    return _("Organisational profile") if standing.part.id in profile else _("Fill in the application")


def _task(standing: PartStanding, document: Document) -> Task:
    application = document.application
    return Task(
        part_id=standing.part.id,
        number=standing.number,
        title=standing.part.title.in_language(page_language()),
        url=url_for(".edit_part", application_id=application.id, part_id=standing.part.id),
        note=part_note(standing),
        state=part_state(standing, application),
    )


def _steps(document: Document, state: str) -> Steps:
    application = document.application
    roles = roles_on(application, current_actor())
    is_draft = application.state is ApplicationState.DRAFT and application.submitted_at is None
    return Steps(
        send=SEND_FOR_APPROVAL.is_offered(application.state, roles) and state != "lapsed",
        recall=RECALL.is_offered(application.state, roles),
        approve=SUBMIT.is_offered(application.state, roles) or SEND_BACK.is_offered(application.state, roles),
        withdraw=_may_withdraw(application, state, is_draft=is_draft),
        delete=is_draft and is_allowed(Permission.START_APPLICATION, application, current_actor()),
    )


def _left_empty(document: Document) -> list[PartStanding]:
    """The categories with empty items that could still be filled in now."""
    return [standing for standing in document.left_empty if standing.is_open]


_OVER = frozenset({"announced", "screened_out", "not_advanced", "withdrawn", "disqualified"})


def _may_withdraw(application: Application, state: str, *, is_draft: bool) -> bool:
    """Offered by the state the agency is told, so that the offer cannot tell that a decision was made."""
    return (
        not is_draft
        and state not in _OVER
        and is_allowed(Permission.WITHDRAW_APPLICATION, application, current_actor())
    )


@bp.post("/applications/<uuid:application_id>/send-for-approval")
@opens(Application, Permission.SEND_FOR_APPROVAL)
def send_for_approval(application: Application) -> ResponseReturnValue:
    """Ask the head to approve, or show everything that is still missing."""
    document = typeset_document(application)
    if not document.gaps and _left_empty(document) and request.form.get("left_empty") != "yes":
        return _shown(application, [(_("Confirm what is left empty first"), _LEFT_EMPTY)], 422)
    try:
        applications.send_for_approval(application, actor=current_actor(), received_at=g.received_at)
    except RuleBroken as broken:
        return _shown(application, reason_links(typeset_document(application), broken), 409)
    flash(_("Sent to the head of the agency for approval"), "success")
    return redirect(url_for(".show_application", application_id=application.id))


@bp.post("/applications/<uuid:application_id>/recall")
@opens(Application, Permission.SEND_FOR_APPROVAL)
def recall_application(application: Application) -> ResponseReturnValue:
    """Take the document back from the head."""
    applications.recall_application(application, actor=current_actor())
    flash(_("Taken back. You can edit again"), "success")
    return redirect(url_for(".show_application", application_id=application.id))


@bp.get("/applications/<uuid:application_id>/withdrawal")
@opens(Application, Permission.WITHDRAW_APPLICATION)
def withdraw_application(application: Application) -> ResponseReturnValue:
    """Ask for the reason and say what withdrawing means."""
    return render_template("applicant/withdraw_application.html", application=application, reasons=[], reason="")


@bp.post("/applications/<uuid:application_id>/withdrawal")
@opens(Application, Permission.WITHDRAW_APPLICATION)
def record_withdrawal(application: Application) -> ResponseReturnValue:
    """Withdraw with a reason."""
    reason = request.form.get("reason", "")
    try:
        applications.withdraw_application(application, actor=current_actor(), reason=reason)
    except RuleBroken as broken:
        reasons = reason_links(typeset_document(application), broken)
        page = render_template(
            "applicant/withdraw_application.html", application=application, reasons=reasons, reason=reason
        )
        return page, 409
    flash(_("The application is withdrawn"), "success")
    return redirect(url_for(".show_application", application_id=application.id))

"""An application's way from draft to submitted. The reference slice: new use cases are copied from this file."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import func, select

from app.clock import now
from app.extensions import db
from app.messages import outbox
from app.models import Agency, Answer, Application, Person, Programme, Receipt
from app.permissions import Permission, is_allowed, roles_on
from app.queries.applicant_eligibility import eligibility_facts, entry_rules_of
from app.queries.application_facts import officers_of, submission_facts, team_of
from app.queries.criteria import document_questions, rubric_of
from app.queries.deadlines import window_of
from app.reports.text_pages import typeset_content
from app.services.answers import save_answer
from app.services.assembled_reports import request_assembly
from app.services.events import personal, record
from app.services.kept_papers import ask_for_paper
from app.services.moves import move, naming
from app.services.snapshots import freeze, present_seal
from app.thai import search_key
from app.transaction import lock, promise_wake, transactional
from workflows.application import (
    RECALL,
    SEND_BACK,
    SEND_FOR_APPROVAL,
    SUBMIT,
    SUBMIT_REPORT,
    WITHDRAW,
    ApplicationFacts,
    Phase,
)
from workflows.eligibility import START_DATE, refusals, rulings
from workflows.errors import Obstacle, RuleBroken
from workflows.roles import Role

SCREENING_TASK = "screening.screen_submitted"


@transactional
def start_application(
    programme: Programme, agency: Agency, *, actor: Person, received_at: datetime, in_use_since: date | None = None
) -> Application:
    """Begin a draft of this agency in this programme. Raises RuleBroken with every rule that is not met.

    `in_use_since` is the day that was checked before: the draft begins with it where its form asks for it.
    """
    if not is_allowed(Permission.START_APPLICATION, agency, actor):
        raise RuleBroken([Obstacle("Only the agency's coordinator can start an application")])
    lock(programme.cycle)  # of two that would fill the same quota, the second finds it full
    facts = eligibility_facts(programme, agency, at=received_at, language=actor.language, in_use_since=in_use_since)
    if against := refusals(rulings(rubric_of(programme), entry_rules_of(programme), facts)):
        raise RuleBroken(against)
    application = Application(
        code=_next_code(programme),
        programme_id=programme.id,
        agency_id=agency.id,
        created_by_id=actor.id,
        created_at=now(),
        state_since=now(),
        version=1,
    )
    application.search_key = search_key(application.code)
    db.session.add(application)
    db.session.flush()
    _know_agency(application, agency, actor)
    record("application_started", about=application, actor=actor, programme=programme.rubric_id)
    if in_use_since is not None and START_DATE in document_questions(application):
        save_answer(application, START_DATE, in_use_since.isoformat(), version=0, actor=actor, received_at=received_at)
    return application


def _next_code(programme: Programme) -> str:
    """Codes count up within a cycle and a branch; the cycle is locked meanwhile."""
    prefix = f"{programme.branch}-{programme.cycle.year_be}-"
    last = db.session.scalar(select(func.max(Application.code)).where(Application.code.startswith(prefix)))
    return f"{prefix}{int(last.removeprefix(prefix)) + 1 if last else 1:04d}"


def _know_agency(application: Application, agency: Agency, actor: Person) -> None:
    """The system itself fills in who applies."""
    db.session.add(
        Answer(
            application_id=application.id,
            field="submitting_agency",
            value=agency.code,
            version=1,
            saved_by_id=actor.id,
            saved_at=now(),
        )
    )


@transactional
def send_for_approval(application: Application, *, actor: Person, received_at: datetime) -> None:
    """Ask the head to approve. Raises RuleBroken listing what is still missing."""
    application = lock(application)
    facts = submission_facts(application, at=received_at, content=typeset_content(application))
    came_from = application.state
    move(application, SEND_FOR_APPROVAL.check(came_from, roles_on(application, actor), facts))
    application.resumes_as = came_from
    window = window_of(application)
    event = record(SEND_FOR_APPROVAL.name, about=application, actor=actor)
    outbox.queue(
        "approval_wanted",
        to=team_of(application, Role.HEAD, Role.DELEGATE),
        once_per=str(event.id),
        programme=application.programme,
        link=f"/applications/{application.id}",
        params=naming(application) | {"sender": actor, "deadline": window.deadline_of, "closes": window.due},
    )


@transactional
def recall_application(application: Application, *, actor: Person) -> None:
    """Take a document back from the head to edit it further."""
    application = lock(application)
    RECALL.check(application.state, roles_on(application, actor), ApplicationFacts())
    _resume(application)
    record(RECALL.name, about=application, actor=actor)


@transactional
def send_back_application(application: Application, *, actor: Person, reason: str) -> None:
    """Hand a document back to the team with a reason."""
    application = lock(application)
    facts = ApplicationFacts(has_reason=bool(reason.strip()))
    SEND_BACK.check(application.state, roles_on(application, actor), facts)
    _resume(application)
    event = record(SEND_BACK.name, about=application, actor=actor, reason=personal(reason))
    outbox.queue(
        "sent_back",
        to=team_of(application, Role.COORDINATOR, Role.CONTRIBUTOR),
        once_per=str(event.id),
        programme=application.programme,
        link=f"/applications/{application.id}",
        params=naming(application) | {"reason": reason},
    )


@transactional
def submit_application(
    application: Application, *, actor: Person, received_at: datetime, approved: str | None = None
) -> Receipt:
    """Hand the document in: the entry, or the Application Report. Raises RuleBroken listing what is still missing.

    `approved` is the seal of the version the head read: where it was taken back, edited and sent anew meanwhile,
    nothing is handed in that nobody approved.
    """
    application = lock(application)
    is_report = application.phase is Phase.REPORT
    transition = SUBMIT_REPORT if is_report else SUBMIT
    facts = submission_facts(application, at=received_at, content=typeset_content(application))
    target = transition.check(application.state, roles_on(application, actor), facts)
    if approved is not None and approved != present_seal(application):
        raise RuleBroken([Obstacle("The document was changed after you opened it. Read it again, then approve it")])
    move(application, target)
    application.resumes_as, application.returned_sections, application.return_due_at = None, [], None
    if is_report:
        application.report_submitted_at = received_at
    else:
        application.submitted_at = received_at
    receipt = _hand_in(application, actor, received_at, transition.name)
    if is_report:
        request_assembly(receipt.snapshot_id)
    promise_wake(SCREENING_TASK)
    return receipt


def _hand_in(application: Application, actor: Person, received_at: datetime, kind: str) -> Receipt:
    snapshot = freeze(application)
    event = record(kind, about=application, actor=actor, snapshot=snapshot.sha256)
    receipt = Receipt(
        application_id=application.id,
        snapshot_id=snapshot.id,
        event_id=event.id,
        number=f"{application.code}-{snapshot.number:02d}",
        issued_to_id=actor.id,
        issued_at=received_at,
    )
    db.session.add(receipt)
    ask_for_paper(receipt)
    names, link = naming(application), f"/applications/{application.id}"
    told = names | {"at": received_at, "receipt": receipt.number}
    outbox.queue(
        "application_submitted",
        to=team_of(application),
        office=application.agency,
        once_per=str(event.id),
        programme=application.programme,
        link=link,
        params=told,
    )
    outbox.queue(
        "application_arrived",
        to=officers_of(application),
        once_per=str(event.id),
        programme=application.programme,
        link=f"/office/screening/{application.id}",
        params=names | {"agency": application.agency},
    )
    return receipt


@transactional
def withdraw_application(application: Application, *, actor: Person, reason: str) -> None:
    """Take the application out of the round; what was submitted stays on record.

    The reason is asked for first, whatever the state: a refusal must not tell a result that is not announced yet.
    """
    application = lock(application)
    if not reason.strip() and is_allowed(Permission.WITHDRAW_APPLICATION, application, actor):
        raise RuleBroken([Obstacle("Give a reason", field="reason")])
    facts = ApplicationFacts(has_reason=bool(reason.strip()))
    move(application, WITHDRAW.check(application.state, roles_on(application, actor), facts))
    application.resumes_as = None
    event = record(WITHDRAW.name, about=application, actor=actor, reason=personal(reason))
    outbox.queue(
        "application_withdrawn",
        to=officers_of(application),
        once_per=str(event.id),
        programme=application.programme,
        link=f"/office/applications/{application.id}",
        params=naming(application),
    )
    outbox.queue(
        "entry_withdrawn",
        to=[person for person in team_of(application) if person.id != actor.id],
        office=application.agency,
        once_per=str(event.id),
        programme=application.programme,
        link=f"/applications/{application.id}",
        params=naming(application) | {"sender": actor, "reason": reason},
    )


def _resume(application: Application) -> None:
    assert application.resumes_as is not None, "an application awaiting approval knows its way back"
    move(application, application.resumes_as)
    application.resumes_as = None

"""One row of everything a page can open, and where each belongs: arranged once, read by many tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from io import BytesIO
from typing import Any

from sqlalchemy import select

from app.clock import now
from app.extensions import db
from app.messages import outbox
from app.models import (
    Application,
    Assignment,
    AssignmentPlan,
    Base,
    CalibrationRun,
    ColleagueComment,
    ConsensusSheet,
    Evidence,
    FeedbackReport,
    Message,
    Person,
    Proposal,
    Receipt,
    ScoreSheet,
    Stage,
)
from app.queries.application_facts import panel_of
from app.queries.criteria import rubric_of
from app.queries.plan_jobs import PROPOSE_JOB
from app.queries.programme_plan import settings_of
from app.services import import_files
from app.services.assignment_plans import propose_plan, request_plan
from app.services.calibration import RUN_JOB, calibrate_stage, request_run
from app.services.evidence import attach_file
from app.services.extensions import extend
from app.services.import_files import ImportKind
from app.services.interests import declare_interest
from app.services.invitations import invite
from app.services.jobs import run_next_job
from app.services.ledger import seal_day
from app.services.letters import give_number, set_prefix
from app.services.programme_changes import propose_change
from app.services.quarantine import check_file
from app.services.saved_views import save_view
from app.services.teamwork import name_owner, note_presence, write_comment
from app.services.visits import Schedule, add_point, schedule_visit
from app.transaction import transactional
from tests.exercises import opened, prepared, tried
from tests.pages.between_rounds import answered_question, certified_service, planned_action, received_appeal
from tests.pages.cast import ELSEWHERE, LEAD, MEMBER, Place, enter
from tests.pages.mailings import two_mailings
from tests.pages.past_winners import past_winner
from tests.pages.states import STATES, visit_of_draft
from tests.panels import assessor
from tests.sample_files import pdf
from tests.world import World, build_world
from workflows.document import QuestionKind, questions
from workflows.roles import Role

AMONG_COLLEAGUES = "ถ้อยคำระหว่างผู้ร่วมงานเท่านั้น"


@dataclass
class Gathering:
    """The rows by name, where each belongs, and the session keys and real names of the cast.

    `others` holds what addresses are made of besides rows that a page opens: keys of people, grants and messages.
    """

    rows: dict[str, Any] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    kinds: dict[str, type[Base]] = field(default_factory=dict)
    others: dict[str, Any] = field(default_factory=dict)
    session_keys: dict[str, str] = field(default_factory=dict)
    names: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def keep(self, name: str, row: Any, place: Place) -> None:
        """Remember a row by name; sessions come and go, its key stays."""
        self.rows[name], self.places[name], self.kinds[name] = row.id, place, type(row)

    def named(self, model: type[Base]) -> list[str]:
        """Return the names of every row of a kind, in the order they were kept."""
        return [name for name, kind in self.kinds.items() if kind is model]


def gather() -> Gathering:
    """Arrange everything and commit it."""
    world, found = build_world(), Gathering()
    people = enter(world)
    for number in range(1, 6):
        assessor(world, number)  # whoever else sits on a panel
    found.session_keys = {name: person.session_key for name, person in people.items()}
    found.names = {name: (person.name_th, person.name_en, person.email) for name, person in people.items()}
    _keep_what_stands(found, world)
    draft = world.draft()
    evidence, comment = _evidence(world, draft), _teamwork(world, draft, people["coordinator"])
    _keep_applications(found, world, draft)
    found.keep("evidence", evidence, found.places["visit"])
    found.keep("comment", comment, found.places["visit"])
    _keep_visit(found)
    _keep_panel(found)
    _keep_committee(found)
    _keep_plan(found, people["officer"])
    _keep_improvement(found, world)
    _keep_run(found, people["officer"])
    _keep_interest(found, world, people)
    _keep_exercises(found, world, people)
    _keep_office(found, world, people["officer"])
    _keep_account(found, world, people)
    _keep_set_up(found, world, people["officer"])
    found.others["view"] = save_view("rounds", name="มุมมอง", query="year=2569", actor=people["officer"]).id
    seal_day()
    return found


def _keep_what_stands(found: Gathering, world: World) -> None:
    programme = world.programme
    of_programme = Place(branch=programme.branch, type_code=programme.type_code)
    found.keep("programme", programme, of_programme)
    found.keep("agency", world.agency, Place(agency=world.agency.code))
    found.keep("stage", next(stage for stage in programme.stages if stage.panel_size), of_programme)
    found.others["cycle"] = world.cycle.id


@transactional
def _keep_applications(found: Gathering, world: World, draft: Application) -> None:
    """In one transaction, which is several times faster than one for each of the hundreds of steps."""
    _keep_application(found, "visit", visit_of_draft(world, draft))
    for name, bring in STATES.items():
        _keep_application(found, name, bring(world))


def _keep_application(found: Gathering, name: str, application: Application) -> None:
    found.keep(name, application, _place(application))
    receipt = db.session.scalars(select(Receipt).where(Receipt.application_id == application.id)).first()
    if receipt is not None:
        found.keep(f"receipt of {name}", receipt, _place(application))


def _keep_visit(found: Gathering) -> None:
    """The visit's time, and one point to verify."""
    application = db.session.get_one(Application, found.rows["visit"])
    lead = next(seat.assessor for seat in panel_of(application) if seat.is_lead)
    begins = now() + timedelta(days=7)
    going = [seat.assessor for seat in panel_of(application)]
    wanted = Schedule(begins, begins + timedelta(hours=6), False, "ห้องประชุม 1", "เปิดประชุม\nสัมภาษณ์", going)
    schedule_visit(application, wanted, actor=lead)
    found.others["point"] = add_point(application, "d1.1", "ดูทะเบียนผู้รับบริการ", actor=lead).id


def _place(application: Application, owner: str | None = None) -> Place:
    """Where an application belongs; every panel here is led by the same person and has the same second member."""
    programme = application.programme
    seated = db.session.scalars(select(Assignment.id).where(Assignment.application_id == application.id)).first()
    seats = {LEAD: True, MEMBER: False} if seated else {}
    return Place(application.agency.code, programme.branch, programme.type_code, seats, owner)


_EMAILS = {LEAD: "assessor-1@lertrat.example", MEMBER: "assessor-2@lertrat.example"}


def _keep_panel(found: Gathering) -> None:
    """The seats and sheets of two assessors, and consensuses open and recorded."""
    application = db.session.get_one(Application, found.rows["assessment"])
    for name, email in _EMAILS.items():
        of_theirs = (Person.email == email, Assignment.application_id == application.id)
        seat = db.session.scalars(select(Assignment).join(Person).where(*of_theirs)).one()
        sheet = db.session.scalars(select(ScoreSheet).where(ScoreSheet.assignment_id == seat.id)).one()
        found.keep(f"seat of the {name}", seat, _place(application, owner=name))
        found.keep(f"sheet of the {name}", sheet, _place(application, owner=name))
    for state in ("checklist", "report judged"):
        application = db.session.get_one(Application, found.rows[state])
        sheets = select(ScoreSheet).where(ScoreSheet.application_id == application.id)
        theirs = sheets.join(Person, Person.id == ScoreSheet.assessor_id).where(Person.email == _EMAILS[LEAD])
        found.keep(f"sheet in {state}", db.session.scalars(theirs).one(), _place(application, owner=LEAD))
    for state in ("consensus", "committee", "checklist"):
        application = db.session.get_one(Application, found.rows[state])
        sheet = db.session.scalars(select(ConsensusSheet).where(ConsensusSheet.application_id == application.id)).one()
        found.keep(f"consensus sheet in {state}", sheet, _place(application))


def _keep_committee(found: Gathering) -> None:
    for name, model in {"proposed": Proposal, "announced": FeedbackReport, "decided": FeedbackReport}.items():
        application = db.session.get_one(Application, found.rows[name])
        row = db.session.scalars(select(model).where(model.application_id == application.id)).one()
        found.keep(f"{model.__name__} of {name}", row, _place(application))


def _evidence(world: World, draft: Application) -> Evidence:
    """Attach a PDF and let it be checked."""
    asked = questions(rubric_of(draft.programme), draft.phase).values()
    field_id = next(each.id for each in asked if each.kind is QuestionKind.FILE)
    paper = BytesIO(pdf())
    coordinator = world.person(Role.COORDINATOR)
    evidence = attach_file(draft, field_id, paper, "หลักฐาน.pdf", actor=coordinator, received_at=now())
    check_file(evidence)
    return evidence


def _teamwork(world: World, draft: Application, coordinator: Person) -> ColleagueComment:
    """What colleagues share about a part that everybody else may read too: nobody else may learn of it."""
    colleague = world.person(Role.CONTRIBUTOR)
    name_owner(draft, "problem", colleague, actor=coordinator)
    note_presence(draft, "problem", actor=colleague)
    return write_comment(draft, "problem", AMONG_COLLEAGUES, actor=coordinator)


def _keep_set_up(found: Gathering, world: World, officer: Person) -> None:
    """More time for an agency, and a change that waits for its second person."""
    programme = world.programme
    until = programme.closes_at + timedelta(days=1)
    found.others["extension"] = extend(programme, world.agency, until=until, reason="ก", actor=officer).id
    found.others["past winner"] = past_winner(world).id
    wanted = settings_of(programme) | {"grace_minutes": 15}
    proposal = propose_change(programme, wanted, reason="ข", actor=officer)
    found.keep("change of a programme", proposal, found.places["programme"])


def _keep_plan(found: Gathering, officer: Person) -> None:
    """A proposal for the entry that waits for its panel, and the job that made it."""
    stage = db.session.get_one(Application, found.rows["passed"]).stage
    job = request_plan(stage, actor=officer)
    run_next_job({PROPOSE_JOB: propose_plan})
    plan = db.session.scalars(select(AssignmentPlan).where(AssignmentPlan.stage_id == stage.id)).one()
    found.keep("job", job, Place())
    found.keep("plan", plan, found.places["stage"])


def _keep_run(found: Gathering, officer: Person) -> None:
    """The scores of the first stage as they stood, calibrated."""
    stage = db.session.get_one(Stage, found.rows["stage"])
    request_run(stage, actor=officer)
    run_next_job({RUN_JOB: calibrate_stage})
    found.keep("run", db.session.scalars(select(CalibrationRun)).one(), found.places["stage"])


def _keep_interest(found: Gathering, world: World, people: Mapping[str, Person]) -> None:
    """An interest in an agency, which staff of every branch rule on."""
    interest = declare_interest(actor=people[ELSEWHERE], reason="คู่สมรสเป็นอาจารย์ที่นี่", agency_id=world.university.id)
    found.keep("interest", interest, Place(agency=world.university.code))


def _keep_exercises(found: Gathering, world: World, people: Mapping[str, Person]) -> None:
    """An exercise being prepared, one that is open, and the trial sheets of two assessors: one in, one in writing."""
    officer, place = people["officer"], found.places["programme"]
    found.keep("exercise", prepared(world.programme, officer), place)
    exercise = opened(world.programme, officer)
    found.others["open exercise"] = exercise.id
    for name, is_in in {MEMBER: False, LEAD: True}.items():
        trial = tried(exercise, people[name], "70", submit=is_in)
        found.keep("trial" if name == MEMBER else f"trial of the {name}", trial, replace(place, owner=name))


def _keep_improvement(found: Gathering, world: World) -> None:
    report = db.session.get_one(FeedbackReport, found.rows["FeedbackReport of announced"])
    found.others["action"] = planned_action(world, report.application, report).id


def _keep_office(found: Gathering, world: World, officer: Person) -> None:
    question = answered_question(world, officer)
    found.keep("question", question, Place(world.agency.code, world.programme.branch, world.programme.type_code))
    found.others |= two_mailings(world.programme, officer)
    found.keep("appeal", received_appeal(world, found.rows["announced"]), found.places["announced"])
    found.keep("service", certified_service(found.rows["announced"], world.officer), Place(agency=world.agency.code))
    set_prefix("นร ๑๒๐๐/", actor=world.officer)
    receipt = db.session.get_one(Receipt, found.rows["receipt of submitted"])
    found.keep("letter", give_number(receipt, actor=officer), found.places["receipt of submitted"])


def _keep_account(found: Gathering, world: World, people: Mapping[str, Person]) -> None:
    """A person to look at, a role to end, a message to read."""
    names = {"name_th": "นายเชิญ ตัวอย่าง", "name_en": "Invited", "email": "invited@cast.example"}
    invitation = invite(**names, role=Role.CONTRIBUTOR, agency=world.agency, actor=people["head"])
    found.keep("invitation", invitation, Place(agency=world.agency.code))
    contributor = people["contributor"]
    found.others |= {"person": contributor.id, "grant": contributor.grants[0].id}
    empty = import_files.template_of(ImportKind.AGENCIES, "th")
    found.others["workbook"] = import_files.keep_upload(empty, actor=people["administrator"])
    told = select(Message).where(Message.programme_id == world.programme.id, Message.kind == "application_submitted")
    found.keep("message told", db.session.scalars(told.order_by(Message.id)).first(), found.places["programme"])
    _tell(contributor)
    found.others["message"] = db.session.scalars(
        select(Message.id).where(Message.recipient_id == contributor.id)
    ).first()


@transactional
def _tell(person: Person) -> None:
    outbox.queue("site_visit_wanted", to=[person], once_per="a test", params={"title": "ผลงาน", "code": "PS"})

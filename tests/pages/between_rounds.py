"""What an agency does between rounds, for pages to open: an action of its plan, a question OPDC answered."""

from __future__ import annotations

import uuid
from datetime import timedelta

from app.extensions import db
from app.models import (
    Appeal,
    Application,
    FeedbackReport,
    ImprovementAction,
    Person,
    ProgrammeQuestion,
    ServiceCertificate,
)
from app.permissions import today
from app.queries.improvement import opportunity_choices
from app.services.improvement import Action, add_action, start_plan
from app.services.questions import answer_question, ask_question
from app.services.service_certificates import certify_service
from tests.appeals import filed
from tests.world import World
from workflows.roles import Role


def planned_action(world: World, application: Application, report: FeedbackReport) -> ImprovementAction:
    """Start the plan of a released report and plan an action."""
    coordinator = world.person(Role.COORDINATOR)
    plan, due = start_plan(application, actor=coordinator), today() + timedelta(days=90)
    written = Action(next(iter(opportunity_choices(report))), "จัดทำค่าเทียบเคียง", "กองยุทธศาสตร์", due)
    return add_action(plan, written, actor=coordinator)


def answered_question(world: World, officer: Person) -> ProgrammeQuestion:
    """Ask a question that is answered for everybody."""
    question = ask_question(world.programme, world.agency, "แนบไฟล์ได้กี่หน้า", actor=world.person(Role.COORDINATOR))
    answer_question(question, "ไม่เกินสองหน้า", public_text="ไฟล์แนบยาวได้เท่าใด", actor=officer)
    return question


def received_appeal(world: World, application_id: uuid.UUID) -> Appeal:
    """Let the result of an announced application be appealed, and file an appeal of it."""
    application = db.session.get_one(Application, application_id)
    application.programme.rules = {**application.programme.rules, "appeal_days": 15, "appeal_answer_days": 30}
    db.session.commit()
    return filed(world, application)


def certified_service(application_id: uuid.UUID, officer: Person) -> ServiceCertificate:
    """Issue the certificates of service of the cycle of an announced application; return the first."""
    certify_service(db.session.get_one(Application, application_id).programme.cycle, actor=officer)
    return db.session.query(ServiceCertificate).order_by(ServiceCertificate.assessor_id).first()

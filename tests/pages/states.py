"""Brings an application to each state by use cases, with a panel that scores highly where one is needed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from app.clock import now
from app.extensions import db
from app.models import Application, ConsensusSheet, Programme, Proposal
from app.queries.announcement_preview import seal_of
from app.services.announcements import announce_programme, release_feedback
from app.services.applications import send_for_approval, submit_application, withdraw_application
from app.services.consensus import record_consensus
from app.services.cycles import create_cycle, open_programme
from app.services.decisions import close_visit, confirm_decision, propose_decision
from app.services.feedback import approve_feedback, draft_feedback, edit_feedback
from app.services.interests import declare_conflicts
from app.services.rounds import move_on
from app.services.screening import return_application, screen_automatically, screen_out_application
from tests.before_committee import PRESENT
from tests.panels import assessor, pass_screening, score_all, seat_panel
from tests.world import CLOSES, OPENS, World
from workflows.roles import Role

QUALITY = 95  # high enough for a site visit and the highest level


def _awaiting(world: World) -> Application:
    application = world.fill(world.draft())
    send_for_approval(application, actor=world.person(Role.COORDINATOR), received_at=now())
    return application


def _screening(world: World) -> Application:
    application = world.submitted()
    screen_automatically(application)
    return application


def _returned(world: World) -> Application:
    application, due = _screening(world), now() + timedelta(days=7)
    return_application(application, sections=["problem"], reason="เพิ่มแหล่งข้อมูล", due_at=due, actor=world.officer)
    return application


def _passed(world: World) -> Application:
    application = world.submitted()
    pass_screening(world, application)
    return application


def _assessment(world: World) -> Application:
    """The lead has submitted, the member has a sheet in hand, the others have not begun."""
    application = _passed(world)
    lead, member, *_rest = seat_panel(world, application)
    score_all([lead], quality=QUALITY)
    score_all([member], quality=QUALITY, submit=False)
    return application


def _consensus(world: World) -> Application:
    application = _passed(world)
    seats = seat_panel(world, application)
    score_all(seats, quality=[QUALITY, 40, *(QUALITY for _ in seats[2:])])
    return application


def visit_of_draft(world: World, draft: Application) -> Application:
    """Bring this draft to its site visit."""
    application = world.fill(draft)
    send_for_approval(application, actor=world.person(Role.COORDINATOR), received_at=now())
    submit_application(application, actor=world.person(Role.HEAD), received_at=now())
    pass_screening(world, application)
    return _visit(world, application)


def _visit(world: World, application: Application | None = None) -> Application:
    application = application or _passed(world)
    score_all(seat_panel(world, application), quality=QUALITY)
    consensus = db.session.query(ConsensusSheet).filter_by(application_id=application.id).one()
    record_consensus(consensus, actor=assessor(world, 1))
    move_on(application)
    return application


def _committee(world: World, application: Application | None = None) -> Application:
    application = _visit(world, application)
    close_visit(application, is_confirmed=True, note="พบตามรายงาน", is_online=False, actor=assessor(world, 1))
    return application


def _proposed(world: World, application: Application | None = None) -> Application:
    application = _committee(world, application)
    judge = world.person(Role.JUDGE)
    propose_decision(
        application,
        "outstanding",
        reason="",
        attended=[],
        guests=PRESENT,
        recused=[],
        minutes="มติเป็นเอกฉันท์",
        actor=judge,
    )
    return application


def _decided(world: World, application: Application | None = None) -> Application:
    application = _proposed(world, application)
    proposal = db.session.query(Proposal).filter_by(application_id=application.id).one()
    confirm_decision(proposal, actor=world.person(Role.DIRECTOR))
    draft_feedback(application)
    return application


def _announced(world: World) -> Application:
    """In a programme of its own, for results are announced by programme; its feedback is released."""
    cycle = create_cycle(year_be=2568, title_th="รอบปี 2568", title_en="Cycle 2568", actor=world.officer)
    programme = open_programme(cycle, world.programme.rubric_id, opens_at=OPENS, closes_at=CLOSES, actor=world.officer)
    for number in range(1, 6):
        declare_conflicts(cycle.id, actor=assessor(world, number))
    application = world.submitted(programme)
    pass_screening(world, application)
    _decided(world, application)
    announce_programme(application.programme, seen=seal_of(application.programme), actor=world.officer)
    report = draft_feedback(application)
    edit_feedback(report, {"summary": "ผลงานชัดเจน", "next_steps": ["ขยายผล"]}, version=1, actor=world.officer)
    approve_feedback(report, actor=world.officer)
    release_feedback(application.programme, actor=world.officer)
    return application


def _withdrawn(world: World) -> Application:
    application = world.submitted()
    withdraw_application(application, actor=world.person(Role.HEAD), reason="ส่งซ้ำ")
    return application


def _screened_out(world: World) -> Application:
    application = _screening(world)
    screen_out_application(application, reason="นอกขอบเขต", actor=world.officer)
    return application


def _for_several(world: World, rubric_id: str) -> Programme:
    """Return a programme that the agency may enter more than once, as it does here for each state of its entries."""
    programme = world.programme_of(rubric_id)
    programme.rules = {"quota_per_agency": len(STATES)}
    return programme


def _self_assessment(world: World) -> Application:
    return world.fill(world.draft(_for_several(world, "pmqa40@2564")))


def _checklist(world: World) -> Application:
    """A PMQA 4.0 assessment whose certifiers have both ticked, and do not agree."""
    application = world.submitted(_for_several(world, "pmqa40@2564"))
    pass_screening(world, application)
    score_all(seat_panel(world, application), quality=[QUALITY, 60])
    return application


def _report_judged(world: World) -> Application:
    """An Application Report before its panel, judged by dimensions."""
    application = world.fill(_report_due(world))
    send_for_approval(application, actor=world.person(Role.COORDINATOR), received_at=now())
    submit_application(application, actor=world.person(Role.HEAD), received_at=now())
    screen_automatically(application)
    move_on(application)
    lead, *_others = seat_panel(world, application)
    score_all([lead], quality=60)
    return application


def _report_due(world: World) -> Application:
    application = world.submitted(_for_several(world, "pmqa-category@2564"))
    pass_screening(world, application)
    return application


def _elsewhere(world: World) -> Application:
    """An entry of another branch and another agency, judged by a panel of which nobody else of the cast is."""
    application = world.submitted(world.programme_of("pg-open-governance@2564"), world.other_agency)
    pass_screening(world, application)
    return application


STATES: Mapping[str, Callable[[World], Application]] = {
    "draft": World.draft,
    "awaiting": _awaiting,
    "submitted": World.submitted,
    "screening": _screening,
    "returned": _returned,
    "passed": _passed,
    "assessment": _assessment,
    "consensus": _consensus,
    "committee": _committee,
    "proposed": _proposed,
    "decided": _decided,
    "announced": _announced,
    "withdrawn": _withdrawn,
    "screened out": _screened_out,
    "self-assessment": _self_assessment,
    "report due": _report_due,
    "checklist": _checklist,
    "report judged": _report_judged,
    "elsewhere": _elsewhere,
}

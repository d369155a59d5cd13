"""Assignment plans and empty seats: proposed by a job, published under every hard rule, repaired in place."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from app.extensions import db
from app.models import Application, Assignment, AssignmentPlan, AssignmentState, Event, JobState, Message, PlanState
from app.queries.application_facts import panel_of
from app.queries.assignment_problem import problem_of
from app.services import assignment_plans
from app.services.assignment_plans import request_plan, set_plan_aside
from app.services.assignments import accept_assignment, decline_assignment, publish_panel
from app.services.interests import declare_interest
from app.services.job_kinds import WORK
from app.services.jobs import cancel_job, run_next_job
from app.services.panel_repair import complete_panel
from app.services.plan_publication import publish_plan
from app.services.rounds import move_on
from tests.panels import assessor, pass_screening
from tests.world import World
from workflows.application import ApplicationState
from workflows.assignment.problem import Plan, Problem, Status
from workflows.assignment.solver import solve
from workflows.errors import RuleBroken
from workflows.roles import Role


def waiting(world: World, count: int = 2) -> list[Application]:
    agencies = (world.agency, world.other_agency, world.university)
    applications = [world.submitted(agency=agency) for agency in agencies[:count]]
    for application in applications:
        pass_screening(world, application)
    return applications


def proposed(world: World, application: Application) -> AssignmentPlan:
    assert application.stage is not None
    request_plan(application.stage, actor=world.officer)
    run_next_job(WORK)
    return db.session.query(AssignmentPlan).filter_by(state=PlanState.PROPOSED).one()


def reasons(broken: pytest.ExceptionInfo[RuleBroken]) -> list[str]:
    return [str(each) for each in broken.value.obstacles]


def test_a_job_proposes_a_plan_and_its_publication_seats_every_panel(world: World) -> None:
    applications = waiting(world)
    for number in range(1, 6):
        assessor(world, number)
    plan = proposed(world, applications[0])
    assert len(plan.pairs) == 6
    assert sorted(plan.figures) == ["bounds", "broken", "is_stopped", "islands", "objectives", "status"]
    assert publish_plan(plan, due_at=None, actor=world.officer) == 2
    for application in applications:
        move_on(application)
    assert [application.state for application in applications] == [ApplicationState.ASSESSMENT] * 2
    assert [len(panel_of(application)) for application in applications] == [3, 3]
    assert [sum(seat.is_lead for seat in panel_of(application)) for application in applications] == [1, 1]
    told = db.session.query(Message).filter_by(kind="assignment_published").all()
    assert len(told) == len({message.recipient_id for message in told}) == len({seat for _, seat in plan.pairs})


def test_the_clock_stops_a_search_that_takes_too_long_and_the_proposal_says_so(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The search stands in for a long one: it goes on for as long as nobody stops it, and gives what it has by then."""
    application = waiting(world, 1)[0]
    for number in range(1, 5):
        assessor(world, number)

    def endless(problem: Problem, *, stop: Callable[[], bool]) -> Plan:
        answer = solve(problem)
        while not stop():
            pass
        assert isinstance(answer, Plan)
        return replace(answer, status=Status.FEASIBLE, is_stopped=True)

    monkeypatch.setattr(assignment_plans, "solve", endless)
    monkeypatch.setattr(assignment_plans, "RENEW_EVERY", timedelta(milliseconds=10))
    monkeypatch.setattr(assignment_plans, "TIME_LIMIT", timedelta(seconds=-1))
    plan = proposed(world, application)
    assert (plan.figures["status"], plan.figures["is_stopped"], len(plan.pairs)) == ("feasible", True, 3)


def test_a_stage_has_one_plan_in_the_making(world: World) -> None:
    application = waiting(world, 1)[0]
    assert application.stage is not None
    job = request_plan(application.stage, actor=world.officer)
    with pytest.raises(RuleBroken) as broken:
        request_plan(application.stage, actor=world.officer)
    assert reasons(broken) == ["A plan for this stage is being made already"]
    cancel_job(job)
    assert request_plan(application.stage, actor=world.officer).state is JobState.WAITING


def test_where_no_plan_exists_the_job_tells_what_blocks_it(world: World) -> None:
    application = waiting(world, 1)[0]
    people = [assessor(world, number, can_lead=False) for number in range(1, 5)]
    assert application.stage is not None
    job = request_plan(application.stage, actor=world.officer)
    run_next_job(WORK)
    assert job.state is JobState.DONE
    assert job.result["plan_id"] is None
    assert [block["rule"] for block in job.result["blocking"]] == ["need_lead"]
    assert {step["message"] for way in job.result["relaxations"] for step in way["steps"]} == {
        "let the panel of %(application)s do without a lead"
    }
    assert db.session.query(AssignmentPlan).count() == 0
    assert len(people) == 4


def test_a_conflict_that_came_to_light_stops_the_publication(world: World) -> None:
    application = waiting(world, 1)[0]
    people = [assessor(world, number) for number in range(1, 5)]
    plan = proposed(world, application)
    person = next(each for each in people if str(each.id) == plan.pairs[0][1])
    declare_interest(actor=person, reason="ญาติทำงานในโครงการ", application=application)
    with pytest.raises(RuleBroken) as broken:
        publish_plan(plan, due_at=None, actor=world.officer)
    assert reasons(broken) == [f"{person.name_th}: conflict of interest with {application.code}"]
    assert db.session.query(Assignment).count() == 0


def test_a_plan_set_aside_cannot_be_published_and_both_are_on_record(world: World) -> None:
    application = waiting(world, 1)[0]
    for number in range(1, 5):
        assessor(world, number)
    plan = proposed(world, application)
    set_plan_aside(plan, actor=world.officer)
    with pytest.raises(RuleBroken) as broken:
        publish_plan(plan, due_at=None, actor=world.officer)
    assert reasons(broken) == ["This plan is no longer a proposal"]
    assert db.session.query(Event).filter_by(kind="plan_set_aside").count() == 1


def test_seats_at_work_are_taken_off_what_an_assessor_can_still_take(world: World) -> None:
    applications = waiting(world)
    people = [assessor(world, number) for number in range(1, 4)]
    for person in people:
        assert person.assessor_profile is not None
        person.assessor_profile.max_load = 1
    db.session.commit()
    stage = applications[0].stage
    assert stage is not None
    ids = [person.id for person in people]
    publish_panel(applications[0], stage, ids, lead_id=ids[0], due_at=None, actor=world.officer)
    move_on(applications[0])
    problem = problem_of(stage)
    assert [each.id for each in problem.applications] == [str(applications[1].id)]
    assert [(each.max, each.held) for each in problem.assessors] == [(0, 1)] * 3
    assert problem.previous == frozenset()


def at_work(world: World) -> tuple[Application, list[Assignment], list[uuid.UUID]]:
    application = waiting(world, 1)[0]
    assert application.stage is not None
    ids = [assessor(world, number).id for number in range(1, 5)]
    seats = publish_panel(application, application.stage, ids[:3], lead_id=ids[0], due_at=None, actor=world.officer)
    move_on(application)
    accept_assignment(seats[0], actor=seats[0].assessor)
    return application, seats, ids


def test_a_replacement_sits_down_beside_those_who_stay(world: World) -> None:
    application, seats, ids = at_work(world)
    assert application.stage is not None
    decline_assignment(seats[2], reason="ติดภารกิจ", actor=seats[2].assessor)
    chosen = [ids[0], ids[1], ids[3]]
    new = complete_panel(application, application.stage, chosen, lead_id=ids[0], due_at=None, actor=world.officer)
    assert [seat.assessor_id for seat in new] == [ids[3]]
    states = {seat.assessor_id: seat.state for seat in db.session.query(Assignment)}
    assert [states[key] for key in ids] == [
        AssignmentState.ACCEPTED,
        AssignmentState.PUBLISHED,
        AssignmentState.DECLINED,
        AssignmentState.PUBLISHED,
    ]
    assert application.state is ApplicationState.ASSESSMENT


def test_nobody_is_pushed_off_a_panel_at_work_and_nobody_returns_to_it(world: World) -> None:
    application, seats, ids = at_work(world)
    assert application.stage is not None
    with pytest.raises(RuleBroken) as broken:
        complete_panel(application, application.stage, ids[:3], lead_id=ids[0], due_at=None, actor=world.officer)
    assert reasons(broken) == [f"The panel of {application.code} has no empty seat"]
    decline_assignment(seats[2], reason="ติดภารกิจ", actor=seats[2].assessor)
    with pytest.raises(RuleBroken) as broken:
        complete_panel(application, application.stage, ids[1:], lead_id=ids[1], due_at=None, actor=world.officer)
    assert reasons(broken) == [f"Whoever sits on the panel of {application.code} stays"]
    with pytest.raises(RuleBroken) as broken:
        complete_panel(application, application.stage, ids[:3], lead_id=ids[0], due_at=None, actor=world.officer)
    assert reasons(broken) == [f"{seats[2].assessor.name_th} left this panel before"]


def test_only_an_officer_of_the_branch_fills_a_seat(world: World) -> None:
    application, seats, ids = at_work(world)
    assert application.stage is not None
    decline_assignment(seats[2], reason="ติดภารกิจ", actor=seats[2].assessor)
    stranger = world.person(Role.OFFICER, number=2, branch="PG")
    chosen = [ids[0], ids[1], ids[3]]
    with pytest.raises(RuleBroken) as broken:
        complete_panel(application, application.stage, chosen, lead_id=ids[0], due_at=None, actor=stranger)
    assert reasons(broken) == ["Your role does not allow this step"]

"""The calibration exercise: the key stays hidden until submission, and the programme's setting opens live work."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest

from app.extensions import db
from app.models import Application, AssessorProfile, AssignmentPlan, Event, Person, Programme
from app.queries.application_facts import panel_of
from app.queries.assignment_problem import problem_of
from app.queries.exercises import compared_lines, exercises_for, reference_snapshots
from app.queries.panel_table import Wanted, panel_table
from app.services.anchors import mark_anchor
from app.services.assignment_plans import request_plan
from app.services.exercises import (
    close_exercise,
    let_in,
    open_trial_sheet,
    prepare_exercise,
    save_key,
    save_trial,
    set_calibration_rule,
    start_exercise,
    submit_trial,
)
from app.services.job_kinds import WORK
from app.services.jobs import run_next_job
from app.services.plan_publication import publish_plan
from app.services.score_sheets import open_sheet
from tests.assessing import seated
from tests.exercises import opened, prepared, tried
from tests.panels import assessor, pass_screening
from tests.world import World
from workflows.errors import RuleBroken
from workflows.roles import Role


def refused(act: Callable[[], object]) -> list[str]:
    with pytest.raises(RuleBroken) as broken:
        act()
    return [str(each) for each in broken.value.obstacles]


def require(programme: Programme, officer: Person, tolerance: str = "10") -> None:
    set_calibration_rule(programme, is_required=True, tolerance=tolerance, actor=officer)


def test_live_work_waits_for_the_exercise_where_the_programme_says_so(world: World) -> None:
    seats, officer = seated(world), world.officer
    exercise = opened(world.programme, officer)
    require(world.programme, officer)
    first, second, third = (seat.assessor for seat in seats)
    assert refused(lambda: open_sheet(seats[0], actor=first)) == [
        "Score the reference application of this programme first"
    ]
    tried(exercise, first, "70")
    assert open_sheet(seats[0], actor=first).assessor_id == first.id
    far = tried(exercise, second, "75")
    assert refused(lambda: open_sheet(seats[1], actor=second)) == [
        (
            "Your scores of the reference application lie 15.00 percent from the key; "
            "live work opens at 10. An officer will speak with you"
        )
    ]
    let_in(far, reason="พูดคุยแล้วเข้าใจเกณฑ์ตรงกัน", actor=officer)
    assert open_sheet(seats[1], actor=second).assessor_id == second.id
    set_calibration_rule(world.programme, is_required=False, tolerance="10", actor=officer)
    assert open_sheet(seats[2], actor=third).assessor_id == third.id
    kinds = [event.kind for event in db.session.query(Event).order_by(Event.seq)]
    assert [kind for kind in kinds if kind in ("trial_submitted", "assessor_let_in", "calibration_rule_set")] == [
        "calibration_rule_set",
        "trial_submitted",
        "trial_submitted",
        "assessor_let_in",
        "calibration_rule_set",
    ]


def test_an_open_sheet_stays_open_when_the_setting_comes_later(world: World) -> None:
    seat = seated(world)[0]
    sheet = open_sheet(seat, actor=seat.assessor)
    opened(world.programme, world.officer)
    require(world.programme, world.officer)
    assert open_sheet(seat, actor=seat.assessor).id == sheet.id


def test_a_submitted_trial_stands_beside_the_key_with_its_reasons(world: World) -> None:
    exercise = opened(world.programme, world.officer)
    trial = tried(exercise, assessor(world, 1), "70")
    assert trial.difference == "10.00"
    line = compared_lines(trial)[0]
    assert line.difference is not None
    assert (line.difference.percent, line.reason) == (10, "มีหลักฐานครบแต่ยังไม่มีค่าเปรียบเทียบ")
    assert refused(lambda: save_trial(trial, line.node.id, {"percent": "60"}, actor=assessor(world, 1))) == [
        "This score sheet has been submitted and cannot be changed"
    ]


def test_a_trial_is_its_assessors_own_and_whole(world: World) -> None:
    exercise = opened(world.programme, world.officer)
    one, other = assessor(world, 1), assessor(world, 2)
    trial = open_trial_sheet(exercise, actor=one)
    assert open_trial_sheet(exercise, actor=one).id == trial.id
    assert refused(lambda: save_trial(trial, "d1.1", {"percent": "60"}, actor=other)) == [
        "This score sheet is not yours"
    ]
    assert refused(lambda: save_trial(trial, "d1.1", {"percent": "61"}, actor=one)) == [
        "Give a percent from 0 to 100 in steps of 5"
    ]
    assert refused(lambda: save_trial(trial, "no such", {"percent": "60"}, actor=one)) == [
        "The criteria have no such part"
    ]
    save_trial(trial, "d1.1", {"percent": "60"}, actor=one)
    assert refused(lambda: submit_trial(trial, actor=one))[0].startswith("Criteria not scored yet: ")
    assert refused(lambda: let_in(trial, reason="x", actor=world.officer)) == [
        "The trial sheet has not been submitted yet"
    ]


def test_an_exercise_opens_with_a_whole_key_and_the_key_is_final_then(world: World) -> None:
    officer = world.officer
    exercise = prepared(world.programme, officer, with_key=False)
    assert refused(lambda: save_key(exercise, "d1.1", {"percent": "60"}, reason=" ", actor=officer)) == [
        "Give a reason"
    ]
    assert refused(lambda: save_key(exercise, "d1.1", {"percent": ""}, reason="x", actor=officer)) == [
        "Score this criterion"
    ]
    assert refused(lambda: start_exercise(exercise, actor=officer))[0].startswith("The key says nothing yet of ")
    second = opened(world.programme, officer)
    assert refused(lambda: save_key(second, "d1.1", {"percent": "65"}, reason="x", actor=officer)) == [
        "The key of an exercise that was opened cannot be changed"
    ]
    assert "Another exercise of this programme is open; close it first" in refused(
        lambda: start_exercise(exercise, actor=officer)
    )
    require(world.programme, officer)
    assert refused(lambda: close_exercise(second, actor=officer)) == [
        "Live work of this programme waits for the exercise; change that setting first"
    ]


def test_the_setting_needs_an_open_exercise_and_a_percent(world: World) -> None:
    assert refused(lambda: require(world.programme, world.officer, "0")) == [
        "Enter a percent above 0 and up to 100",
        "Open an exercise first, otherwise nobody could begin",
    ]
    auditor = world.person(Role.AUDITOR)
    assert refused(lambda: set_calibration_rule(world.programme, is_required=False, tolerance="5", actor=auditor)) == [
        "Your role does not allow this step"
    ]


def test_a_reference_is_an_announced_entry_or_a_text(world: World) -> None:
    application = world.submitted()
    assert reference_snapshots(world.programme) == []
    snapshot = application.snapshots[0]

    def prepare(**given: object) -> None:
        prepare_exercise(world.programme, title="ก", actor=world.officer, **given)  # type: ignore[arg-type]

    assert refused(lambda: prepare(snapshot=snapshot, text="")) == [
        "Only an announced entry under the same criteria can serve"
    ]
    assert refused(lambda: prepare(snapshot=None, text=" ")) == [
        "Choose an announced entry, or write an illustrative text, not both"
    ]


def test_only_the_branchs_assessors_are_asked(world: World) -> None:
    exercise = opened(world.programme, world.officer)
    one = assessor(world, 1)
    assert [each.id for each, _trial in exercises_for(one)] == [exercise.id]
    profile = db.session.query(AssessorProfile).filter_by(person_id=one.id).one()
    profile.branches = ["PG"]
    db.session.commit()
    assert exercises_for(one) == []
    assert refused(lambda: open_trial_sheet(exercise, actor=one)) == [
        "This exercise is for the assessors of another branch"
    ]


def test_an_anchor_is_seated_with_every_assessor_and_others_with_a_panel(world: World) -> None:
    applications: list[Application] = [world.submitted(agency=agency) for agency in (world.agency, world.other_agency)]
    for application in applications:
        pass_screening(world, application)
    people = [assessor(world, number) for number in range(1, 6)]
    mark_anchor(applications[0], is_anchor=True, actor=world.officer)
    stage = applications[0].stage
    assert stage is not None
    assert problem_of(stage).anchors == {str(applications[0].id)}
    job = request_plan(stage, actor=world.officer)
    run_next_job(WORK)
    assert job.result["plan_id"], job.result
    plan = db.session.get_one(AssignmentPlan, uuid.UUID(job.result["plan_id"]))
    rows = panel_table(stage, plan, Wanted()).rows
    assert sorted(len(row.proposed) for row in rows) == [3, len(people)]
    assert publish_plan(plan, due_at=None, actor=world.officer) == 2
    assert [len(panel_of(application)) for application in applications] == [len(people), 3]
    assert refused(lambda: mark_anchor(applications[1], is_anchor=True, actor=world.person(Role.AUDITOR))) == [
        "Your role does not allow this step"
    ]

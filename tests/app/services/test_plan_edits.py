"""A proposal changed by hand keeps every hard rule; a published one can be taken back to the panels before it."""

from __future__ import annotations

import uuid

import pytest

from app.clock import now
from app.extensions import db
from app.models import (
    Application,
    Assignment,
    AssignmentPlan,
    AssignmentState,
    PlanScope,
    PlanState,
    ScoreSheet,
    SheetState,
)
from app.queries.application_facts import panel_of
from app.queries.assignment_board import stage_board
from app.queries.panel_table import Show, Wanted
from app.services.assignment_plans import request_plan
from app.services.assignments import accept_assignment, publish_panel
from app.services.job_kinds import WORK
from app.services.jobs import run_next_job
from app.services.plan_edits import change_panel, exchange, hold_pair, replace
from app.services.plan_publication import propose_to_go_back, publish_plan
from app.services.rounds import move_on
from app.services.score_sheets import open_sheet
from tests.panels import assessor, pass_screening
from tests.world import World
from workflows.errors import RuleBroken


def reasons(broken: pytest.ExceptionInfo[RuleBroken]) -> list[str]:
    return [str(each) for each in broken.value.obstacles]


def waiting(world: World) -> list[Application]:
    applications = [world.submitted(agency=agency) for agency in (world.agency, world.other_agency)]
    for application in applications:
        pass_screening(world, application)
    return applications


def proposal(world: World, applications: list[Application], scope: PlanScope = PlanScope.WAITING) -> AssignmentPlan:
    stage = applications[0].stage
    assert stage is not None
    request_plan(stage, actor=world.officer, scope=scope)
    run_next_job(WORK)
    return db.session.query(AssignmentPlan).filter_by(state=PlanState.PROPOSED).one()


def panel(plan: AssignmentPlan, application: Application) -> set[uuid.UUID]:
    return {uuid.UUID(person) for key, person in plan.pairs if key == str(application.id)}


def with_islands(world: World, panels: dict[Application, list[uuid.UUID]]) -> AssignmentPlan:
    """A proposal whose panels share nobody, so that a change is not refused for parting them."""
    stage = next(iter(panels)).stage
    assert stage is not None
    plan = AssignmentPlan(
        programme_id=stage.programme_id,
        stage_id=stage.id,
        version=3,
        pairs=[[str(each.id), str(key)] for each, panel in panels.items() for key in panel],
        proposed_by_id=world.officer.id,
        proposed_at=now(),
        figures={"status": "feasible", "islands": 2},
    )
    db.session.add(plan)
    db.session.commit()
    return plan


def test_two_panels_that_share_somebody_are_not_parted(world: World) -> None:
    applications = waiting(world)
    for number in range(1, 7):
        assessor(world, number)
    plan = proposal(world, applications)
    first, second = applications
    assert panel(plan, first) & panel(plan, second)
    others = [assessor(world, number).id for number in range(1, 7)]
    apart = [key for key in others if key not in panel(plan, second)][:3]
    with pytest.raises(RuleBroken) as broken:
        change_panel(plan, first, apart, version=1, actor=world.officer)
    assert reasons(broken) == ["These assessors share no chain of applications with the others of the programme"]


def test_a_change_by_hand_is_taken_where_every_rule_holds_and_refused_whole_where_one_does_not(world: World) -> None:
    applications = waiting(world)
    people = [assessor(world, number, can_lead=number > 2) for number in range(1, 9)]
    first, second = applications
    leaders = [person.id for person in people[2:]]
    plan = with_islands(world, {first: leaders[:3], second: leaders[3:]})
    exchange(plan, (first.id, leaders[0]), (second.id, leaders[3]), version=3, actor=world.officer)
    assert (plan.version, plan.figures["status"], plan.figures["broken"]) == (4, "edited", {"connected": 1})
    assert panel(plan, first) == {leaders[3], *leaders[1:3]}
    replace(plan, (first.id, leaders[3]), people[0].id, version=4, actor=world.officer)
    assert panel(plan, first) == {people[0].id, *leaders[1:3]}

    replace(plan, (first.id, leaders[1]), people[1].id, version=5, actor=world.officer)
    before = plan.pairs
    with pytest.raises(RuleBroken) as broken:
        exchange(plan, (first.id, leaders[2]), (first.id, people[0].id), version=6, actor=world.officer)
    assert reasons(broken) == ["These two seats cannot be exchanged"]
    with pytest.raises(RuleBroken) as broken:
        change_panel(plan, first, [people[0].id, people[1].id], version=6, actor=world.officer)
    assert set(reasons(broken)) == {
        f"{first.code} needs a panel of 3",
        f"{first.code}: no one on this panel can lead it",
    }
    with pytest.raises(RuleBroken) as broken:
        change_panel(plan, first, leaders[:3], version=5, actor=world.officer)
    assert reasons(broken) == ["Someone else changed this plan first. Look at it again; nothing was changed"]
    assert (plan.pairs, plan.version) == (before, 6)


def test_a_conflict_a_full_assessor_and_a_shared_ministry_are_refused_by_name(world: World) -> None:
    applications = waiting(world)
    people = [assessor(world, number) for number in range(1, 8)]
    plan = proposal(world, applications)
    first, second = applications
    seated = sorted(panel(plan, first), key=lambda key: (key in panel(plan, second), key))
    outside = next(person for person in people if person.id not in seated)
    profile, other = outside.assessor_profile, next(p for p in people if p.id == seated[1]).assessor_profile
    assert profile is not None and other is not None
    seat = (first.id, seated[0])
    was = profile.home_agency_id

    def refused() -> list[str]:
        db.session.commit()
        with pytest.raises(RuleBroken) as broken:
            replace(plan, seat, outside.id, version=plan.version, actor=world.officer)
        return reasons(broken)

    profile.home_agency_id = first.agency_id
    assert refused() == [f"{outside.name_th}: conflict of interest with {first.code}"]
    profile.home_agency_id = other.home_agency_id
    assert [reason.partition(":")[0] for reason in refused()] == [first.code]
    profile.home_agency_id, profile.max_load = was, sum(key == str(outside.id) for _a, key in plan.pairs)
    assert refused() == [f"{outside.name_th}: more applications than they may have"]


def test_what_is_held_stays_in_the_next_proposal(world: World) -> None:
    applications = waiting(world)
    for number in range(1, 9):
        assessor(world, number)
    plan = proposal(world, applications)
    first = applications[0]
    outside = next(assessor(world, n) for n in range(1, 9) if assessor(world, n).id not in panel(plan, first))
    elsewhere = panel(plan, applications[1])
    alone = min(panel(plan, first), key=lambda key: (key in elsewhere, key))
    replace(plan, (first.id, alone), outside.id, version=1, actor=world.officer)
    hold_pair(plan, (first.id, outside.id), is_held=True, version=2, actor=world.officer)
    again = proposal(world, applications)
    assert again.id != plan.id
    assert outside.id in panel(again, first)
    assert again.locked == [[str(first.id), str(outside.id)]]
    hold_pair(again, (first.id, outside.id), is_held=False, version=1, actor=world.officer)
    assert again.locked == []


def test_a_new_balance_moves_only_those_who_have_not_answered_and_can_be_taken_back(world: World) -> None:
    applications = waiting(world)
    first = applications[0]
    people = [assessor(world, number) for number in range(1, 7)]
    stage, ids = first.stage, [person.id for person in people]
    assert stage is not None
    publish_panel(first, stage, ids[:3], lead_id=ids[0], due_at=None, actor=world.officer)
    move_on(first)
    seats = {seat.assessor_id: seat for seat in panel_of(first)}
    accept_assignment(seats[ids[0]], actor=people[0])
    plan = proposal(world, applications, PlanScope.OPEN)
    assert ids[0] in panel(plan, first)
    elsewhere = panel(plan, applications[1])
    linked = sorted(ids[2:], key=lambda key: key not in elsewhere)
    chosen = [ids[0], linked[0], linked[-1]]
    change_panel(plan, first, chosen, version=1, actor=world.officer)
    publish_plan(plan, due_at=None, actor=world.officer)
    assert {(a, s) for a, s in plan.before} == {(str(first.id), str(key)) for key in ids[:3]}
    assert {seat.assessor_id for seat in panel_of(first)} == panel(plan, first)
    assert ids[1] not in panel(plan, first)
    assert seats[ids[0]].state is AssignmentState.ACCEPTED

    earlier = propose_to_go_back(plan, reason="ผู้ตรวจเดิมพร้อมแล้ว", actor=world.officer)
    assert panel(earlier, first) == set(ids[:3])
    assert sorted(earlier.figures) == sorted(plan.figures)  # the board reads them alike
    publish_plan(earlier, due_at=None, actor=world.officer)
    assert {seat.assessor_id for seat in panel_of(first)} == set(ids[:3])
    with pytest.raises(RuleBroken) as broken:
        propose_to_go_back(plan, reason="อีกครั้ง", actor=world.officer)
    assert reasons(broken) == ["There are no earlier panels to go back to"]


def test_whoever_is_asked_again_finds_their_sheet(world: World) -> None:
    applications = waiting(world)
    first = applications[0]
    people = [assessor(world, number) for number in range(1, 6)]
    stage, ids = first.stage, [person.id for person in people]
    assert stage is not None
    seats = publish_panel(first, stage, ids[:3], lead_id=ids[0], due_at=None, actor=world.officer)
    move_on(first)
    accept_assignment(seats[1], actor=people[1])
    sheet = open_sheet(seats[1], actor=people[1])
    publish = [ids[0], ids[2], ids[3]]
    plan = AssignmentPlan(
        programme_id=stage.programme_id,
        stage_id=stage.id,
        scope=PlanScope.OPEN,
        state=PlanState.PROPOSED,
        pairs=[[str(first.id), str(key)] for key in publish],
        proposed_by_id=world.officer.id,
        proposed_at=sheet.opened_at,
        figures={"status": "earlier", "objectives": {}, "bounds": None, "islands": 1},
    )
    applications[1].stage_id = None
    db.session.add(plan)
    db.session.commit()
    publish_plan(plan, due_at=None, actor=world.officer)
    assert sheet.state is SheetState.VOID
    back = propose_to_go_back(plan, reason="เข้าใจผิด", actor=world.officer)
    publish_plan(back, due_at=None, actor=world.officer)
    assert sheet.state is SheetState.DRAFT
    assert db.session.query(ScoreSheet).count() == 1
    assert {seat.assessor_id for seat in panel_of(first)} == set(ids[:3])
    assert db.session.query(Assignment).filter_by(assessor_id=ids[3]).one().state is AssignmentState.VOID


def test_the_board_compares_a_proposal_with_the_panels_in_force(world: World) -> None:
    applications = waiting(world)
    for number in range(1, 7):
        assessor(world, number)
    plan = proposal(world, applications)
    assert plan.stage is not None
    board = stage_board(plan.stage, Wanted())
    assert (board.number, board.table.shown, len(board.table.rows)) == (1, Show.CHANGED, 2)
    would = board.consequences
    assert would is not None
    assert (would.kept, would.added, would.removed, would.void_sheets) == (0, 6, 0, 0)
    assert all(member.is_new and member.reasons for row in board.table.rows for member in row.proposed)
    found = stage_board(plan.stage, Wanted(show=Show.ALL, search=applications[1].code.lower())).table
    assert [row.application.id for row in found.rows] == [applications[1].id]
    turned = stage_board(plan.stage, Wanted(sort="code", descending=True)).table
    assert [row.application.code for row in turned.rows] == sorted(
        (application.code for application in applications), reverse=True
    )

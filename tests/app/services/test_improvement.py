"""The improvement plan: made of released feedback, kept by the agency, followed up by the clock, shown next year."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.clock import now
from app.extensions import db
from app.models import Application, Event, ImprovementAction, ImprovementPlan, Message, PlanFollowUp
from app.permissions import Permission, is_allowed, today
from app.queries.criteria import rubric_of
from app.queries.improvement import plan_page
from app.queries.year_before import year_before
from app.services.carry_over import start_from_earlier
from app.services.cycles import create_cycle, open_programme
from app.services.improvement import (
    Action,
    add_action,
    change_action,
    queue_plan_reminders,
    remove_action,
    start_plan,
    write_follow_up,
)
from tests.released import FIRST, SECOND, released
from tests.with_app import Clock
from tests.world import World
from workflows.errors import RuleBroken
from workflows.improvement import ActionState
from workflows.roles import Role


@pytest.fixture
def told(world: World) -> Application:
    """A self-assessment whose feedback was released."""
    application = world.submitted(world.programme_of("pmqa40@2564"))
    released(application)
    return application


def write(opportunity: str = "1:0", **given: object) -> Action:
    values: dict[str, object] = {
        "opportunity": opportunity,
        "text": "จัดทำค่าเทียบเคียง",
        "owner_name": "กองยุทธศาสตร์",
        "due_on": today() + timedelta(days=90),
    }
    return Action(**(values | given))  # type: ignore[arg-type]  # a test names its fields


def planned(told: Application, world: World, *written: Action) -> ImprovementPlan:
    coordinator = world.person(Role.COORDINATOR)
    plan = start_plan(told, actor=coordinator)
    for each in written or (write(),):
        add_action(plan, each, actor=coordinator)
    return plan


def test_before_the_release_there_is_nothing_to_plan(world: World) -> None:
    application = world.submitted()
    with pytest.raises(RuleBroken):
        start_plan(application, actor=world.person(Role.COORDINATOR))
    assert plan_page(application).report is None


def test_a_plan_is_started_once_and_its_actions_stand_under_their_opportunity(told: Application, world: World) -> None:
    plan = planned(told, world, write("1:1"), write("1:0", item_id="1.2"))
    assert start_plan(told, actor=world.person(Role.CONTRIBUTOR)) == plan
    ((_node, opportunities),) = plan_page(told).categories
    assert [(each.text, [a.item_id for a in each.actions]) for each in opportunities] == [
        (FIRST, ["1.2"]),
        (SECOND, [None]),
    ]
    assert db.session.query(Event).filter_by(kind="plan_started").count() == 1


@pytest.mark.parametrize(
    "given", [{"text": " "}, {"owner_name": ""}, {"due_on": None}, {"opportunity": "9:9"}, {"item_id": "7.1"}]
)
def test_an_incomplete_action_is_not_kept(told: Application, world: World, given: dict[str, object]) -> None:
    plan = start_plan(told, actor=world.person(Role.COORDINATOR))
    with pytest.raises(RuleBroken):
        add_action(plan, write(**given), actor=world.person(Role.COORDINATOR))
    assert db.session.query(ImprovementAction).count() == 0


def test_only_the_agency_writes_and_staff_of_the_branch_read(told: Application, world: World) -> None:
    plan = planned(told, world)
    people = (world.officer, world.person(Role.AUDITOR), world.person(Role.COORDINATOR, world.other_agency))
    for person in people:
        with pytest.raises(RuleBroken):
            add_action(plan, write(), actor=person)
    assert [is_allowed(Permission.VIEW_PLAN, told, person) for person in people] == [True, True, False]


def test_whoever_comes_second_loses_nothing_of_the_first(told: Application, world: World) -> None:
    plan = planned(told, world)
    (action,) = plan.actions
    coordinator = world.person(Role.COORDINATOR)
    change_action(plan, action, write(state=ActionState.DONE), version=1, actor=coordinator)
    with pytest.raises(RuleBroken):
        change_action(plan, action, write(text="อื่น"), version=1, actor=coordinator)
    assert (action.state, action.text, action.version) == (ActionState.DONE, "จัดทำค่าเทียบเคียง", 2)


def test_follow_ups_are_reminded_by_the_clock_once_each(told: Application, world: World, clock: Clock) -> None:
    plan = planned(told, world, write(), write("1:1", state=ActionState.DROPPED))
    coordinator = world.person(Role.COORDINATOR)

    def reminded() -> int:
        for _twice in range(2):
            queue_plan_reminders()
        return db.session.query(Message).filter_by(kind="plan_follow_up_due", email=coordinator.email).count()

    with pytest.raises(RuleBroken):
        write_follow_up(plan, 6, "เร็วเกินไป", actor=coordinator)
    counts = [reminded()]
    clock.advance(days=185)
    counts.append(reminded())
    write_follow_up(plan, 6, "ดำเนินการแล้วบางส่วน", actor=coordinator)
    (action, _dropped) = plan.actions
    change_action(plan, action, write(state=ActionState.DONE), version=1, actor=coordinator)
    clock.advance(days=181)
    counts.append(reminded())
    write_follow_up(plan, 12, "แล้วเสร็จ", actor=coordinator)
    assert counts == [0, 1, 2]
    assert [(each.months, each.done, each.total) for each in db.session.query(PlanFollowUp).order_by("months")] == [
        (6, 0, 1),
        (12, 1, 1),
    ]


def test_after_a_follow_up_an_action_is_dropped_and_not_removed(told: Application, world: World, clock: Clock) -> None:
    plan = planned(told, world, write(), write("1:1"))
    coordinator = world.person(Role.COORDINATOR)
    remove_action(plan, plan.actions[0], actor=coordinator)
    clock.advance(days=185)
    write_follow_up(plan, 6, "ความก้าวหน้า", actor=coordinator)
    with pytest.raises(RuleBroken):
        remove_action(plan, plan.actions[0], actor=coordinator)
    with pytest.raises(RuleBroken):
        write_follow_up(plan, 7, "ความก้าวหน้า", actor=coordinator)


def test_next_year_the_plan_stands_beside_the_item(told: Application, world: World, clock: Clock) -> None:
    planned(told, world, write(item_id="1.2"), write("1:1"))
    start = clock.advance(days=365)
    cycle = create_cycle(year_be=2570, title_th="รอบปี 2570", title_en="Cycle 2570", actor=world.officer)
    ends = {"closes_at": start + timedelta(days=30), "report_closes_at": start + timedelta(days=90)}
    programme = open_programme(cycle, "pmqa40@2564", opens_at=start - timedelta(days=1), actor=world.officer, **ends)
    coordinator = world.person(Role.COORDINATOR)
    made = start_from_earlier(told, programme, actor=coordinator, received_at=now())
    rubric = rubric_of(programme)
    seen = {}
    for item_id in ("1.1", "1.2", "2.1"):
        before = year_before(made, rubric.node(item_id), item_id[0], coordinator)
        assert before is not None
        seen[item_id] = [action.opportunity for action in before.actions]
    assert seen == {"1.1": [SECOND], "1.2": [FIRST, SECOND], "2.1": []}
    assert year_before(made, rubric.node("1.1"), "1", world.officer) is None

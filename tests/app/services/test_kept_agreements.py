"""A conflict found after its stage is over: the sheet is void, the agreement in question until two persons rule."""

from __future__ import annotations

import pytest

from app.extensions import db
from app.models import Application, ConsensusSheet, ConsensusState, Event, Message, ScoreSheet, SheetState
from app.queries.questioned_agreements import questioned_agreements
from app.services.decisions import propose_decision
from app.services.gate_overrides import confirm_override, propose_override
from app.services.interests import declare_interest
from app.services.kept_agreements import confirm_keeping, propose_to_keep
from tests.before_committee import PRESENT
from tests.panels import assessor
from tests.rounds import through_round_one
from tests.with_app import Clock
from tests.world import World
from workflows.application import ApplicationState
from workflows.errors import RuleBroken
from workflows.roles import Role

S = ApplicationState
WHY = "ผู้ตรวจอีกคนติ๊กตรงกันทุกข้อ"


@pytest.fixture
def passed(world: World, clock: Clock) -> Application:
    """An agency that passed round 1 and writes its report; its officer has a director beside them."""
    world.person(Role.DIRECTOR)
    application = through_round_one(world)
    clock.advance(days=1)
    return application


def leaves(world: World, number: int, application: Application) -> None:
    declare_interest(actor=assessor(world, number), reason="คู่สมรสเพิ่งย้ายมา", application=application)


def codes(application: Application) -> list[str]:
    return [stage.code for stage in questioned_agreements(application)]


def against_deciding(world: World, application: Application) -> list[str]:
    application.state = S.COMMITTEE
    db.session.commit()
    judge, said = world.person(Role.JUDGE), {"attended": [], "recused": [], "minutes": ""}
    try:
        propose_decision(application, "none", reason="", guests=PRESENT, actor=judge, **said)  # type: ignore[arg-type]
    except RuleBroken as broken:
        return [obstacle.message for obstacle in broken.obstacles if "void" in obstacle.message]
    return []


def test_a_late_conflict_leaves_the_agency_at_its_work_and_puts_the_agreement_in_question(
    world: World, passed: Application
) -> None:
    leaves(world, 2, passed)
    assert (passed.state, codes(passed)) == (S.REPORT_DUE, ["r1"])
    assert [each.state for each in db.session.query(ConsensusSheet)] == [ConsensusState.RECORDED]
    states = {sheet.assessor_id: sheet.state for sheet in db.session.query(ScoreSheet)}
    assert states == {assessor(world, 1).id: SheetState.SUBMITTED, assessor(world, 2).id: SheetState.VOID}
    told = db.session.query(Message).filter_by(kind="agreement_questioned")
    assert {message.recipient_id for message in told} == {world.officer.id, world.person(Role.DIRECTOR).id}
    assert db.session.query(Event).filter_by(kind="question_agreement").count() == 1


def test_two_persons_let_it_stand_before_anything_is_decided_and_another_conflict_asks_again(
    world: World, passed: Application, clock: Clock
) -> None:
    director = world.person(Role.DIRECTOR)
    with pytest.raises(RuleBroken, match="in question"):
        propose_to_keep(passed, reason=WHY, actor=world.officer)
    leaves(world, 2, passed)
    assert len(against_deciding(world, passed)) == 1
    for reason, actor in ((" ", world.officer), (WHY, world.person(Role.JUDGE))):
        with pytest.raises(RuleBroken):
            propose_to_keep(passed, reason=reason, actor=actor)
    proposal = propose_to_keep(passed, reason=WHY, actor=world.officer)
    with pytest.raises(RuleBroken, match="Another person"):
        confirm_keeping(proposal, actor=world.officer)
    assert codes(passed) == ["r1"]
    confirm_keeping(proposal, actor=director)
    assert (codes(passed), against_deciding(world, passed)) == ([], [])
    clock.advance(days=1)
    leaves(world, 1, passed)
    assert codes(passed) == ["r1"]


def test_deciding_its_gate_otherwise_rules_on_it_too(world: World, passed: Application, clock: Clock) -> None:
    leaves(world, 2, passed)
    clock.advance(days=1)
    override = propose_override(passed, reason=WHY, actor=world.officer)
    confirm_override(override, actor=world.person(Role.DIRECTOR))
    assert (passed.state, codes(passed)) == (S.NOT_ADVANCED, [])

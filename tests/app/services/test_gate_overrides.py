"""A gate decided against its rule: by two persons, in both directions, on record, and never after the announcement."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.clock import now
from app.extensions import db
from app.models import Event, FeedbackReport, GateOverride, Message
from app.queries.round_release import round_release
from app.services.announcements import release_round
from app.services.decisions import refuse_proposal
from app.services.feedback import draft_feedback
from app.services.gate_overrides import confirm_override, propose_override
from tests.before_committee import put_before_committee
from tests.rounds import through_round_one
from tests.with_app import Clock
from tests.world import CLOSES, World
from workflows.application import ApplicationState, Phase
from workflows.errors import RuleBroken
from workflows.roles import Role

S = ApplicationState
WHY = "หลักฐานส่งช้าเพราะอุทกภัย"


def test_a_stopped_application_is_let_pass_by_a_second_person_and_goes_on_by_the_plan(world: World) -> None:
    application, director = through_round_one(world, quality=40), world.person(Role.DIRECTOR)
    draft_feedback(application)
    assert application.state is S.NOT_ADVANCED
    for reason, actor in ((" ", world.officer), (WHY, world.person(Role.JUDGE)), (WHY, world.person(Role.HEAD))):
        with pytest.raises(RuleBroken):
            propose_override(application, reason=reason, actor=actor)
    refuse_proposal(propose_override(application, reason=WHY, actor=world.officer), actor=director)
    assert (application.state, db.session.query(GateOverride).count()) == (S.NOT_ADVANCED, 0)
    proposal = propose_override(application, reason=WHY, actor=world.officer)
    assert (application.state, proposal.payload) == (S.NOT_ADVANCED, {"stage": "r1", "passes": True, "by_rule": False})
    with pytest.raises(RuleBroken, match="Another person"):
        confirm_override(proposal, actor=world.officer)
    override = confirm_override(proposal, actor=director)
    assert (application.state, application.phase) == (S.REPORT_DUE, Phase.REPORT)
    assert (override.passes, override.by_rule, override.reason) == (True, False, WHY)
    assert db.session.query(FeedbackReport).count() == 0
    events = [event.kind for event in db.session.query(Event).order_by(Event.seq)][-4:]
    assert events == ["override_gate_proposed", "override_gate_confirmed", "let_pass", "open_report"]


def test_a_passed_application_is_held_and_let_go_again_and_both_stay_on_record(world: World, clock: Clock) -> None:
    application, director = through_round_one(world), world.person(Role.DIRECTOR)
    stage = application.programme.stages[1]
    assert (application.state, stage.code) == (S.REPORT_DUE, "r1")
    clock.is_now(CLOSES + timedelta(days=1))
    told = db.session.query(Message).filter_by(kind="round_decided_anew")
    for expected, heard in ((S.NOT_ADVANCED, 0), (S.REPORT_DUE, 2), (S.NOT_ADVANCED, 4)):
        confirm_override(propose_override(application, reason=WHY, actor=world.officer), actor=director)
        assert (application.state, told.count()) == (expected, heard)
        clock.advance(days=1)
        if stage.released_at is None:
            release_round(stage, seen=round_release(stage, at=now()).seal, actor=world.officer)
    history = db.session.query(GateOverride).order_by(GateOverride.decided_at).all()
    assert [(each.passes, each.by_rule) for each in history] == [(False, True), (True, True), (False, True)]
    application.programme.announced_at = application.state_since
    db.session.commit()
    with pytest.raises(RuleBroken, match="announced"):
        propose_override(application, reason=WHY, actor=world.officer)


def test_an_application_that_came_to_no_gate_cannot_be_held_at_one(world: World) -> None:
    with pytest.raises(RuleBroken):
        propose_override(world.draft(), reason=WHY, actor=world.officer)
    with pytest.raises(RuleBroken, match="no gate"):
        propose_override(put_before_committee(world), reason=WHY, actor=world.officer)

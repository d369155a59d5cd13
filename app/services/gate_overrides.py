"""Letting an application pass a gate against its rule, or holding it there: proposed by one, signed by another."""

from __future__ import annotations

from app.clock import now
from app.extensions import db
from app.messages import outbox
from app.models import Application, FeedbackReport, GateOverride, Person, Proposal, Stage
from app.permissions import roles_on
from app.queries.application_facts import officers_of, team_of
from app.queries.gates import last_gate, passes_by_rule
from app.services.events import personal, record
from app.services.moves import move, naming
from app.services.proposals import propose, settle
from app.services.rounds import move_on
from app.transaction import composed, lock, transactional
from workflows.application import HOLD_AT_GATE, LET_PASS, ApplicationFacts, ApplicationState, Phase
from workflows.errors import Obstacle, RuleBroken
from workflows.machine import Transition
from workflows.roles import Role

OVERRIDE_GATE = "override_gate"


@composed
def override_for(application: Application) -> Transition[ApplicationState, ApplicationFacts]:
    """Return the way an override would go from where the application stands."""
    return LET_PASS if application.state is ApplicationState.NOT_ADVANCED else HOLD_AT_GATE


@transactional
def propose_override(application: Application, *, reason: str, actor: Person) -> Proposal:
    """Propose to decide the last gate the other way. Raises RuleBroken with every reason against."""
    application = lock(application)
    step = override_for(application)
    step.check(application.state, roles_on(application, actor), ApplicationFacts(has_reason=bool(reason.strip())))
    stage = _open_gate(application)
    payload = {"stage": stage.code, "passes": step is LET_PASS, "by_rule": passes_by_rule(application, stage)}
    told = officers_of(application, Role.OFFICER, Role.DIRECTOR)
    return propose(OVERRIDE_GATE, about=application, payload=payload, reason=reason, actor=actor, told=told)


@transactional
def confirm_override(proposal: Proposal, *, actor: Person) -> GateOverride:
    """Sign the override as the second person: the application moves at once, and what the rule said stays on record."""
    if proposal.application is None:
        raise RuleBroken([Obstacle("This proposal is not about an application")])
    application = lock(proposal.application)
    step = LET_PASS if proposal.payload["passes"] else HOLD_AT_GATE
    state = step.check(application.state, roles_on(application, actor), ApplicationFacts())
    stage = _open_gate(application)
    if stage.code != proposal.payload["stage"]:
        raise RuleBroken([Obstacle("The application has gone on since; propose it anew")])
    proposal = settle(proposal, actor=actor, confirmed=True)
    override = GateOverride(
        application_id=application.id,
        stage_id=stage.id,
        passes=proposal.payload["passes"],
        by_rule=passes_by_rule(application, stage),
        reason=proposal.reason,
        proposed_by_id=proposal.proposed_by_id,
        confirmed_by_id=actor.id,
        decided_at=now(),
    )
    db.session.add(override)
    _leave_where_it_stood(application, stage)
    move(application, state)
    record(
        step.name,
        about=application,
        actor=actor,
        stage=stage.code,
        by_rule="pass" if override.by_rule else "stop",
        proposal=proposal.id,
        reason=personal(proposal.reason),
    )
    db.session.flush()
    if override.passes:
        move_on(application)
    _tell_if_released(application, stage, proposal)
    return override


def _open_gate(application: Application) -> Stage:
    """The gate that may still be decided otherwise; none after the results of the programme are announced."""
    stage = last_gate(application)
    if stage is None or stage.gate is None:
        raise RuleBroken([Obstacle("This application has come to no gate yet")])
    if application.programme.announced_at is not None:
        raise RuleBroken([Obstacle("The results of this programme have been announced")])
    return stage


def _leave_where_it_stood(application: Application, stage: Stage) -> None:
    """Back to the stage of the gate; a report that was only asked for is no longer, a draft of feedback is stale."""
    if application.state is ApplicationState.REPORT_DUE:
        application.phase = Phase.ENTRY
    application.stage_id = stage.id
    for report in db.session.query(FeedbackReport).filter_by(application_id=application.id):
        db.session.delete(report)
    db.session.flush()
    db.session.refresh(application, ["stage"])


def _tell_if_released(application: Application, stage: Stage, proposal: Proposal) -> None:
    """An agency that was told the result of this round is told that it changed; any other learns it with the round."""
    if stage.released_at is not None:
        outbox.queue(
            "round_decided_anew",
            to=team_of(application),
            once_per=str(proposal.id),
            programme=application.programme,
            link=f"/applications/{application.id}",
            params=naming(application),
        )

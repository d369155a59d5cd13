"""The improvement plan: started from released feedback, filled with actions, followed up; the agency's own document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from app.clock import now
from app.extensions import db
from app.messages import outbox
from app.models import Application, FeedbackReport, ImprovementAction, ImprovementPlan, Person, PlanFollowUp
from app.permissions import Permission, is_allowed, today
from app.queries.applicant_team import released_feedback
from app.queries.application_facts import team_of
from app.queries.criteria import rubric_of
from app.queries.improvement import (
    counts_of,
    follow_up_months,
    opportunity_choices,
    plan_of,
    plans_to_follow_up,
    released_on,
)
from app.services.events import record
from app.services.moves import naming
from app.thai import grapheme_count, in_bangkok, normalise
from app.transaction import lock, transactional
from workflows.errors import Obstacle, RuleBroken
from workflows.improvement import ActionState, action_obstacles, follow_up_due, follow_ups, months_after, note_obstacles
from workflows.roles import Role


@dataclass(frozen=True)
class Action:
    """What is written of an action; `opportunity` is its key in the report, `item_id` empty for the whole category."""

    opportunity: str
    text: str
    owner_name: str
    due_on: date | None
    state: ActionState = ActionState.PLANNED
    item_id: str = ""


@transactional
def start_plan(application: Application, *, actor: Person) -> ImprovementPlan:
    """Start the plan of an application whose feedback was released; a plan already started stays."""
    application = lock(application)
    _check(application, actor)
    plan = plan_of(application)
    if plan is None:
        plan = ImprovementPlan(application_id=application.id, started_by_id=actor.id, started_at=now())
        db.session.add(plan)
        db.session.flush()
        record("plan_started", about=plan, actor=actor, application=application.code)
    return plan


@transactional
def add_action(plan: ImprovementPlan, written: Action, *, actor: Person) -> ImprovementAction:
    """Plan what will be done about one opportunity. Raises RuleBroken with everything that is missing."""
    plan = lock(plan)
    report = _check(plan.application, actor)
    values = _checked(plan, report, written)
    last = db.session.scalar(select(func.max(ImprovementAction.position)).where(ImprovementAction.plan_id == plan.id))
    action = ImprovementAction(
        plan_id=plan.id,
        position=(last or 0) + 1,
        version=1,
        changed_by_id=actor.id,
        changed_at=now(),
        **values,
    )
    db.session.add(action)
    db.session.flush()
    db.session.expire(plan, ["actions"])
    return action


@transactional
def change_action(
    plan: ImprovementPlan, action: ImprovementAction, written: Action, *, version: int, actor: Person
) -> None:
    """Change an action. Raises RuleBroken where it is not complete, or where somebody else changed it first."""
    plan, action = lock(plan), lock(action)
    report = _check(plan.application, actor)
    if action.version != version:
        raise RuleBroken([Obstacle("Somebody else changed this action first. Open it again; nothing was changed")])
    for name, value in _checked(plan, report, written).items():
        setattr(action, name, value)
    action.version += 1
    action.changed_by_id, action.changed_at = actor.id, now()


@transactional
def remove_action(plan: ImprovementPlan, action: ImprovementAction, *, actor: Person) -> None:
    """Take an action out of the plan, before the plan was followed up; afterwards it is dropped instead."""
    plan = lock(plan)
    _check(plan.application, actor)
    if plan.follow_ups:
        raise RuleBroken([Obstacle("The plan has been followed up. Mark the action as dropped instead")])
    db.session.delete(action)
    db.session.flush()
    db.session.expire(plan, ["actions"])


def _check(application: Application, actor: Person) -> FeedbackReport:
    """The released report, for those who may write the plan."""
    report = released_feedback(application)
    if not is_allowed(Permission.EDIT_PLAN, application, actor):
        raise RuleBroken([Obstacle("Your role does not allow this step")])
    if report is None:
        raise RuleBroken([Obstacle("The plan is made from the feedback report, which has not been released yet")])
    return report


def _checked(plan: ImprovementPlan, report: FeedbackReport, written: Action) -> Mapping[str, object]:
    text, owner = normalise(written.text).strip(), normalise(written.owner_name).strip()
    started = in_bangkok(plan.started_at).date()
    against = action_obstacles(length=grapheme_count(text), owner=owner, due=written.due_on, started=started)
    known = opportunity_choices(report)
    if written.opportunity not in known:
        raise RuleBroken([*against, Obstacle("Choose an opportunity of the report", field="opportunity")])
    node_id, opportunity = known[written.opportunity]
    items = {item.id for item in rubric_of(plan.application.programme).node(node_id).nodes}
    if written.item_id and written.item_id not in items:
        against.append(Obstacle("Choose an item of this category", field="item_id"))
    if against:
        raise RuleBroken(against)
    return {
        "node_id": node_id,
        "item_id": written.item_id or None,
        "opportunity": opportunity,
        "text": text,
        "owner_name": owner,
        "due_on": written.due_on,
        "state": written.state,
    }


@transactional
def write_follow_up(plan: ImprovementPlan, months: int, note: str, *, actor: Person) -> PlanFollowUp:
    """Note how the plan went so many months after the release. Written again, the note is replaced."""
    plan = lock(plan)
    report = _check(plan.application, actor)
    said = normalise(note).strip()
    against = note_obstacles(grapheme_count(said))
    if months not in {
        each.months for each in follow_ups(released_on(report), follow_up_months(plan.application.programme))
    }:
        against.append(Obstacle("This plan is not followed up after so many months"))
    elif today() < months_after(released_on(report), months - 1):
        against.append(Obstacle("It is too early for this follow-up"))
    if against:
        raise RuleBroken(against)
    follow_up = next((each for each in plan.follow_ups if each.months == months), None)
    done, total = counts_of(plan.actions)
    if follow_up is None:
        follow_up = PlanFollowUp(plan_id=plan.id, months=months)
        db.session.add(follow_up)
    follow_up.done, follow_up.total = done, total
    follow_up.note, follow_up.written_by_id, follow_up.written_at = said, actor.id, now()
    db.session.flush()
    db.session.expire(plan, ["follow_ups"])
    record("plan_followed_up", about=plan, actor=actor, months=months, done=follow_up.done, total=follow_up.total)
    return follow_up


@transactional
def queue_plan_reminders() -> None:
    """Remind every agency whose plan is due to be followed up; late or twice changes nothing."""
    for plan, report in plans_to_follow_up():
        due = follow_up_due(
            released_on(report),
            follow_up_months(plan.application.programme),
            today=today(),
            written=[each.months for each in plan.follow_ups],
        )
        if due is not None:
            outbox.queue(
                "plan_follow_up_due",
                to=team_of(plan.application, Role.COORDINATOR, Role.HEAD),
                office=plan.application.agency,
                once_per=f"{plan.id}:{due.months}",
                programme=plan.application.programme,
                link=f"/applications/{plan.application_id}/plan",
                params=naming(plan.application) | {"months": due.months},
            )

"""Putting a plan in force under an independent check, and going back to the panels that were in force before it."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from sqlalchemy import select

from app.clock import now
from app.extensions import db
from app.messages import outbox
from app.models import Application, Assignment, AssignmentPlan, Person, PlanScope, PlanState, Stage
from app.permissions import IN_FORCE, Permission, is_allowed
from app.queries.assignment_problem import applications_at_work, applications_in, assessor_pool, problem_of
from app.queries.overtaken import EARLIER, overtaken_among
from app.services.assignment_plans import as_stored_figures, keep_proposal
from app.services.assignments import due_obstacles, due_of_newcomers, seat_panel
from app.services.events import personal, record
from app.services.rounds import MOVE_TASK
from app.transaction import composed, lock, promise_wake, transactional
from workflows.application import ApplicationState
from workflows.assignment.checker import Violation, check_plan
from workflows.assignment.evaluation import reached_by
from workflows.assignment.problem import Pair, Problem, Rule
from workflows.errors import N_, Named, Obstacle, RuleBroken, all_named

_MESSAGES = {
    Rule.KNOWN: N_("What waits for a panel has changed since this plan was made; ask for a new one"),
    Rule.PANEL_SIZE: N_("%(code)s needs a panel of %(size)s"),
    Rule.CONFLICTS: N_("%(names)s: conflict of interest with %(code)s"),
    Rule.ONE_PER_GROUP: N_("%(code)s: two of one ministry on a panel: %(names)s"),
    Rule.NEED_LEAD: N_("%(code)s: no one on this panel can lead it"),
    Rule.MAX_LOAD: N_("%(names)s: more applications than they may have"),
    Rule.MIN_LOAD: N_("%(names)s: fewer applications than they should have"),
    Rule.LOCKED: N_("%(names)s stays on the panel of %(code)s: accepted, at work, or held in place"),
}
UNKNOWN = Named("–", "–")


@transactional
def publish_plan(plan: AssignmentPlan, *, due_at: datetime | None, actor: Person) -> int:
    """Put a proposed plan in force. An independent checker verifies all hard rules in this transaction.

    Returns how many panels changed. Raises RuleBroken with every rule the plan breaks by now.
    """
    plan = lock(plan)
    stage = plan.stage
    check_is_open(plan, actor)
    if against := due_obstacles(due_at):
        raise RuleBroken(against)
    pairs = pairs_of(plan)
    problem = problem_of(stage, scope=plan.scope)
    has_islands = bool(plan.figures.get("islands"))
    violations = _violations(plan, check_plan(problem, pairs, accept_islands=has_islands))
    if violations:
        raise RuleBroken(told(stage, violations))
    if overtaken_among([plan]):
        raise RuleBroken([Obstacle("Panels changed since this was proposed: ask for a new proposal")])
    plan.before = [list(pair) for pair in sorted(problem.previous)]
    changed = _seat_all(plan, pairs, due_at)
    plan.state, plan.published_by_id, plan.published_at = PlanState.PUBLISHED, actor.id, now()
    for application, seats in changed:
        refs = sorted(seat.assessor.ledger_ref for seat in seats)
        kind = "panel_published" if application.state is not ApplicationState.ASSESSMENT else "panel_completed"
        record(kind, about=application, actor=actor, stage=stage.code, panel=refs)
    record("plan_published", about=plan, actor=actor, stage=stage.code, panels=len(changed))
    _tell(stage, plan, [seat for _application, seats in changed for seat in seats if _is_new(plan, seat)])
    promise_wake(MOVE_TASK)
    return len(changed)


def _violations(plan: AssignmentPlan, found: list[Violation]) -> list[Violation]:
    """Going back asks those to leave who accepted since; every other rule holds for it too."""
    is_return = plan.figures.get("status") == EARLIER
    return [each for each in found if not (is_return and each.rule is Rule.LOCKED)]


@composed
def check_is_open(plan: AssignmentPlan, actor: Person) -> None:
    """Refuse whoever may not assign, and a plan that is not a proposal any more."""
    against = []
    if not is_allowed(Permission.ASSIGN, plan, actor):
        against.append(Obstacle("Your role does not allow this step"))
    if plan.state is not PlanState.PROPOSED:
        against.append(Obstacle("This plan is no longer a proposal"))
    if against:
        raise RuleBroken(against)


@composed
def pairs_of(plan: AssignmentPlan) -> list[Pair]:
    """Return the pairs a plan proposes."""
    return [(str(application), str(assessor)) for application, assessor in plan.pairs]


@composed
def told(stage: Stage, violations: Iterable[Violation]) -> list[Obstacle]:
    """Write each broken rule with the code and the name it is about, each once."""
    codes = {str(application.id): application.code for application in applications_in(stage, PlanScope.OPEN)}
    names = {str(profile.person_id): profile.person.named for profile in assessor_pool(stage)}
    said = []
    for violation in violations:
        message = _MESSAGES.get(violation.rule)
        params = {
            "code": ", ".join(codes.get(key, "–") for key in violation.applications),
            "names": all_named(names.get(key, UNKNOWN) for key in violation.assessors),
            "size": stage.panel_size or 0,
        }
        said.append(Obstacle(message, params) if message else violation.detail)
    return list({str(each): each for each in said}.values())


def _seat_all(
    plan: AssignmentPlan, pairs: list[Pair], due_at: datetime | None
) -> list[tuple[Application, list[Assignment]]]:
    """Seat every panel not in force as it is; who stays keeps answer and due time, who joins has the panel's."""
    stage, panels = plan.stage, by_application(pairs)
    present = _in_force(stage, panels)
    leads = _leads(stage, panels, present)
    changed = []
    for application in applications_in(stage, plan.scope):
        key = str(application.id)
        kept = {seat.assessor_id: seat.due_at for seat in present.get(application.id, ())}
        wanted = [uuid.UUID(person) for person in panels.get(key, ())]
        if wanted and (set(wanted) != kept.keys() or not any(seat.is_lead for seat in present[application.id])):
            locked: Application = lock(application)
            joins = any(person not in kept for person in wanted)
            due = due_of_newcomers(locked, kept.values(), due_at) if joins else due_at
            seats = seat_panel(locked, stage, wanted, leads[key], due)
            for seat in seats:
                seat.due_at = kept.get(seat.assessor_id, due)
            changed.append((locked, seats))
    return changed


@composed
def by_application(pairs: Iterable[Pair]) -> dict[str, list[str]]:
    """Return the assessors of each application."""
    panels: dict[str, list[str]] = defaultdict(list)
    for application, assessor in sorted(pairs):
        panels[application].append(assessor)
    return panels


def _in_force(stage: Stage, panels: Collection[str]) -> Mapping[uuid.UUID, list[Assignment]]:
    found: dict[uuid.UUID, list[Assignment]] = defaultdict(list)
    for seat in db.session.scalars(
        select(Assignment).where(
            Assignment.stage_id == stage.id,
            Assignment.application_id.in_([uuid.UUID(key) for key in panels]),
            Assignment.state.in_(IN_FORCE),
        )
    ):
        found[seat.application_id].append(seat)
    return found


def _leads(
    stage: Stage, panels: Mapping[str, list[str]], present: Mapping[uuid.UUID, list[Assignment]]
) -> dict[str, uuid.UUID]:
    """Leave the lead where one stays; else give the panel the member able to lead who leads least so far."""
    able = {str(profile.person_id) for profile in assessor_pool(stage) if profile.can_lead}
    times: dict[str, int] = defaultdict(int)
    leads = {}
    for application_id in sorted(panels):
        panel = panels[application_id]
        now_leading = [str(seat.assessor_id) for seat in present[uuid.UUID(application_id)] if seat.is_lead]
        staying = [person for person in now_leading if person in panel]
        candidates = staying or [person for person in panel if person in able] or panel
        chosen = min(candidates, key=lambda person: (times[person], person))
        times[chosen] += 1
        leads[application_id] = uuid.UUID(chosen)
    return leads


def _is_new(plan: AssignmentPlan, seat: Assignment) -> bool:
    return [str(seat.application_id), str(seat.assessor_id)] not in plan.before


def _tell(stage: Stage, plan: AssignmentPlan, seats: list[Assignment]) -> None:
    """One message an assessor, however many entries; nobody is told of a seat they hold already."""
    counts: dict[uuid.UUID, list[Assignment]] = defaultdict(list)
    for seat in seats:
        counts[seat.assessor_id].append(seat)
    for mine in counts.values():
        outbox.queue(
            "assignment_published",
            to=[mine[0].assessor],
            once_per=str(plan.id),
            programme=stage.programme,
            link="/assessments",
            params={"count": len(mine), "programme": stage.programme},
        )


@transactional
def propose_to_go_back(plan: AssignmentPlan, *, reason: str, actor: Person) -> AssignmentPlan:
    """Propose the panels that were in force before this plan was published; publishing that puts them in force again.

    Panels that were first seated by the plan, and those whose assessment is over, stay as they are.
    """
    plan = lock(plan)
    stage = plan.stage
    against = []
    if not is_allowed(Permission.ASSIGN, plan, actor):
        against.append(Obstacle("Your role does not allow this step"))
    if not reason.strip():
        against.append(Obstacle("Give a reason", field="reason"))
    problem = problem_of(stage, scope=PlanScope.OPEN)
    pairs = _gone_back(plan, stage, problem)
    if plan.state is not PlanState.PUBLISHED or set(pairs) == problem.previous:
        against.append(Obstacle("There are no earlier panels to go back to"))
    if against:
        raise RuleBroken(against)
    violations = [each for each in check_plan(problem, pairs, accept_islands=True) if each.rule is not Rule.LOCKED]
    if violations:
        raise RuleBroken(told(stage, violations))
    reached = as_stored_figures(reached_by(problem, pairs))
    figures = {
        "status": EARLIER,
        "objectives": reached,
        "bounds": None,
        "islands": 1,
        "is_stopped": False,
        "broken": {},
    }
    earlier = keep_proposal(stage, scope=PlanScope.OPEN, pairs=pairs, figures=figures, locked=[], actor_id=actor.id)
    record("plan_taken_back", about=plan, actor=actor, stage=stage.code, reason=personal(reason))
    return earlier


def _gone_back(plan: AssignmentPlan, stage: Stage, problem: Problem) -> list[Pair]:
    """Every panel at work as it was before the plan where it was full then, as it is now where it was not."""
    size = stage.panel_size or 0
    before = by_application((str(application), str(person)) for application, person in plan.before)
    present = by_application(problem.previous)
    at_work = {str(application.id) for application in applications_at_work(stage)}
    pairs = []
    for application in problem.applications:
        was, now_ = before.get(application.id, []), present.get(application.id, [])
        panel = was if application.id in at_work and len(was) == size else now_
        pairs += [(application.id, person) for person in panel]
    return pairs

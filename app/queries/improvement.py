"""The improvement plan as its pages show it: opportunities of the released report, actions under each, looks back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.clock import BANGKOK
from app.extensions import db
from app.models import (
    Application,
    FeedbackReport,
    ImprovementAction,
    ImprovementPlan,
    PlanFollowUp,
    Programme,
)
from app.permissions import today
from app.queries.applicant_team import released_feedback
from app.queries.criteria import rubric_of
from rubrics.nodes import Node
from workflows.comments import comments_in
from workflows.improvement import USUAL_MONTHS, ActionState, FollowUp, follow_ups

FOLLOW_UP_MONTHS = "follow_up_months"


@dataclass(frozen=True)
class Opportunity:
    """One opportunity for improvement of the report: its key in forms, its text, and the actions it led to."""

    key: str
    text: str
    actions: tuple[ImprovementAction, ...]


@dataclass(frozen=True)
class LookBack:
    """One follow-up: when it is due, and what was noted."""

    follow_up: FollowUp
    note: PlanFollowUp | None
    is_due: bool


@dataclass(frozen=True)
class PlanPage:
    """Everything the page of a plan shows. There is no report before its release, and no plan before it is started."""

    application: Application
    report: FeedbackReport | None
    plan: ImprovementPlan | None
    categories: tuple[tuple[Node, tuple[Opportunity, ...]], ...]
    look_backs: tuple[LookBack, ...]

    @property
    def counts(self) -> tuple[int, int]:
        """How many actions are done, of how many that were not dropped."""
        return counts_of(self.plan.actions if self.plan else ())

    @property
    def covered(self) -> tuple[int, int]:
        """For how many opportunities of the report something is planned, of how many."""
        every = [each for _node, opportunities in self.categories for each in opportunities]
        return sum(1 for each in every if has_action(each)), len(every)


def has_action(opportunity: Opportunity) -> bool:
    """Say whether anything that was not dropped is planned for it."""
    return any(action.state is not ActionState.DROPPED for action in opportunity.actions)


def counts_of(actions: Iterable[ImprovementAction]) -> tuple[int, int]:
    """Return how many actions are done, of how many that were not dropped."""
    kept = [action for action in actions if action.state is not ActionState.DROPPED]
    return sum(1 for action in kept if action.state is ActionState.DONE), len(kept)


def plan_page(application: Application) -> PlanPage:
    """Read the page in a constant number of statements."""
    report, plan = released_feedback(application), plan_of(application)
    if report is None:
        return PlanPage(application, None, None, (), ())
    rubric = rubric_of(application.programme)
    actions = plan.actions if plan else []
    categories = tuple(
        (rubric.node(category["node"]), tuple(_opportunities(category["node"], category["opportunities"], actions)))
        for category in report.content.get("categories", ())
        if category["opportunities"]
    )
    return PlanPage(application, report, plan, categories, tuple(_look_backs(report, plan)))


def plan_of(application: Application) -> ImprovementPlan | None:
    """Return the plan with its actions and follow-ups."""
    return db.session.scalars(
        select(ImprovementPlan)
        .where(ImprovementPlan.application_id == application.id)
        .options(
            selectinload(ImprovementPlan.actions),
            selectinload(ImprovementPlan.follow_ups).joinedload(PlanFollowUp.written_by),
        )
    ).one_or_none()


def _opportunities(node_id: str, texts: list[str], actions: Iterable[ImprovementAction]) -> list[Opportunity]:
    listed = list(actions)
    return [
        Opportunity(
            f"{node_id}:{place}",
            text,
            tuple(each for each in listed if each.node_id == node_id and each.opportunity == text),
        )
        for place, text in enumerate(map(_plain, texts))
    ]


def opportunity_choices(report: FeedbackReport) -> dict[str, tuple[str, str]]:
    """Return node and text of every opportunity of the report, by its key in forms."""
    return {
        f"{category['node']}:{place}": (category["node"], _plain(text))
        for category in report.content.get("categories", ())
        for place, text in enumerate(category["opportunities"])
    }


def _plain(line: str) -> str:
    """An opportunity in words alone, without the mark of its importance."""
    return "".join(comment.text for comment in comments_in(line))


def released_on(report: FeedbackReport) -> date:
    """Return the day in Bangkok on which the report was released."""
    assert report.released_at is not None, "only a released report is asked about"
    return report.released_at.astimezone(BANGKOK).date()


def follow_up_months(programme: Programme) -> list[int]:
    """Return after how many months plans of the programme are followed up."""
    return [int(months) for months in programme.rules.get(FOLLOW_UP_MONTHS, USUAL_MONTHS)]


def _look_backs(report: FeedbackReport, plan: ImprovementPlan | None) -> list[LookBack]:
    if plan is None:
        return []
    notes = {note.months: note for note in plan.follow_ups}
    asked = follow_ups(released_on(report), follow_up_months(report.application.programme))
    return [LookBack(each, notes.get(each.months), each.due <= today()) for each in asked]


def plans_to_follow_up() -> list[tuple[ImprovementPlan, FeedbackReport]]:
    """Return every plan with its released report, for whoever asks which are due."""
    rows = db.session.execute(
        select(ImprovementPlan, FeedbackReport)
        .join(FeedbackReport, FeedbackReport.application_id == ImprovementPlan.application_id)
        .where(FeedbackReport.released_at.is_not(None))
        .options(
            selectinload(ImprovementPlan.follow_ups),
            joinedload(ImprovementPlan.application).joinedload(Application.programme),
        )
    )
    return [(plan, report) for plan, report in rows]

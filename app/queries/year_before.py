"""What stands beside one item of a self-assessment from the year before: levels, and the actions of the plan."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.models import (
    Application,
    ConsensusEntry,
    ConsensusSheet,
    ConsensusState,
    Cycle,
    ImprovementAction,
    ImprovementPlan,
    Person,
)
from app.permissions import Permission, is_allowed
from app.queries.applicant_scores import self_scores
from app.queries.applicant_team import released_feedback
from app.queries.criteria import document_questions, rubric_of
from app.queries.last_year import predecessor_of, said_then
from app.queries.visit_scores import visit_changes
from rubrics.model import Rubric
from rubrics.nodes import Node
from workflows.application import Phase
from workflows.document import questions
from workflows.document.carrying import edition_change


@dataclass(frozen=True)
class YearBefore:
    """One item the year before: the levels claimed and agreed, how much is asked otherwise, and what was planned."""

    application_id: uuid.UUID
    cycle: Cycle
    claimed: str | None
    agreed: str | None
    changes: int
    actions: tuple[ImprovementAction, ...]


def year_before(application: Application, item: Node, category_id: str, viewer: Person) -> YearBefore | None:
    """Return what a colleague sees beside an item, in a constant number of statements; None where there is nothing."""
    if not is_allowed(Permission.WORK_TOGETHER, application, viewer):
        return None
    source = predecessor_of(application)
    if source is None:
        return None
    told = released_feedback(source) is not None
    return YearBefore(
        application_id=application.id,
        cycle=source.programme.cycle,
        claimed=_claimed(source, item),
        agreed=_agreed(source, item) if told else None,
        changes=_changes(source, application, item),
        actions=_actions(source, item, category_id),
    )


def _claimed(source: Application, item: Node) -> str | None:
    rubric = rubric_of(source.programme)
    if not item.levels or not rubric.has_node(item.id):
        return None
    return _level(rubric, said_then(source).answers, item)


def _level(rubric: Rubric, answers: Mapping[str, Any], item: Node) -> str | None:
    level = self_scores(rubric, answers).scores.levels.get(item.id)
    return level.value if level else None


def _agreed(source: Application, item: Node) -> str | None:
    """The level of the ticks agreed last, as a visit left them; asked only once the agency has been told."""
    rubric = rubric_of(source.programme)
    value = db.session.scalars(
        select(ConsensusEntry.value)
        .join(ConsensusSheet, ConsensusSheet.id == ConsensusEntry.consensus_id)
        .where(
            ConsensusSheet.application_id == source.id,
            ConsensusSheet.state == ConsensusState.RECORDED,
            ConsensusEntry.node_id == item.id,
        )
        .order_by(ConsensusSheet.recorded_at.desc())
        .limit(1)
    ).first()
    value = visit_changes([source.id]).get(source.id, {}).get(item.id, value)
    if not item.levels or not rubric.has_node(item.id) or not value or "ticks" not in value:
        return None
    ticked = {f"tick.{tick}": True for tick in value["ticks"]}
    return _level(rubric, ticked, item)


def _changes(source: Application, application: Application, item: Node) -> int:
    if source.programme.rubric_id == application.programme.rubric_id:
        return 0
    change = edition_change(questions(rubric_of(source.programme), Phase.ENTRY), document_questions(application))
    listed = [*change.added, *change.dropped, *(each.question for each in change.reworded)]
    return sum(1 for each in listed if each.node_id == item.id)


def _actions(source: Application, item: Node, category_id: str) -> tuple[ImprovementAction, ...]:
    """The actions about this item, and those about its category as a whole."""
    return tuple(
        db.session.scalars(
            select(ImprovementAction)
            .join(ImprovementPlan, ImprovementPlan.id == ImprovementAction.plan_id)
            .where(
                ImprovementPlan.application_id == source.id,
                ImprovementAction.node_id == category_id,
                ImprovementAction.item_id.is_(None) | (ImprovementAction.item_id == item.id),
            )
            .order_by(ImprovementAction.position)
        )
    )

"""What an agency claimed in the entry before, what was agreed then, and what the criteria ask otherwise now."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, and_, bindparam, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import Application, CarryOver, Cycle, Programme
from app.queries.applicant_document import Document
from app.queries.applicant_scores import SelfScores, self_scores
from app.queries.applicant_team import released_feedback
from app.queries.application_content import content_of
from app.queries.application_facts import latest_snapshot
from app.queries.criteria import document_questions, rubric_of
from app.queries.stage_facts import is_assessing
from app.queries.visit_scores import scores_after_visit
from rubrics.nodes import Node
from workflows.application import ApplicationState, Phase
from workflows.document import Question, QuestionKind, questions
from workflows.document.carrying import EditionChange, Rewording, edition_change
from workflows.scoring.totals import Scores

NOT_LOOKED_BACK_AT = (ApplicationState.DRAFT, ApplicationState.WITHDRAWN, ApplicationState.DISQUALIFIED)


@dataclass(frozen=True)
class Said:
    """What an application said: its answers, and the files of each field by id."""

    answers: Mapping[str, Any]
    files: Mapping[str, tuple[uuid.UUID, ...]]


@dataclass(frozen=True)
class Score:
    """The level and the points of one item, as far as there are any."""

    level: str | None
    points: Decimal | None


@dataclass(frozen=True)
class ItemYear:
    """One item: claimed and agreed then, claimed now, and what its criteria ask otherwise."""

    item: Node
    then: Score
    agreed: Score | None
    now: Score
    added: tuple[Question, ...]
    dropped: tuple[Question, ...]
    reworded: tuple[Rewording, ...]

    @property
    def has_change(self) -> bool:
        """Say whether anything is otherwise than the year before."""
        return self.then != self.now or bool(self.added or self.dropped or self.reworded)


@dataclass(frozen=True)
class LastYear:
    """An application beside the one before it. `items` is empty where the criteria have no checkpoints."""

    source: Application
    carried: CarryOver | None
    is_agreed_told: bool
    change: EditionChange
    items: tuple[tuple[Node, tuple[ItemYear, ...]], ...]


def predecessor_of(application: Application) -> Application | None:
    """Return what the agency handed in by the same criteria in an earlier cycle: what it copied, or the latest."""
    programme = application.programme
    asked = {
        "application_id": application.id,
        "agency_id": application.agency_id,
        "cycle_id": programme.cycle_id,
        "family": programme.rubric_id.partition("@")[0] + "@",
    }
    found = db.session.scalar(_PREDECESSOR, asked)
    return None if found is None else db.session.get(Application, found, options=_WITH_CYCLE)


def _predecessor() -> Select[uuid.UUID]:
    """Each side of the "or" is found by an index: the entries of other agencies are never looked through.

    States are compared one by one: a list would be written into the statement anew at every look.
    """
    entries, programmes, cycles = Application.__table__, Programme.__table__, Cycle.__table__
    carried = CarryOver.__table__.c
    this_year = select(cycles.c.year_be).where(cycles.c.id == bindparam("cycle_id")).scalar_subquery()
    copied = select(carried.source_id).where(carried.application_id == bindparam("application_id")).scalar_subquery()
    is_earlier_by_the_same_criteria = and_(
        entries.c.agency_id == bindparam("agency_id"),
        programmes.c.rubric_id.startswith(bindparam("family")),
        *(entries.c.state != state for state in NOT_LOOKED_BACK_AT),
    )
    return (
        select(entries.c.id)
        .join(programmes, programmes.c.id == entries.c.programme_id)
        .join(cycles, cycles.c.id == programmes.c.cycle_id)
        .where(cycles.c.year_be < this_year, (entries.c.id == copied) | is_earlier_by_the_same_criteria)
        .order_by((entries.c.id == copied).desc(), cycles.c.year_be.desc(), entries.c.code.desc())
        .limit(1)
    )


# Put together once: every page of a document looks for the year before, and mostly there is none.
_PREDECESSOR = _predecessor()
_WITH_CYCLE = [joinedload(Application.programme).joinedload(Programme.cycle)]


def carry_over_of(application: Application) -> CarryOver | None:
    """Return where the application came from, if it began as a copy."""
    return db.session.scalars(
        select(CarryOver)
        .where(CarryOver.application_id == application.id)
        .options(joinedload(CarryOver.source).joinedload(Application.programme).joinedload(Programme.cycle))
    ).one_or_none()


def said_then(application: Application) -> Said:
    """Return what an application said in its entry: as it was handed in, or as it stands where it never was."""
    snapshot = latest_snapshot(application, Phase.ENTRY)
    if snapshot is not None:
        frozen = json.loads(snapshot.content)
        files = {field: tuple(uuid.UUID(each["id"]) for each in listed) for field, listed in frozen["files"].items()}
        return Said(frozen["answers"], files)
    content = content_of(application)
    return Said(content.answers, {field: tuple(each.id for each in listed) for field, listed in content.files.items()})


def last_year(document: Document) -> LastYear | None:
    """Return the application beside the one before it, item by item; None where there is none before."""
    application = document.application
    source = predecessor_of(application)
    if source is None:
        return None
    change = _change(source, application)
    told = released_feedback(source) is not None
    own = self_scores(document.rubric, document.content.answers) if document.rubric.bands else None
    return LastYear(
        source=source,
        carried=carry_over_of(application),
        is_agreed_told=told,
        change=change,
        items=_items(document, source, change, own, _agreed(source) if told else None) if own else (),
    )


def _change(source: Application, application: Application) -> EditionChange:
    old = questions(rubric_of(source.programme), Phase.ENTRY)
    new = (
        document_questions(application)
        if application.phase is Phase.ENTRY
        else questions(rubric_of(application.programme), Phase.ENTRY)
    )
    return edition_change(old, new)


def _agreed(source: Application) -> Scores | None:
    """What was agreed last, as a visit left it; asked only once the agency has been told."""
    stages = [stage for stage in source.programme.stages if is_assessing(stage)]
    found = (scores_after_visit(source, stage.id) for stage in reversed(stages))
    return next((scores for scores in found if scores is not None), None)


def _items(
    document: Document, source: Application, change: EditionChange, own: SelfScores, agreed: Scores | None
) -> tuple[tuple[Node, tuple[ItemYear, ...]], ...]:
    then = self_scores(rubric_of(source.programme), said_then(source).answers).scores

    def of(item: Node) -> ItemYear:
        return ItemYear(
            item=item,
            then=_score(then, item.id),
            agreed=_score(agreed, item.id) if agreed else None,
            now=_score(own.scores, item.id),
            added=tuple(each for each in change.added if each.node_id == item.id),
            dropped=tuple(each for each in change.dropped if each.node_id == item.id),
            reworded=tuple(each for each in change.reworded if each.question.node_id == item.id),
        )

    return tuple((category, tuple(of(item) for item in category.nodes)) for category in document.rubric.nodes)


def _score(scores: Scores, item_id: str) -> Score:
    level = scores.levels.get(item_id)
    return Score(level.value if level else None, scores.nodes.get(item_id))


def open_successors(application: Application, programmes: list[Programme]) -> list[Programme]:
    """Return those of these programmes that an application can be copied into."""
    family, year = application.programme.rubric_id.partition("@")[0], application.programme.cycle.year_be
    return [each for each in programmes if each.rubric_id.partition("@")[0] == family and each.cycle.year_be >= year]


def has_indicators(application: Application) -> bool:
    """Say whether the form of its entry asks for indicators, whose results move back a year in a copy."""
    asked = questions(rubric_of(application.programme), Phase.ENTRY).values()
    return any(question.kind is QuestionKind.INDICATORS for question in asked)

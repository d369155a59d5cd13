"""A site visit as its panel sees it: when and where, what to look at there, what was found and what it changed."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.clock import now
from app.extensions import db
from app.models import (
    Application,
    ConsensusEntry,
    ConsensusSheet,
    ConsensusState,
    Evidence,
    Person,
    SiteVisit,
    VisitFile,
    VisitPoint,
)
from app.queries.criteria import rubric_of
from app.queries.judgement import JudgementForm, judgement_form
from app.queries.sheet_page import node_code
from app.queries.sheets import panel_sheets
from app.queries.snapshot_text import FrozenDocument
from app.queries.visit_scores import agreed_value
from app.queries.visit_times import participants_of
from rubrics.model import Rubric
from rubrics.nodes import Node
from workflows.application import ApplicationState
from workflows.site_visit import has_begun


@dataclass(frozen=True)
class PointRow:
    """One point to verify with its criterion, what the panel agreed there and why, and the files taken of it."""

    point: VisitPoint
    node: Node
    code: str
    entry: ConsensusEntry | None
    files: tuple[Evidence, ...]


@dataclass(frozen=True)
class VisitPage:
    """One visit; `visit` is None where the entry never came to one."""

    application: Application
    rubric: Rubric
    visit: SiteVisit | None
    points: tuple[PointRow, ...]
    going: Sequence[Person]

    @property
    def has_begun(self) -> bool:
        """Whether what was found can be recorded."""
        return self.visit is None or has_begun(self.visit.starts_at, now())

    @property
    def open_points(self) -> tuple[PointRow, ...]:
        """The points that have not ended yet."""
        return tuple(row for row in self.points if row.point.finding is None)


@dataclass(frozen=True)
class PlannedVisit:
    """What an agency is told of a visit: when, where and what for."""

    visit: SiteVisit

    @property
    def agenda(self) -> list[str]:
        """The agenda, line by line."""
        return [line for line in self.visit.agenda.split("\n") if line.strip()]


def visit_page(application: Application) -> VisitPage:
    """Return the visit of this application in a constant number of statements."""
    visit = visit_of(application)
    rubric = rubric_of(application.programme)
    if visit is None:
        return VisitPage(application, rubric, None, (), ())
    entries, files = _agreed(application), _files(visit)
    points = tuple(
        PointRow(
            point,
            rubric.node(point.node_id),
            node_code(rubric.node(point.node_id)),
            entries.get(point.node_id),
            tuple(files[point.id]),
        )
        for point in visit.points
    )
    return VisitPage(application, rubric, visit, points, participants_of(visit))


def visit_of(application: Application) -> SiteVisit | None:
    """Return the visit of an application with its points."""
    return db.session.scalars(
        select(SiteVisit)
        .where(SiteVisit.application_id == application.id)
        .options(selectinload(SiteVisit.points).joinedload(VisitPoint.settled_by), joinedload(SiteVisit.recorded_by))
    ).one_or_none()


def planned_visit(application: Application) -> PlannedVisit | None:
    """Return what the agency is told while its visit lies before it; None before it has a time and ever after."""
    if application.state is not ApplicationState.SITE_VISIT:
        return None
    visit = visit_of(application)
    return PlannedVisit(visit) if visit is not None and visit.starts_at is not None else None


def point_form(
    row: PointRow, application: Application, language: str, typed: Mapping[str, Any] | None = None
) -> JudgementForm | None:
    """Return the form of the value a point's criterion has now, or of what was typed and refused."""
    sheets = panel_sheets(application, application.stage_id)
    if not sheets:
        return None
    document = FrozenDocument(rubric_of(application.programme), sheets[0].snapshot, language)
    stands = row.point.after or agreed_value(application, row.node.id, without=row.point)
    return judgement_form(document, row.node, stands if typed is None else typed)


def _agreed(application: Application) -> Mapping[str, ConsensusEntry]:
    entries = db.session.scalars(
        select(ConsensusEntry)
        .join(ConsensusSheet, ConsensusSheet.id == ConsensusEntry.consensus_id)
        .where(
            ConsensusSheet.application_id == application.id,
            ConsensusSheet.stage_id == application.stage_id,
            ConsensusSheet.state == ConsensusState.RECORDED,
        )
    )
    return {entry.node_id: entry for entry in entries}


def _files(visit: SiteVisit) -> Mapping[uuid.UUID, list[Evidence]]:
    found: dict[uuid.UUID, list[Evidence]] = defaultdict(list)
    rows = db.session.scalars(
        select(VisitFile)
        .join(VisitPoint, VisitPoint.id == VisitFile.point_id)
        .where(VisitPoint.visit_id == visit.id)
        .options(joinedload(VisitFile.evidence).joinedload(Evidence.file))
    ).all()
    for row in sorted(rows, key=lambda each: each.evidence.uploaded_at):
        found[row.point_id].append(row.evidence)
    return found

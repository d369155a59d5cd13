"""A site visit as its panel sees it: what to look at on the spot, and what was found."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from app.extensions import db
from app.models import Application, ConsensusEntry, ConsensusSheet, ConsensusState, SiteVisit
from app.queries.criteria import rubric_of
from app.queries.sheet_page import node_code
from rubrics.nodes import Node


@dataclass(frozen=True)
class VisitPoint:
    """One node the panel argued about or found wanting: what it agreed and why."""

    node: Node
    code: str
    entry: ConsensusEntry


@dataclass(frozen=True)
class VisitPage:
    """One visit with the points to verify; `visit` is None until its outcome is recorded."""

    application: Application
    visit: SiteVisit | None
    points: tuple[VisitPoint, ...]
    consensus: ConsensusSheet | None


def visit_page(application: Application) -> VisitPage:
    """Return the visit of this application with the points of its last recorded consensus, in the criteria's order."""
    visit = db.session.scalars(select(SiteVisit).where(SiteVisit.application_id == application.id)).one_or_none()
    consensus = db.session.scalars(
        select(ConsensusSheet).where(
            ConsensusSheet.application_id == application.id,
            ConsensusSheet.stage_id == application.stage_id,
            ConsensusSheet.state == ConsensusState.RECORDED,
        )
    ).one_or_none()
    entries = {entry.node_id: entry for entry in consensus.entries} if consensus else {}
    rubric = rubric_of(application.programme)
    points = tuple(
        VisitPoint(leaf, node_code(leaf), entries[leaf.id])
        for leaf in rubric.leaves
        if leaf.id in entries and _is_worth_a_look(entries[leaf.id])
    )
    return VisitPage(application, visit, points, consensus)


def _is_worth_a_look(entry: ConsensusEntry) -> bool:
    return bool(entry.reason or entry.dissent or entry.opportunities)

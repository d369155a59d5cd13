"""What a visit leaves of the agreed sheet: single values changed by findings, and what the whole is worth then."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.models import Application, SiteVisit, VisitPoint
from app.queries.criteria import rubric_of
from app.queries.sheets import agreed_from, panel_sheets, recorded_consensus
from workflows.scoring.totals import Scores, score

Changes = Mapping[str, dict[str, Any]]


def visit_changes(
    ids: Collection[uuid.UUID], *, without: VisitPoint | None = None
) -> Mapping[uuid.UUID, dict[str, dict[str, Any]]]:
    """Return the values that findings changed, by application and node; of two on one node the later stands."""
    found: dict[uuid.UUID, dict[str, dict[str, Any]]] = defaultdict(dict)
    rows = db.session.execute(
        select(SiteVisit.application_id, VisitPoint)
        .join(VisitPoint, VisitPoint.visit_id == SiteVisit.id)
        .where(SiteVisit.application_id.in_(ids), VisitPoint.finding.is_not(None))
        .order_by(VisitPoint.settled_at)
    )
    for application_id, point in rows:
        if point.after and (without is None or point.id != without.id):
            found[application_id][point.node_id] = point.after
    return found


def agreed_value(application: Application, node_id: str, *, without: VisitPoint | None = None) -> dict[str, Any]:
    """Return what stands for a node: as other findings changed it, else as it was agreed, else nothing (the mean)."""
    changed = visit_changes([application.id], without=without)[application.id]
    if node_id in changed:
        return changed[node_id]
    consensus = recorded_consensus(application, application.stage_id)
    entries = consensus.entries if consensus else []
    return next((dict(entry.value) for entry in entries if entry.node_id == node_id), {})


def scores_after_visit(application: Application, stage_id: object) -> Scores | None:
    """Return what the recorded consensus of a stage is worth as the visit left it."""
    consensus = recorded_consensus(application, stage_id)
    if consensus is None:
        return None
    rubric = rubric_of(application.programme)
    changes = visit_changes([application.id])[application.id]
    return score(rubric, agreed_from(rubric, consensus, panel_sheets(application, stage_id), changes))

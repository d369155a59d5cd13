"""What feedback reports tell that they must not, asked for many at once in a constant number of statements."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping
from decimal import Decimal

from sqlalchemy import select

from app.extensions import db
from app.models import (
    Application,
    Assignment,
    ConsensusSheet,
    ConsensusState,
    FeedbackReport,
    Person,
)
from app.queries.criteria import rubric_of
from workflows.errors import Obstacle
from workflows.feedback import leaks
from workflows.scoring.printing import total_printer


def summary_of(report: FeedbackReport) -> str:
    """Return the summary staff wrote; a report cannot be approved without one."""
    return str(report.content.get("summary", "")).strip()


def leaks_among(reports: Collection[FeedbackReport]) -> Mapping[uuid.UUID, list[Obstacle]]:
    """Return for each report, by its id, what it must not name: assessors, other applications, hidden scores."""
    names, codes, totals = _names(reports), _codes(reports), _totals(reports)
    found = {}
    for report in reports:
        application = report.application
        rubric = rubric_of(application.programme)
        hides = rubric.feedback is not None and not rubric.feedback.show_exact_score
        total = totals.get(application.id)
        found[report.id] = leaks(
            report.content,
            names=names[application.id],
            codes=codes[application.programme_id] - {application.code},
            scores=[total_printer(rubric)(total)] if hides and total is not None else [],
        )
    return found


def _names(reports: Collection[FeedbackReport]) -> Mapping[uuid.UUID, list[str]]:
    """Everybody who ever sat on a panel of the application, in both languages."""
    rows = db.session.execute(
        select(Assignment.application_id, Person.name_th, Person.name_en)
        .join(Person, Person.id == Assignment.assessor_id)
        .where(Assignment.application_id.in_({report.application_id for report in reports}))
    )
    found: dict[uuid.UUID, list[str]] = defaultdict(list)
    for application_id, name_th, name_en in rows:
        found[application_id] += [name_th, name_en]
    return found


def _codes(reports: Collection[FeedbackReport]) -> Mapping[uuid.UUID, set[str]]:
    rows = db.session.execute(
        select(Application.programme_id, Application.code).where(
            Application.programme_id.in_({report.application.programme_id for report in reports})
        )
    )
    found: dict[uuid.UUID, set[str]] = defaultdict(set)
    for programme_id, code in rows:
        found[programme_id].add(code)
    return found


def _totals(reports: Collection[FeedbackReport]) -> Mapping[uuid.UUID, Decimal]:
    """The total of the consensus recorded last."""
    rows = db.session.execute(
        select(ConsensusSheet.application_id, ConsensusSheet.total)
        .where(
            ConsensusSheet.application_id.in_({report.application_id for report in reports}),
            ConsensusSheet.state == ConsensusState.RECORDED,
        )
        .order_by(ConsensusSheet.recorded_at)
    )
    return {application_id: Decimal(total) for application_id, total in rows if total is not None}

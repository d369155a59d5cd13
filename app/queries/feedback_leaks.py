"""What feedback reports tell that they must not, asked for many at once in a constant number of statements."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import FeedbackReport, LeakConfirmation
from app.queries.guarded import guarded_among
from workflows.leaks import Leak, find_leaks


def summary_of(report: FeedbackReport) -> str:
    """Return the summary staff wrote; a report cannot be approved without one."""
    return str(report.content.get("summary", "")).strip()


@dataclass(frozen=True)
class FoundLeaks:
    """The hits in one report: those in the way of its approval, and those an officer confirmed with a reason."""

    open: list[Leak]
    confirmed: list[tuple[Leak, LeakConfirmation]]


def leaks_among(reports: Collection[FeedbackReport]) -> Mapping[uuid.UUID, FoundLeaks]:
    """Return for each report, by its id, what names assessors or other applications, and figures that are hidden."""
    contents = {report.application_id: report.content for report in reports}
    guarded = guarded_among([report.application for report in reports], contents)
    confirmed = _confirmations(reports)
    found = {}
    for report in reports:
        leaks, known = find_leaks(report.content, guarded[report.application_id]), confirmed[report.id]
        found[report.id] = FoundLeaks(
            [leak for leak in leaks if leak.key not in known],
            [(leak, known[leak.key]) for leak in leaks if leak.key in known],
        )
    return found


def _confirmations(reports: Collection[FeedbackReport]) -> Mapping[uuid.UUID, dict[str, LeakConfirmation]]:
    found: dict[uuid.UUID, dict[str, LeakConfirmation]] = defaultdict(dict)
    for each in db.session.scalars(
        select(LeakConfirmation)
        .where(LeakConfirmation.report_id.in_([report.id for report in reports]))
        .options(joinedload(LeakConfirmation.confirmed_by))
    ):
        found[each.report_id][each.key] = each
    return found

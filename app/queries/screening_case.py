"""One case of screening, as the officer who decides it sees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import Application, ScreeningDecision, ScreeningFinding, Snapshot
from app.queries.application_facts import latest_snapshot, returns_left
from app.queries.criteria import rubric_of
from app.queries.snapshot_page import FrozenPart, frozen_parts
from app.queries.snapshot_text import FrozenDocument, FrozenFile
from rubrics.entry import Check
from workflows.application import ApplicationState, Phase


@dataclass(frozen=True)
class CheckRow:
    """One check beside its answer."""

    check: Check
    finding: ScreeningFinding


@dataclass(frozen=True)
class ScreeningCase:
    """Everything one screening page shows."""

    application: Application
    snapshot: Snapshot
    automatic: list[CheckRow]
    human: list[CheckRow]
    decisions: list[ScreeningDecision]
    parts: list[FrozenPart]
    every_file: Mapping[str, FrozenFile]
    returns_left: int

    @property
    def is_report(self) -> bool:
        """Say whether the document is an Application Report."""
        return self.snapshot.phase is Phase.REPORT

    @property
    def is_open(self) -> bool:
        """Say whether a decision can be made now."""
        return self.application.state in (ApplicationState.SCREENING, ApplicationState.REPORT_SUBMITTED)


def screening_case(application: Application) -> ScreeningCase | None:
    """Return the case of an application's newest snapshot; None before anything was submitted."""
    snapshot = latest_snapshot(application)
    if snapshot is None:
        return None
    rubric = rubric_of(application.programme)
    checks = {check.id: check for check in (rubric.screening.checks if rubric.screening else ())}
    findings = {
        finding.check_id: finding
        for finding in db.session.scalars(
            select(ScreeningFinding)
            .where(ScreeningFinding.snapshot_id == snapshot.id)
            .options(joinedload(ScreeningFinding.answered_by))
        )
    }
    rows = [CheckRow(check, findings[check_id]) for check_id, check in checks.items() if check_id in findings]
    decisions = db.session.scalars(
        select(ScreeningDecision)
        .where(ScreeningDecision.application_id == application.id)
        .options(joinedload(ScreeningDecision.decided_by))
        .order_by(ScreeningDecision.decided_at)
    ).all()
    return ScreeningCase(
        application,
        snapshot,
        [row for row in rows if row.finding.is_automatic],
        [row for row in rows if not row.finding.is_automatic],
        list(decisions),
        frozen_parts(rubric, snapshot),
        FrozenDocument(rubric, snapshot, "th").every_file(),
        returns_left(application),
    )

"""The screening of one programme as its sub-commission reads it: every application handed in, and what became of it."""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import (
    Application,
    Programme,
    ScreeningDecision,
    ScreeningFinding,
    ScreeningOutcome,
    Snapshot,
)
from app.queries.criteria import rubric_of
from app.queries.likeness import others_alike
from rubrics.entry import Check
from workflows.application import ApplicationState, Phase


class Result(StrEnum):
    """What screening came to, by the last decision on the entry; withdrawn and disqualified entries stand apart."""

    PASSED = "passed"
    RETURNED = "returned"
    SCREENED_OUT = "screened_out"
    WAITING = "waiting"
    GONE = "gone"


_BY_OUTCOME = {
    ScreeningOutcome.PASS: Result.PASSED,
    ScreeningOutcome.RETURN: Result.RETURNED,
    ScreeningOutcome.SCREEN_OUT: Result.SCREENED_OUT,
}
_GONE = (ApplicationState.WITHDRAWN, ApplicationState.DISQUALIFIED)
_WAITING = (ApplicationState.SUBMITTED, ApplicationState.SCREENING, ApplicationState.AWAITING_APPROVAL)


@dataclass(frozen=True)
class NotMet:
    """A check that the newest entry does not meet."""

    check: Check
    finding: ScreeningFinding


@dataclass(frozen=True)
class ScreenedRow:
    """One application: its result, every decision on its entry, what was found, and how many others it is like."""

    application: Application
    result: Result
    decisions: tuple[ScreeningDecision, ...]
    not_met: tuple[NotMet, ...]
    alike: int


@dataclass(frozen=True)
class ScreeningReport:
    """One programme's report, by code."""

    programme: Programme
    rows: list[ScreenedRow]

    @property
    def counts(self) -> Mapping[Result, int]:
        """How many came to each result, every result named."""
        found = Counter(row.result for row in self.rows)
        return {result: found[result] for result in Result}


def screening_report(programme: Programme) -> ScreeningReport:
    """Return every application of the programme that was ever handed in, in a constant number of statements."""
    applications = db.session.scalars(
        select(Application)
        .where(Application.programme_id == programme.id, Application.submitted_at.is_not(None))
        .options(joinedload(Application.agency))
        .order_by(Application.code)
    ).all()
    ids = [application.id for application in applications]
    decisions, not_met, alike = _decisions(ids), _not_met(programme, ids), others_alike(ids)
    rows = [
        ScreenedRow(
            each,
            _result(each, decisions.get(each.id, [])),
            tuple(decisions.get(each.id, ())),
            tuple(not_met.get(each.id, ())),
            alike.get(each.id, 0),
        )
        for each in applications
    ]
    return ScreeningReport(programme, rows)


def _result(application: Application, decisions: list[ScreeningDecision]) -> Result:
    if application.state in _GONE:
        return Result.GONE
    is_at_its_entry = application.phase is Phase.ENTRY
    if is_at_its_entry and (application.state in _WAITING or not decisions):
        return Result.WAITING
    return _BY_OUTCOME[decisions[-1].outcome] if decisions else Result.WAITING


def _decisions(ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, list[ScreeningDecision]]:
    """The decisions on each entry, oldest first; those on reports are another matter."""
    found: dict[uuid.UUID, list[ScreeningDecision]] = defaultdict(list)
    for decision in db.session.scalars(
        select(ScreeningDecision)
        .join(Snapshot, Snapshot.id == ScreeningDecision.snapshot_id)
        .where(ScreeningDecision.application_id.in_(ids), Snapshot.phase == Phase.ENTRY)
        .options(joinedload(ScreeningDecision.decided_by))
        .order_by(ScreeningDecision.decided_at, Snapshot.number, ScreeningDecision.id)
    ):
        found[decision.application_id].append(decision)
    return found


def _not_met(programme: Programme, ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, list[NotMet]]:
    """What each newest entry does not meet, in the order of the criteria."""
    screening = rubric_of(programme).screening
    checks = {check.id: check for check in (screening.checks if screening else ())}
    newest = (
        select(Snapshot.application_id, func.max(Snapshot.number).label("number"))
        .where(Snapshot.application_id.in_(ids), Snapshot.phase == Phase.ENTRY)
        .group_by(Snapshot.application_id)
        .subquery()
    )
    found: dict[uuid.UUID, list[NotMet]] = defaultdict(list)
    for finding in db.session.scalars(
        select(ScreeningFinding)
        .join(Snapshot, Snapshot.id == ScreeningFinding.snapshot_id)
        .join(
            newest,
            (newest.c.application_id == Snapshot.application_id) & (newest.c.number == Snapshot.number),
        )
        .where(ScreeningFinding.is_met.is_(False))
    ):
        if finding.check_id in checks:
            found[finding.application_id].append(NotMet(checks[finding.check_id], finding))
    order = list(checks)
    for listed in found.values():
        listed.sort(key=lambda each: order.index(each.check.id))
    return found

"""How an application came before the committee: handed in, returned, agreed, let through, visited. Nobody is named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import (
    Application,
    ConsensusSheet,
    ConsensusState,
    Proposal,
    ProposalState,
    ScreeningDecision,
    ScreeningOutcome,
    SiteVisit,
    Stage,
)
from app.queries.gates import override_history
from app.queries.questioned_agreements import KEEP_AGREEMENT


class Step(StrEnum):
    """What happened on the way."""

    HANDED_IN = "handed_in"
    RETURNED = "returned"
    REPORT = "report"
    AGREED = "agreed"
    KEPT = "kept"
    LET_PASS = "let_pass"  # noqa: S105  # no password
    HELD = "held"
    VISITED = "visited"


@dataclass(frozen=True)
class Happened:
    """One step with its time, the stages it is about, and the reason on record where one was asked for."""

    at: datetime
    step: Step
    stages: tuple[Stage, ...] = ()
    reason: str = ""


def dossier_history(application: Application, visit: SiteVisit | None) -> list[Happened]:
    """Return every step, the newest first."""
    return sorted(_steps(application, visit), key=lambda each: each.at)[::-1]


def _steps(application: Application, visit: SiteVisit | None) -> Iterator[Happened]:
    if application.submitted_at:
        yield Happened(application.submitted_at, Step.HANDED_IN)
    if application.report_submitted_at:
        yield Happened(application.report_submitted_at, Step.REPORT)
    yield from _returned(application)
    yield from _agreed(application)
    for override in override_history(application):
        step = Step.LET_PASS if override.passes else Step.HELD
        yield Happened(override.decided_at, step, (override.stage,), override.reason)
    if visit is not None and visit.recorded_at:
        yield Happened(visit.recorded_at, Step.VISITED)


def _returned(application: Application) -> Iterator[Happened]:
    for decision in db.session.scalars(
        select(ScreeningDecision).where(
            ScreeningDecision.application_id == application.id, ScreeningDecision.outcome == ScreeningOutcome.RETURN
        )
    ):
        yield Happened(decision.decided_at, Step.RETURNED, reason=decision.reason)


def _agreed(application: Application) -> Iterator[Happened]:
    """What panels recorded, and which of it two persons let stand though a conflict had voided a sheet."""
    for consensus in db.session.scalars(
        select(ConsensusSheet)
        .where(ConsensusSheet.application_id == application.id, ConsensusSheet.state == ConsensusState.RECORDED)
        .options(joinedload(ConsensusSheet.stage))
    ):
        assert consensus.recorded_at is not None, "what is recorded has its time"
        yield Happened(consensus.recorded_at, Step.AGREED, (consensus.stage,))
    for kept in db.session.scalars(
        select(Proposal).where(
            Proposal.application_id == application.id,
            Proposal.act == KEEP_AGREEMENT,
            Proposal.state == ProposalState.CONFIRMED,
        )
    ):
        assert kept.settled_at is not None, "what is confirmed has its time"
        stages = tuple(each for each in application.programme.stages if each.code in kept.payload["stages"])
        yield Happened(kept.settled_at, Step.KEPT, stages, kept.reason)

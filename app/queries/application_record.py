"""The whole record of one application as staff read it: screening, panels, consensus, visit, decision, feedback."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import (
    Application,
    Assignment,
    Certificate,
    ConsensusSheet,
    ConsensusState,
    Decision,
    FeedbackReport,
    GateOverride,
    Proposal,
    ProposalState,
    ScoreSheet,
    ScreeningDecision,
    SiteVisit,
    Stage,
)
from app.queries.audit_trail import ToldEvent, events_about
from app.queries.award_levels import AwardLabel, award_label
from app.queries.certificates import certificate_of
from app.queries.criteria import rubric_of
from app.queries.gates import override_history
from app.queries.questioned_agreements import questioned_agreements
from app.queries.score_table import ScoreRow, score_rows
from app.queries.sheets import agreed_sheet
from app.queries.stage_facts import is_assessing
from app.queries.visit_page import visit_of
from app.queries.visit_scores import scores_after_visit
from rubrics.model import Rubric
from workflows.scoring.totals import Scores, score


@dataclass(frozen=True)
class SeatRecord:
    """One seat and its sheet; staff may know who sits there."""

    seat: Assignment
    sheet: ScoreSheet | None


@dataclass(frozen=True)
class StageRecord:
    """One stage of the road: its panel, its consensus, and what that is worth once it is recorded."""

    stage: Stage
    seats: tuple[SeatRecord, ...]
    consensus: ConsensusSheet | None
    scores: Scores | None
    rows: tuple[ScoreRow, ...]
    overrides: tuple[GateOverride, ...]


@dataclass(frozen=True)
class ApplicationRecord:
    """Everything the page of one application shows to staff; `after_visit` is the worth of the last agreement since."""

    application: Application
    rubric: Rubric
    screenings: list[ScreeningDecision]
    stages: list[StageRecord]
    visit: SiteVisit | None
    after_visit: Scores | None
    decision: Decision | None
    outcome: AwardLabel | None
    waiting: list[Proposal]
    questioned: list[Stage]
    feedback: FeedbackReport | None
    certificate: Certificate | None
    events: list[ToldEvent]

    @property
    def before_visit(self) -> Scores | None:
        """What the panel had agreed where the visit's findings changed the total since."""
        agreed = next((part.scores for part in reversed(self.stages) if part.scores), None)
        return agreed if agreed and self.after_visit and agreed.total != self.after_visit.total else None


def application_record(application: Application) -> ApplicationRecord:
    """Return the record; how many statements it takes depends on its stages, never on how many events there are."""
    rubric = rubric_of(application.programme)
    stages, visit = stage_records(application, rubric), visit_of(application)
    agreed = [part.stage for part in stages if part.scores]
    return ApplicationRecord(
        application=application,
        rubric=rubric,
        screenings=_screenings(application),
        stages=stages,
        visit=visit,
        after_visit=scores_after_visit(application, agreed[-1].id) if visit and visit.recorded_at and agreed else None,
        decision=decision_of(application),
        outcome=award_label(rubric, application.award) if application.award else None,
        waiting=_waiting(application),
        questioned=questioned_agreements(application),
        feedback=db.session.scalars(
            select(FeedbackReport).where(FeedbackReport.application_id == application.id)
        ).one_or_none(),
        certificate=certificate_of(application),
        events=events_about(application),
    )


def decision_of(application: Application) -> Decision | None:
    """Return the decision that stands, with both signatures."""
    return db.session.scalars(
        select(Decision)
        .where(Decision.application_id == application.id, Decision.reopened_at.is_(None))
        .options(joinedload(Decision.proposed_by), joinedload(Decision.confirmed_by))
    ).one_or_none()


def _screenings(application: Application) -> list[ScreeningDecision]:
    return list(
        db.session.scalars(
            select(ScreeningDecision)
            .where(ScreeningDecision.application_id == application.id)
            .options(joinedload(ScreeningDecision.decided_by))
            .order_by(ScreeningDecision.decided_at)
        )
    )


def _waiting(application: Application) -> list[Proposal]:
    return list(
        db.session.scalars(
            select(Proposal)
            .where(Proposal.application_id == application.id, Proposal.state == ProposalState.WAITING)
            .options(joinedload(Proposal.proposed_by))
            .order_by(Proposal.proposed_at)
        )
    )


def stage_records(application: Application, rubric: Rubric) -> list[StageRecord]:
    """Return the stages that had a panel, in their order."""
    seats, consensus, overrides = _seats(application), _consensus(application), override_history(application)
    return [
        _stage_record(
            rubric,
            stage,
            seats[stage.id],
            consensus.get(stage.id),
            tuple(override for override in overrides if override.stage_id == stage.id),
        )
        for stage in application.programme.stages
        if is_assessing(stage) and (seats[stage.id] or stage.id in consensus)
    ]


def _stage_record(
    rubric: Rubric,
    stage: Stage,
    seats: Sequence[SeatRecord],
    consensus: ConsensusSheet | None,
    overrides: tuple[GateOverride, ...],
) -> StageRecord:
    is_recorded = consensus is not None and consensus.state is ConsensusState.RECORDED
    scores = score(rubric, agreed_sheet(rubric, consensus)) if consensus is not None and is_recorded else None
    rows = tuple(score_rows(rubric, scores)) if scores else ()
    return StageRecord(stage, tuple(seats), consensus, scores, rows, overrides)


def _seats(application: Application) -> Mapping[uuid.UUID, list[SeatRecord]]:
    found: dict[uuid.UUID, list[SeatRecord]] = defaultdict(list)
    rows = db.session.execute(
        select(Assignment, ScoreSheet)
        .outerjoin(ScoreSheet, ScoreSheet.assignment_id == Assignment.id)
        .where(Assignment.application_id == application.id)
        .options(joinedload(Assignment.assessor))
        .order_by(Assignment.is_lead.desc(), Assignment.published_at)
    )
    for seat, sheet in rows:
        found[seat.stage_id].append(SeatRecord(seat, sheet))
    return found


def _consensus(application: Application) -> Mapping[uuid.UUID, ConsensusSheet]:
    sheets = db.session.scalars(
        select(ConsensusSheet)
        .where(ConsensusSheet.application_id == application.id, ConsensusSheet.state != ConsensusState.VOID)
        .options(joinedload(ConsensusSheet.recorded_by))
    )
    return {sheet.stage_id: sheet for sheet in sheets}

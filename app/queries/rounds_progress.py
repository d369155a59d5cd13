"""How far each round is: the funnel of every programme and what needs a person, in a constant number of statements."""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from app.models import (
    Application,
    Assignment,
    AssignmentState,
    Cycle,
    FeedbackReport,
    FeedbackState,
    Person,
    Programme,
    Proposal,
    ProposalState,
    ScoreSheet,
    SheetState,
)
from app.permissions import IN_FORCE, Permission, visible_programmes
from workflows.application import ApplicationState

S = ApplicationState
STEPS: tuple[tuple[str, frozenset[ApplicationState]], ...] = (
    ("drafting", frozenset({S.DRAFT, S.AWAITING_APPROVAL})),
    ("screening", frozenset({S.SUBMITTED, S.SCREENING, S.RETURNED})),
    ("passed", frozenset({S.PASSED, S.REPORT_DUE, S.REPORT_SUBMITTED})),
    ("assessment", frozenset({S.ASSESSMENT})),
    ("consensus", frozenset({S.CONSENSUS})),
    ("site_visit", frozenset({S.SITE_VISIT})),
    ("committee", frozenset({S.COMMITTEE})),
    ("decided", frozenset({S.DECIDED})),
    ("announced", frozenset({S.ANNOUNCED})),
    ("left", frozenset({S.SCREENED_OUT, S.NOT_ADVANCED, S.WITHDRAWN, S.DISQUALIFIED})),
)
"""The steps of the funnel, each with the states it counts; every state belongs to exactly one."""


@dataclass(frozen=True)
class ProgrammeProgress:
    """One programme: how many applications stand at each step, sheets in and owed, reports waiting for approval."""

    programme: Programme
    steps: Mapping[str, int]
    sheets_in: int
    sheets_owed: int
    seats_unanswered: int
    seats_late: int
    feedback_waiting: int

    @property
    def total(self) -> int:
        """All applications of the programme."""
        return sum(self.steps.values())

    @property
    def sent(self) -> int:
        """Applications that were handed in at least once, whatever became of them, less those that only left."""
        return self.total - self.steps["drafting"]


@dataclass(frozen=True)
class Rounds:
    """The board of one cycle."""

    cycle: Cycle
    programmes: list[ProgrammeProgress]
    proposals: list[Proposal]

    def at(self, step: str) -> int:
        """Applications at this step over all programmes shown."""
        return sum(each.steps[step] for each in self.programmes)

    @property
    def sheets(self) -> tuple[int, int]:
        """Sheets in, and sheets owed altogether."""
        return sum(p.sheets_in for p in self.programmes), sum(p.sheets_owed for p in self.programmes)


def cycles_newest_first() -> list[Cycle]:
    """Return every award year."""
    return list(db.session.scalars(select(Cycle).order_by(Cycle.year_be.desc())))


def rounds_of(cycle: Cycle, viewer: Person, *, at: datetime) -> Rounds:
    """Return the board of a cycle, with the programmes this viewer may see."""
    programmes = db.session.scalars(
        select(Programme)
        .where(Programme.cycle_id == cycle.id, visible_programmes(viewer, Permission.VIEW_PROGRAMME))
        .options(selectinload(Programme.stages))
        .order_by(Programme.position)
    ).all()
    ids = [programme.id for programme in programmes]
    steps, sheets, seats, feedback = _steps(ids), _sheets(ids), _seats(ids, at), _feedback(ids)
    progress = [
        ProgrammeProgress(
            programme,
            steps[programme.id],
            sheets.get(programme.id, 0),
            seats["owed"][programme.id],
            seats["unanswered"][programme.id],
            seats["late"][programme.id],
            feedback.get(programme.id, 0),
        )
        for programme in programmes
    ]
    return Rounds(cycle, progress, _waiting_proposals(ids))


def _steps(ids: list[uuid.UUID]) -> Mapping[uuid.UUID, Mapping[str, int]]:
    counted: dict[uuid.UUID, Counter[str]] = defaultdict(Counter)
    step_of = {state: name for name, states in STEPS for state in states}
    statement = (
        select(Application.programme_id, Application.state, func.count())
        .where(Application.programme_id.in_(ids))
        .group_by(Application.programme_id, Application.state)
    )
    for programme_id, state, count in db.session.execute(statement):
        counted[programme_id][step_of[state]] += count
    return {key: {name: counted[key][name] for name, _ in STEPS} for key in ids}


def _sheets(ids: list[uuid.UUID]) -> Mapping[uuid.UUID, int]:
    statement = (
        select(Application.programme_id, func.count())
        .join(ScoreSheet, ScoreSheet.application_id == Application.id)
        .where(Application.programme_id.in_(ids), ScoreSheet.state == SheetState.SUBMITTED)
        .group_by(Application.programme_id)
    )
    return {key: count for key, count in db.session.execute(statement)}  # noqa: C416  # rows are no pairs for the types


def _seats(ids: list[uuid.UUID], at: datetime) -> dict[str, Counter[uuid.UUID]]:
    """Owed: every seat in force. Unanswered: not accepted yet. Late: due, and no sheet in."""
    counts: dict[str, Counter[uuid.UUID]] = {"owed": Counter(), "unanswered": Counter(), "late": Counter()}
    submitted = (
        select(ScoreSheet.id)
        .where(ScoreSheet.assignment_id == Assignment.id, ScoreSheet.state == SheetState.SUBMITTED)
        .exists()
    )
    statement = (
        select(Application.programme_id, Assignment.state, Assignment.due_at, submitted)
        .join(Assignment, Assignment.application_id == Application.id)
        .where(Application.programme_id.in_(ids), Assignment.state.in_(IN_FORCE))
    )
    for programme_id, state, due_at, is_in in db.session.execute(statement):
        counts["owed"][programme_id] += 1
        counts["unanswered"][programme_id] += state is AssignmentState.PUBLISHED
        counts["late"][programme_id] += bool(due_at and due_at < at and not is_in)
    return counts


def _feedback(ids: list[uuid.UUID]) -> Mapping[uuid.UUID, int]:
    statement = (
        select(Application.programme_id, func.count())
        .join(FeedbackReport, FeedbackReport.application_id == Application.id)
        .where(Application.programme_id.in_(ids), FeedbackReport.state == FeedbackState.DRAFT)
        .group_by(Application.programme_id)
    )
    return {key: count for key, count in db.session.execute(statement)}  # noqa: C416  # rows are no pairs for the types


def _waiting_proposals(ids: list[uuid.UUID]) -> list[Proposal]:
    statement = (
        select(Proposal)
        .join(Application, Application.id == Proposal.application_id)
        .where(Application.programme_id.in_(ids), Proposal.state == ProposalState.WAITING)
        .options(joinedload(Proposal.application), joinedload(Proposal.proposed_by))
        .order_by(Proposal.expires_at)
    )
    return list(db.session.scalars(statement))

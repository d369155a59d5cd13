"""What an assessor has to do: seats to answer, sheets to fill in, consensus to reach, visits to make.

Nothing here reads another assessor's sheet: that all are in shows only in the application's own state.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.clock import now
from app.extensions import db
from app.models import (
    Application,
    Assignment,
    AssignmentState,
    ConsensusSheet,
    ConsensusState,
    Cycle,
    Declaration,
    Person,
    Programme,
    ScoreSheet,
    SheetState,
    SiteVisit,
    Stage,
)
from app.permissions import IN_FORCE
from app.queries.criteria import rubric_of
from app.queries.interests import cycles_asking
from app.queries.key_factors import sheets_with_notes
from workflows.application import ApplicationState
from workflows.score_sheet import is_judged


class Turn(StrEnum):
    """Whose turn it is with one seat, and for what."""

    ANSWER = "answer"
    SCORE = "score"
    AGREE = "agree"
    VISIT = "visit"
    WAIT = "wait"
    DONE = "done"


@dataclass(frozen=True)
class Task:
    """One seat with what it asks for now; `judged` of `nodes` are judged on the own sheet.

    `has_key_factors` says whether the assessor noted any before scoring, the first step, which bars nothing. What may
    be opened again once it is past: `agreement`, the recorded consensus where the own sheet is part of it, and a visit
    that the panel of this seat has recorded.
    """

    seat: Assignment
    turn: Turn
    due_at: datetime | None
    sheet: ScoreSheet | None
    judged: int
    nodes: int
    consensus: ConsensusSheet | None
    has_key_factors: bool
    has_visit_record: bool

    @property
    def agreement(self) -> ConsensusSheet | None:
        """The recorded consensus, for whoever judged on it."""
        is_in = self.sheet is not None and self.sheet.state is SheetState.SUBMITTED
        is_recorded = self.consensus is not None and self.consensus.state is ConsensusState.RECORDED
        return self.consensus if is_in and is_recorded else None

    @property
    def application(self) -> Application:
        """The application the seat is for."""
        return self.seat.application

    @property
    def stage(self) -> Stage:
        """The stage of the seat, or that of the visit its panel makes."""
        return (self.application.stage_now if self.turn is Turn.VISIT else None) or self.seat.stage


@dataclass(frozen=True)
class Worklist:
    """Every seat of one assessor, the most urgent first, and the cycles whose declaration is still owed."""

    tasks: tuple[Task, ...]
    undeclared: tuple[Cycle, ...]

    def of(self, *turns: str) -> tuple[Task, ...]:
        """Return the tasks of these turns."""
        return tuple(task for task in self.tasks if task.turn in turns)

    @property
    def waiting_for_me(self) -> tuple[Task, ...]:
        """Return the tasks that ask something of the assessor now."""
        return self.of(Turn.ANSWER, Turn.SCORE, Turn.AGREE, Turn.VISIT)

    @property
    def next_due(self) -> datetime | None:
        """When the first of them is due."""
        return min((task.due_at for task in self.waiting_for_me if task.due_at), default=None)


def assessor_worklist(person: Person) -> Worklist:
    """Return the assessor's seats in force in a constant number of statements."""
    seats = _seats(person)
    sheets = {sheet.assignment_id: sheet for sheet in _sheets(person)}
    rooms = {(room.application_id, room.stage_id): room for room in _rooms(seats)}
    noted, visited = sheets_with_notes(sheets.values()), _visited(seats)
    tasks = [
        _task(seat, sheets.get(seat.id), rooms.get((seat.application_id, seat.stage_id)), noted, visited)
        for seat in seats
    ]
    return Worklist(tuple(sorted(tasks, key=_urgency)), tuple(_undeclared(person, tasks)))


def _seats(person: Person) -> list[Assignment]:
    return list(
        db.session.scalars(
            select(Assignment)
            .where(Assignment.assessor_id == person.id, Assignment.state.in_(IN_FORCE))
            .options(
                joinedload(Assignment.stage),
                joinedload(Assignment.application).joinedload(Application.agency),
                joinedload(Assignment.application).joinedload(Application.programme).joinedload(Programme.cycle),
                joinedload(Assignment.application).joinedload(Application.programme).selectinload(Programme.stages),
            )
        )
    )


def _sheets(person: Person) -> list[ScoreSheet]:
    return list(
        db.session.scalars(
            select(ScoreSheet)
            .where(ScoreSheet.assessor_id == person.id, ScoreSheet.state != SheetState.VOID)
            .options(selectinload(ScoreSheet.entries))
        )
    )


def _rooms(seats: Iterable[Assignment]) -> list[ConsensusSheet]:
    applications = {seat.application_id for seat in seats}
    return list(
        db.session.scalars(
            select(ConsensusSheet).where(
                ConsensusSheet.application_id.in_(applications), ConsensusSheet.state != ConsensusState.VOID
            )
        )
    )


def _visited(seats: Iterable[Assignment]) -> frozenset[UUID]:
    """The applications of these seats whose visit is recorded."""
    ids = {seat.application_id for seat in seats}
    recorded = select(SiteVisit.application_id).where(SiteVisit.recorded_at.is_not(None))
    return frozenset(db.session.scalars(recorded.where(SiteVisit.application_id.in_(ids))))


def _task(
    seat: Assignment,
    sheet: ScoreSheet | None,
    room: ConsensusSheet | None,
    noted: frozenset[UUID],
    visited: frozenset[UUID],
) -> Task:
    rubric = rubric_of(seat.application.programme)
    judged = sum(is_judged(entry) for entry in sheet.entries) if sheet else 0
    turn = _turn(seat, sheet, room)
    due_at = (seat.due_at or seat.stage.closes_at) if turn in (Turn.ANSWER, Turn.SCORE) else None
    has_noted = sheet is not None and sheet.id in noted
    is_visitor = seat.application_id in visited and seat.application.stage_id == seat.stage_id
    return Task(seat, turn, due_at, sheet, judged, len(rubric.leaves), room, has_noted, is_visitor)


def _turn(seat: Assignment, sheet: ScoreSheet | None, room: ConsensusSheet | None) -> Turn:
    application = seat.application
    is_here = application.stage_id == seat.stage_id
    if seat.state is AssignmentState.PUBLISHED and application.state not in _OVER:
        return Turn.ANSWER
    if is_here and application.state is ApplicationState.ASSESSMENT:
        return Turn.WAIT if sheet is not None and sheet.state is SheetState.SUBMITTED else Turn.SCORE
    if room is not None and room.state is ConsensusState.OPEN and application.state is ApplicationState.CONSENSUS:
        return Turn.AGREE
    if is_here and application.state is ApplicationState.SITE_VISIT:
        return Turn.VISIT
    return Turn.WAIT if sheet is None and application.state not in _OVER else Turn.DONE


_OVER = frozenset(
    {
        ApplicationState.COMMITTEE,
        ApplicationState.DECIDED,
        ApplicationState.ANNOUNCED,
        ApplicationState.NOT_ADVANCED,
        ApplicationState.WITHDRAWN,
        ApplicationState.DISQUALIFIED,
    }
)
_LAST = datetime.max.replace(tzinfo=UTC)


def _urgency(task: Task) -> tuple[datetime, int, str]:
    return task.due_at or _LAST, list(Turn).index(task.turn), task.application.code


def _undeclared(person: Person, tasks: Iterable[Task]) -> list[Cycle]:
    """The cycles of open seats, and those under way, that still lack the yearly statement: nobody is seated before."""
    declared = set(db.session.scalars(select(Declaration.cycle_id).where(Declaration.person_id == person.id)))
    cycles = {task.application.programme.cycle for task in tasks if task.turn is not Turn.DONE}
    cycles |= set(db.session.scalars(select(Cycle).where(Cycle.id.in_(cycles_asking(at=now())))))
    return sorted((cycle for cycle in cycles if cycle.id not in declared), key=lambda cycle: cycle.year_be)

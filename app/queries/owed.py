"""What is owed, said once, for pages, reminders and exports: a sheet by an assessor, a document, an answer by OPDC.

A statement that uses these conditions has every seat with its application, its stage and its sheet, if there is one:
`of_seats` joins them. A seat has at most one sheet, so that no seat is counted twice.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select

from app.extensions import db
from app.models import (
    Appeal,
    Application,
    Assignment,
    AssignmentState,
    Extension,
    Programme,
    ScoreSheet,
    SheetState,
    Stage,
)
from app.permissions import IN_FORCE
from workflows.appeal import AppealState
from workflows.application import ApplicationState, Phase
from workflows.deadlines import WAITING_FOR_AGENCY

LEFT = (ApplicationState.SCREENED_OUT, ApplicationState.WITHDRAWN, ApplicationState.DISQUALIFIED)
OWING_STATES = tuple(state for state in ApplicationState if state.value in WAITING_FOR_AGENCY)


def of_seats(statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Join to a statement of applications, or of columns, every seat with its stage and the sheet begun for it."""
    return (
        statement.select_from(Application)
        .join(Assignment, Assignment.application_id == Application.id)
        .join(Stage, Stage.id == Assignment.stage_id)
        .outerjoin(ScoreSheet, ScoreSheet.assignment_id == Assignment.id)
    )


def has_handed_in() -> ColumnElement[bool]:
    """The seat's sheet is in; a void one is not."""
    return ScoreSheet.state.is_not_distinct_from(SheetState.SUBMITTED)


def has_opened() -> ColumnElement[bool]:
    """The assessor has begun a sheet for this seat."""
    return func.coalesce(ScoreSheet.state, SheetState.VOID) != SheetState.VOID


def owes_a_sheet() -> ColumnElement[bool]:
    """A seat in force, at the stage where its application is being assessed now, whose sheet is not in."""
    return and_(
        Assignment.state.in_(IN_FORCE),
        Application.state == ApplicationState.ASSESSMENT,
        Application.stage_id == Assignment.stage_id,
        ~has_handed_in(),
    )


def sheet_is_in() -> ColumnElement[bool]:
    """A seat in force whose sheet is in, of an application that has not left the round."""
    return and_(Assignment.state.in_(IN_FORCE), Application.state.not_in(LEFT), has_handed_in())


def was_asked() -> ColumnElement[bool]:
    """The seats that count: in or owed. One that was declined or voided, or whose application left, is neither."""
    return or_(owes_a_sheet(), sheet_is_in())


def sheet_due() -> ColumnElement[datetime]:
    """When a seat's sheet is due: its own instant, or the closing of its stage; null where neither is set."""
    return func.coalesce(Assignment.due_at, Stage.closes_at)


def is_late(at: datetime) -> ColumnElement[bool]:
    """A sheet is owed and was due before this instant."""
    return and_(owes_a_sheet(), sheet_due() < at)


def is_unanswered() -> ColumnElement[bool]:
    """The assessor has neither accepted nor declined a seat whose sheet is owed."""
    return and_(owes_a_sheet(), Assignment.state == AssignmentState.PUBLISHED)


def owes_a_document() -> ColumnElement[bool]:
    """The agency still has to send something."""
    return Application.state.in_(OWING_STATES)


def document_is_late(programmes: list[Programme], at: datetime) -> ColumnElement[bool]:
    """What an agency owes was not sent in time: the same answer as `workflows.deadlines.lapsed`, as a condition."""
    return and_(owes_a_document(), or_(false(), *(_closed_in(programme, at) for programme in programmes)))


def _closed_in(programme: Programme, at: datetime) -> ColumnElement[bool]:
    cutoff = at - timedelta(minutes=programme.grace_minutes)
    is_returned = func.coalesce(Application.resumes_as, Application.state) == ApplicationState.RETURNED
    is_returned_late = and_(is_returned, Application.return_due_at < cutoff)
    closed = []
    if programme.closes_at < cutoff:
        closed.append(Phase.ENTRY)
    if (programme.report_closes_at or programme.closes_at) < cutoff:
        closed.append(Phase.REPORT)
    is_closed = and_(~is_returned, Application.phase.in_(closed), ~_is_extended(programme, cutoff))
    return and_(Application.programme_id == programme.id, or_(is_returned_late, is_closed))


def _is_extended(programme: Programme, cutoff: datetime) -> ColumnElement[bool]:
    return (
        select(Extension.id)
        .where(
            Extension.programme_id == programme.id,
            Extension.agency_id == Application.agency_id,
            Extension.revoked_at.is_(None),
            Extension.until >= cutoff,
        )
        .exists()
    )


def owes_an_answer() -> ColumnElement[bool]:
    """OPDC received an appeal or a complaint and has not answered it."""
    return Appeal.state.in_((AppealState.RECEIVED, AppealState.TAKEN_UP))


def answer_is_late(today: date) -> ColumnElement[bool]:
    """An answer is owed and the last day promised for it is over."""
    return and_(owes_an_answer(), Appeal.answer_due_on < today)


def owed_seats(*conditions: ColumnElement[bool], options: tuple[Any, ...] = ()) -> list[Assignment]:
    """Return every seat whose sheet is owed, soonest due first."""
    statement = (
        of_seats(select(Assignment))
        .where(owes_a_sheet(), *conditions)
        .options(*options)
        .order_by(sheet_due(), Assignment.id)
    )
    return list(db.session.scalars(statement))

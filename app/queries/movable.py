"""Which applications a rule of the system may move now, asked of the whole round at once.

Most of a round waits for people. A sweep that locked each of a thousand applications to look at it would keep the
worker from everything else; it looks at those alone whose wait may be over. What then happens to one, its rule says.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from app.models import Application, Assignment, ConsensusSheet, ConsensusState, ScoreSheet, SheetState, Stage
from app.permissions import IN_FORCE
from workflows.application import ApplicationState

S = ApplicationState


def may_move() -> ColumnElement[bool]:
    """Nothing that the rules ask for is seen to be missing; every application they would move is among these."""
    is_seated = seats_in_force() >= panel_size()
    is_in = and_(sheets_in() >= seats_in_force(), sheets_in() >= func.coalesce(panel_size(), 1))
    return or_(
        and_(Application.state == S.PASSED, or_(Application.stage_id.is_(None), is_seated)),
        and_(Application.state == S.REPORT_SUBMITTED, or_(panel_size().is_(None), is_seated)),
        and_(Application.state == S.ASSESSMENT, is_in),
        and_(Application.state == S.CONSENSUS, _is_recorded()),
    )


def seats_in_force() -> ColumnElement[int]:
    """How many seats are in force at the application's present stage."""
    return (
        select(func.count(Assignment.id))
        .where(
            Assignment.application_id == Application.id,
            Assignment.stage_id == Application.stage_id,
            Assignment.state.in_(IN_FORCE),
        )
        .correlate(Application)
        .scalar_subquery()
    )


def sheets_in() -> ColumnElement[int]:
    """How many sheets of its present stage are submitted and not void."""
    return (
        select(func.count(ScoreSheet.id))
        .where(
            ScoreSheet.application_id == Application.id,
            ScoreSheet.stage_id == Application.stage_id,
            ScoreSheet.state == SheetState.SUBMITTED,
        )
        .correlate(Application)
        .scalar_subquery()
    )


def panel_size() -> ColumnElement[int | None]:
    """How many seats its present stage asks for; null where it asks for no panel."""
    return select(Stage.panel_size).where(Stage.id == Application.stage_id).correlate(Application).scalar_subquery()


def _is_recorded() -> ColumnElement[bool]:
    recorded = exists().where(
        ConsensusSheet.application_id == Application.id,
        ConsensusSheet.stage_id == Application.stage_id,
        ConsensusSheet.state == ConsensusState.RECORDED,
    )
    return recorded.correlate(Application)

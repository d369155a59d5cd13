"""Anchor applications of a programme: scored by every assessor, so that everybody's scores can be compared."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import Application, Programme
from workflows.application import ApplicationState

BEFORE_A_PANEL = (
    ApplicationState.SUBMITTED,
    ApplicationState.SCREENING,
    ApplicationState.PASSED,
    ApplicationState.REPORT_DUE,
    ApplicationState.REPORT_SUBMITTED,
)


def anchors_of(programme: Programme) -> list[Application]:
    """Return the anchors of a programme by code."""
    return _applications(programme, is_anchor=True)


def possible_anchors(programme: Programme) -> list[Application]:
    """Return the applications that may still be marked: submitted, and without a panel yet."""
    return [each for each in _applications(programme, is_anchor=False) if each.state in BEFORE_A_PANEL]


def _applications(programme: Programme, *, is_anchor: bool) -> list[Application]:
    return list(
        db.session.scalars(
            select(Application)
            .where(Application.programme_id == programme.id, Application.is_anchor.is_(is_anchor))
            .options(joinedload(Application.agency))
            .order_by(Application.code)
        )
    )

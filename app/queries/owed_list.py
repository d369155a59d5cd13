"""Sheets seat by seat: those owed, narrowed to late, unanswered or not begun, or those in; searched; page by page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import contains_eager

from app.models import Agency, Application, Assignment, AssignmentState, Person
from app.queries.exceptions import SEAT_KINDS
from app.queries.office_scope import Scope
from app.queries.owed import has_handed_in, has_opened, of_seats, sheet_due
from app.queries.paging import Paged, page_of
from app.thai import search_key

USUAL_KIND = "owed"


@dataclass(frozen=True)
class OwedSheet:
    """One seat whose sheet was asked for: when it is due, whether the assessor has begun, and whether it is in."""

    seat: Assignment
    due_at: datetime | None
    is_begun: bool
    is_in: bool

    @property
    def is_answered(self) -> bool:
        """Say whether the assessor accepted the seat."""
        return self.seat.state is AssignmentState.ACCEPTED


def owed_sheets(scope: Scope, *, kind: str, text: str, page: int, at: datetime) -> Paged[OwedSheet]:
    """Return one page of the sheets of this kind, soonest due first, in two statements."""
    rows, place = page_of(_listed(scope, kind, text, at), page)
    sheets = [OwedSheet(seat, due, bool(is_begun), bool(is_in)) for seat, due, is_begun, is_in in rows]
    return Paged(sheets, place.total, place.page, place.pages)


def _listed(scope: Scope, kind: str, text: str, at: datetime) -> Select[*tuple[Any, ...]]:
    condition = SEAT_KINDS.get(kind, SEAT_KINDS[USUAL_KIND])(at)
    is_in = has_handed_in().label("is_in")
    statement = (
        of_seats(select(Assignment, sheet_due().label("due_at"), has_opened().label("is_begun"), is_in))
        .join(Assignment.assessor)
        .join(Application.agency)
        .where(scope.applications, condition)
        .options(
            contains_eager(Assignment.application).contains_eager(Application.agency),
            contains_eager(Assignment.assessor),
        )
    )
    for word in map(search_key, text.split()):
        keys = (Person.search_key, Person.email, Application.search_key, Agency.search_key)
        statement = statement.where(
            or_(
                *(key.contains(word, autoescape=True) for key in keys),
                Application.code.icontains(word, autoescape=True),
            )
        )
    return statement.order_by(sheet_due().is_(None), sheet_due(), Person.name_th, Application.code)

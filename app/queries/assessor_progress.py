"""How far each assessor is: asked, in, owed, late; searched, filtered, sorted, paged or all for an export."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, func, or_, select

from app.extensions import db
from app.models import Assignment, Person
from app.queries.office_scope import Scope
from app.queries.owed import (
    has_opened,
    is_late,
    is_unanswered,
    of_seats,
    owes_a_sheet,
    sheet_due,
    sheet_is_in,
    was_asked,
)
from app.queries.paging import Paged, page_of, place_in
from app.thai import name_sort_key, search_key


class AssessorStatus(StrEnum):
    """How an assessor's work stands, the gravest first."""

    LATE = "late"
    NOT_BEGUN = "not_begun"
    WORKING = "working"
    DONE = "done"


@dataclass(frozen=True)
class WantedAssessors:
    """Whom staff look for; empty values ask for everybody. `sort` is one of SORTS."""

    text: str = ""
    status: str = ""
    sort: str = "name"
    descending: bool = False

    @property
    def is_filtered(self) -> bool:
        """Say whether anybody is left out."""
        return bool(self.text.strip() or self.status)


@dataclass(frozen=True)
class AssessorRow:
    """One assessor: how many sheets were asked, are in, are owed, are late; when the next is due."""

    person: Person
    asked: int
    done: int
    owed: int
    late: int
    opened: int
    next_due: datetime | None

    @property
    def status(self) -> AssessorStatus:
        """How their work stands."""
        if self.late:
            return AssessorStatus.LATE
        if not self.owed:
            return AssessorStatus.DONE
        return AssessorStatus.WORKING if self.done or self.opened else AssessorStatus.NOT_BEGUN


SORTS = ("name", "asked", "done", "owed", "late", "next_due")


def assessor_progress(scope: Scope, wanted: WantedAssessors, *, page: int, at: datetime) -> Paged[AssessorRow]:
    """Return one page of the assessors that fit, in two statements at most."""
    if _is_by_name(wanted):
        everyone = every_assessor(scope, wanted, at=at)
        place = place_in(len(everyone), page)
        return Paged(everyone[place.offset : place.last], place.total, place.page, place.pages)
    rows, place = page_of(_listed(scope, wanted, at), page)
    return Paged([AssessorRow(*row) for row in rows], place.total, place.page, place.pages)


def every_assessor(scope: Scope, wanted: WantedAssessors, *, at: datetime) -> list[AssessorRow]:
    """Return all the assessors that fit, for an export, in one statement."""
    rows = [AssessorRow(*row) for row in db.session.execute(_listed(scope, wanted, at))]
    if _is_by_name(wanted):
        rows.sort(key=lambda row: name_sort_key(row.person.name_th), reverse=wanted.descending)
    return rows


def _is_by_name(wanted: WantedAssessors) -> bool:
    return wanted.sort not in SORTS or wanted.sort == "name"


@dataclass(frozen=True)
class SheetTotals:
    """Everybody's sheets together: those of each kind of SEAT_KINDS, and how many assessors stand how."""

    seats: Mapping[str, int]
    assessors: Mapping[AssessorStatus, int]


def sheet_totals(scope: Scope, *, at: datetime) -> SheetTotals:
    """Count every seat once, for the sheets and for the assessors at the same time, in one statement."""
    figures = _figures(scope, at)
    column = figures.c
    sums = {
        "owed": func.sum(column.owed),
        "late": func.sum(column.late),
        "unanswered": func.sum(column.unanswered),
        "unopened": func.sum(column.owed - column.opened),
    }
    counts = [func.count().filter(_has_status(figures, status)) for status in AssessorStatus]
    row = db.session.execute(select(*sums.values(), *counts).select_from(figures)).one()
    seats = {kind: int(count or 0) for kind, count in zip(sums, row, strict=False)}
    return SheetTotals(seats, dict(zip(AssessorStatus, row[len(sums) :], strict=True)))


def _figures(scope: Scope, at: datetime) -> Subquery:
    owed = owes_a_sheet()
    return (
        of_seats(
            select(
                Assignment.assessor_id.label("assessor_id"),
                func.count(Assignment.id).label("asked"),
                _count_if(sheet_is_in()).label("done"),
                _count_if(owed).label("owed"),
                _count_if(is_late(at)).label("late"),
                _count_if(is_unanswered()).label("unanswered"),
                _count_if(and_(owed, has_opened())).label("opened"),
                func.min(case((owed, sheet_due()))).label("next_due"),
            )
        )
        .where(scope.applications, was_asked())
        .group_by(Assignment.assessor_id)
        .subquery()
    )


def _count_if(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _has_status(figures: Subquery, status: AssessorStatus) -> ColumnElement[bool]:
    column = figures.c
    match status:
        case AssessorStatus.LATE:
            return column.late > 0
        case AssessorStatus.DONE:
            return and_(column.late == 0, column.owed == 0)
        case AssessorStatus.WORKING:
            return and_(column.late == 0, column.owed > 0, column.done + column.opened > 0)
    return and_(column.late == 0, column.owed > 0, column.done + column.opened == 0)


def _listed(scope: Scope, wanted: WantedAssessors, at: datetime) -> Select[*tuple[Any, ...]]:
    figures = _figures(scope, at)
    columns = [figures.c[name] for name in ("asked", "done", "owed", "late", "opened", "next_due")]
    statement = select(Person, *columns).join(figures, figures.c.assessor_id == Person.id)
    for word in wanted.text.split():
        statement = statement.where(_named(search_key(word)))
    if wanted.status in set(AssessorStatus):
        statement = statement.where(_has_status(figures, AssessorStatus(wanted.status)))
    order = Person.name_th if _is_by_name(wanted) else figures.c[wanted.sort]
    return statement.order_by(order.desc() if wanted.descending else order.asc(), Person.email)


def _named(word: str) -> ColumnElement[bool]:
    return or_(Person.search_key.contains(word, autoescape=True), Person.email.contains(word, autoescape=True))

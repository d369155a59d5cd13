"""How far each agency is: entries, what it still owes, what is late; searched, filtered, sorted, paged or all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, or_, select

from app.extensions import db
from app.models import Agency, Application
from app.queries.office_scope import Scope
from app.queries.owed import LEFT, document_is_late, owes_a_document
from app.queries.paging import Paged, page_of
from app.thai import search_key
from workflows.application import ApplicationState


@dataclass(frozen=True)
class WantedAgencies:
    """Which agencies staff look for; empty values ask for all. `only` is "owing" or "late"; `sort` is one of SORTS."""

    text: str = ""
    only: str = ""
    sort: str = "name"
    descending: bool = False

    @property
    def is_filtered(self) -> bool:
        """Say whether any is left out."""
        return bool(self.text.strip() or self.only)


@dataclass(frozen=True)
class AgencyRow:
    """One agency: its entries, how many were handed in, documents it owes, late ones, and when one last moved."""

    agency: Agency
    entries: int
    sent: int
    returned: int
    owed: int
    late: int
    moved_at: datetime


SORTS = ("name", "entries", "sent", "returned", "owed", "late", "moved_at")


def agency_progress(scope: Scope, wanted: WantedAgencies, *, page: int, at: datetime) -> Paged[AgencyRow]:
    """Return one page of the agencies that fit, in two statements."""
    rows, place = page_of(_listed(scope, wanted, at), page)
    return Paged([AgencyRow(*row) for row in rows], place.total, place.page, place.pages)


def every_agency(scope: Scope, wanted: WantedAgencies, *, at: datetime) -> list[AgencyRow]:
    """Return all the agencies that fit, for an export, in one statement."""
    return [AgencyRow(*row) for row in db.session.execute(_listed(scope, wanted, at))]


def _listed(scope: Scope, wanted: WantedAgencies, at: datetime) -> Select[*tuple[Any, ...]]:
    figures = (
        select(
            Application.agency_id.label("agency_id"),
            func.count(Application.id).label("entries"),
            _count_if(Application.submitted_at.is_not(None)).label("sent"),
            _count_if(Application.state == ApplicationState.RETURNED).label("returned"),
            _count_if(owes_a_document()).label("owed"),
            _count_if(document_is_late(scope.programmes, at)).label("late"),
            func.max(Application.state_since).label("moved_at"),
        )
        .where(scope.applications, Application.state.not_in(LEFT))
        .group_by(Application.agency_id)
        .subquery()
    )
    statement = select(Agency, *(figures.c[name] for name in SORTS[1:])).join(figures, figures.c.agency_id == Agency.id)
    for word in map(search_key, wanted.text.split()):
        statement = statement.where(_named(word))
    if wanted.only == "owing":
        statement = statement.where(figures.c.owed > 0)
    if wanted.only == "late":
        statement = statement.where(figures.c.late > 0)
    order = Agency.sort_key if wanted.sort not in SORTS or wanted.sort == "name" else figures.c[wanted.sort]
    return statement.order_by(order.desc() if wanted.descending else order.asc(), Agency.code)


def _count_if(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _named(word: str) -> ColumnElement[bool]:
    return or_(Agency.search_key.contains(word, autoescape=True), Agency.code.contains(word, autoescape=True))

"""Every application a member of staff may see: searched, filtered, sorted, a page at a time or all for an export."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from app.clock import now
from app.extensions import db
from app.models import Agency, Application, Cycle, Person, Programme
from app.permissions import Permission, visible_applications, visible_programmes
from app.queries.exceptions import APPLICATION_KINDS
from app.queries.funnel import reached_condition
from app.queries.office_scope import office_scope, year_of
from app.thai import search_key
from workflows.application import ApplicationState

PAGE_SIZE = 50


@dataclass(frozen=True)
class Wanted:
    """What staff look for; empty values ask for everything. `sort` is a key of SORTS.

    `only` is one of the exceptions of the cockpit, `reached` a step of its funnel; both are of one cycle, the newest
    where no `year` is given.
    """

    text: str = ""
    programme: str = ""
    state: str = ""
    year: str = ""
    only: str = ""
    reached: str = ""
    sort: str = "code"
    descending: bool = False

    @property
    def is_filtered(self) -> bool:
        """Say whether anything is left out."""
        return bool(self.text.strip() or self.programme or self.state or self.year or self.only or self.reached)


SORTS: dict[str, ColumnElement[Any]] = {
    "code": Application.code.expression,
    "agency": Agency.sort_key.expression,
    "programme": Programme.position.expression,
    "state": Application.state.expression,
    "since": Application.state_since.expression,
}


@dataclass(frozen=True)
class Found:
    """One page of applications and how many fit."""

    applications: list[Application]
    total: int
    page: int
    pages: int


def find_applications(person: Person, wanted: Wanted, *, page: int) -> Found:
    """Return one page of the applications that fit, in two statements."""
    condition = _condition(person, wanted)
    total = db.session.scalar(_counted(wanted).where(condition)) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    shown = min(max(page, 1), pages)
    statement = listed(person, wanted).limit(PAGE_SIZE).offset((shown - 1) * PAGE_SIZE)
    return Found(list(db.session.scalars(statement)), total, shown, pages)


def listed(person: Person, wanted: Wanted) -> Select[Any]:
    """Return the statement of every application that fits, in the wanted order, with programme, cycle and agency."""
    order = SORTS.get(wanted.sort, SORTS["code"])
    return (
        _joined(select(Application))
        .where(_condition(person, wanted))
        .options(
            contains_eager(Application.programme).contains_eager(Programme.cycle),
            contains_eager(Application.agency),
            joinedload(Application.stage),
        )
        .order_by(order.desc() if wanted.descending else order.asc(), Application.code)
    )


def _counted(wanted: Wanted) -> Select[Any]:
    """Every application has a cycle and an agency: the count joins them only where they are asked about."""
    statement = select(func.count(Application.id)).join(Programme, Programme.id == Application.programme_id)
    if wanted.year:
        statement = statement.join(Cycle, Cycle.id == Programme.cycle_id)
    return statement.join(Agency, Agency.id == Application.agency_id) if wanted.text.strip() else statement


def _joined(statement: Select[Any]) -> Select[Any]:
    return (
        statement.join(Programme, Programme.id == Application.programme_id)
        .join(Cycle, Cycle.id == Programme.cycle_id)
        .join(Agency, Agency.id == Application.agency_id)
    )


def _condition(person: Person, wanted: Wanted) -> ColumnElement[bool]:
    parts = [visible_applications(person, Permission.VIEW_PROGRAMME)]
    if wanted.programme:
        parts.append(Application.programme_id == _key(wanted.programme))
    if wanted.state in set(ApplicationState):
        parts.append(Application.state == ApplicationState(wanted.state))
    if wanted.year:
        parts.append(Cycle.year_be == year_of(wanted.year))
    parts += _of_the_cockpit(person, wanted)
    return and_(*parts, *(_named(word) for word in map(search_key, wanted.text.split())))


def _of_the_cockpit(person: Person, wanted: Wanted) -> list[ColumnElement[bool]]:
    """The same conditions by which the cockpit counted."""
    if not (wanted.only in APPLICATION_KINDS or wanted.reached):
        return []
    scope = office_scope(person, year=year_of(wanted.year), programme=wanted.programme)
    parts: list[ColumnElement[bool]] = [scope.applications]
    if wanted.only in APPLICATION_KINDS:
        parts.append(APPLICATION_KINDS[wanted.only](scope, now()))
    if wanted.reached:
        parts.append(reached_condition(scope, wanted.reached))
    return parts


def _named(word: str) -> ColumnElement[bool]:
    return or_(
        Application.search_key.contains(word, autoescape=True),
        Agency.search_key.contains(word, autoescape=True),
        func.lower(Application.code).contains(word, autoescape=True),
    )


def _key(text: str) -> uuid.UUID:
    """Read an id from an address; what is none matches nothing."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.UUID(int=0)


def staff_programmes(person: Person) -> list[tuple[Programme, Cycle]]:
    """Return the programmes a member of staff may see, newest cycle first."""
    rows = db.session.execute(
        select(Programme, Cycle)
        .join(Cycle, Cycle.id == Programme.cycle_id)
        .where(visible_programmes(person, Permission.VIEW_PROGRAMME))
        .order_by(Cycle.year_be.desc(), Programme.position)
    )
    return [(programme, cycle) for programme, cycle in rows]

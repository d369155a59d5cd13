"""Appeals and complaints as officers look for them: searched, filtered, sorted, a page at a time or all to export."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from app.extensions import db
from app.models import Agency, Appeal, Application, Cycle, Person, Programme
from app.permissions import Permission, visible_applications
from app.queries.owed import answer_is_late, owes_an_answer
from app.queries.paging import Paged, page_of
from app.thai import search_key
from workflows.appeal import AppealKind, AppealState


@dataclass(frozen=True)
class WantedAppeals:
    """What is looked for; empty values ask for everything. `sort` is a key of SORTS."""

    text: str = ""
    kind: str = ""
    state: str = ""
    sort: str = "due"
    descending: bool = False

    @property
    def is_filtered(self) -> bool:
        """Say whether anything is left out."""
        return bool(self.text.strip() or self.kind or self.state)


_IS_ANSWERED = (Appeal.state == AppealState.ANSWERED).expression
SORTS: dict[str, tuple[ColumnElement[Any], ...]] = {
    "due": (Appeal.answer_due_on.is_(None), Appeal.answer_due_on.expression),
    "number": (Appeal.number.expression,),
    "agency": (Agency.sort_key.expression,),
    "filed": (Appeal.filed_at.expression,),
    "state": (Appeal.state.expression,),
}


def find_appeals(person: Person, wanted: WantedAppeals, *, page: int) -> Paged[Appeal]:
    """Return one page of what fits, what is not answered first, in two statements."""
    rows, place = page_of(_listed(person, wanted), page)
    return Paged([row[0] for row in rows], place.total, place.page, place.pages)


def every_appeal(person: Person, wanted: WantedAppeals) -> list[Appeal]:
    """Return everything that fits, for an export."""
    return list(db.session.scalars(_listed(person, wanted)))


@dataclass(frozen=True)
class Backlog:
    """How many wait for an answer, and how many of them are past the day promised."""

    waiting: int
    late: int


def appeal_backlog(person: Person, *, today: date) -> Backlog:
    """Count what a person of the staff sees waiting, in one statement."""
    waiting_for_an_answer = _joined(select(Appeal)).where(
        visible_applications(person, Permission.READ_APPEALS),
        owes_an_answer(),
    )
    counted = waiting_for_an_answer.with_only_columns(
        func.count(Appeal.id), func.count(Appeal.id).filter(answer_is_late(today))
    )
    waiting, late = db.session.execute(counted).one()
    return Backlog(waiting, late)


def _listed(person: Person, wanted: WantedAppeals) -> Select[Any]:
    columns: Sequence[ColumnElement[Any]] = SORTS.get(wanted.sort, SORTS["due"])
    last = [each.desc() if wanted.descending else each.asc() for each in columns[-1:]]
    return (
        _joined(select(Appeal))
        .where(_condition(person, wanted))
        .options(
            contains_eager(Appeal.application).contains_eager(Application.agency),
            contains_eager(Appeal.application).contains_eager(Application.programme).contains_eager(Programme.cycle),
            joinedload(Appeal.taken_up_by),
        )
        .order_by(_IS_ANSWERED, *columns[:-1], *last, Appeal.number)
    )


def _joined(statement: Select[Any]) -> Select[Any]:
    return (
        statement.join(Application, Application.id == Appeal.application_id)
        .join(Programme, Programme.id == Application.programme_id)
        .join(Cycle, Cycle.id == Programme.cycle_id)
        .join(Agency, Agency.id == Application.agency_id)
    )


def _condition(person: Person, wanted: WantedAppeals) -> ColumnElement[bool]:
    parts = [visible_applications(person, Permission.READ_APPEALS), Appeal.state != AppealState.DRAFT]
    if wanted.kind in set(AppealKind):
        parts.append(Appeal.kind == AppealKind(wanted.kind))
    if wanted.state in set(AppealState):
        parts.append(Appeal.state == AppealState(wanted.state))
    return and_(*parts, *(_named(word) for word in map(search_key, wanted.text.split())))


def _named(word: str) -> ColumnElement[bool]:
    return or_(
        Application.search_key.contains(word, autoescape=True),
        Agency.search_key.contains(word, autoescape=True),
        func.lower(Appeal.number).contains(word, autoescape=True),
    )

"""Announced winners: searched, filtered and counted; nothing that is not announced and not public leaves this file."""

from __future__ import annotations

import json
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import Agency, Application, Cycle, Programme, Snapshot
from app.queries.award_levels import AwardLabel, award_label
from app.queries.criteria import rubric_of
from app.thai import search_key
from rubrics import load_rubric
from rubrics.form import FieldKind
from rubrics.model import Rubric
from rubrics.strict import Text
from workflows.application import ApplicationState, Phase
from workflows.decision import NONE

PAGE_SIZE = 20
_NEVER_PUBLIC = frozenset({FieldKind.CONTACT, FieldKind.FILE})


@dataclass(frozen=True)
class Wanted:
    """What a visitor looks for; an empty value asks for everything."""

    text: str = ""
    branch: str = ""
    type_code: str = ""
    year_be: int | None = None
    level: str = ""


@dataclass(frozen=True)
class Winner:
    """One announced work with its award and the answers its criteria publish."""

    application: Application
    rubric: Rubric
    award: AwardLabel
    answers: Mapping[str, Any]

    @property
    def summary(self) -> str:
        """The work in a few sentences, where its form asks for them."""
        return str(self.answers.get("summary") or "")

    @property
    def responsible_unit(self) -> str:
        """The unit that did the work, where its form publishes it."""
        return str(self.answers.get("responsible_unit") or "")

    def title(self, language: str) -> str:
        """The work's title; a status assessment has none and carries its agency's name."""
        return self.application.title(language) or self.application.agency.name(language)


@dataclass(frozen=True)
class Facet:
    """One value to filter by and how many works it would leave."""

    value: str
    count: int


@dataclass(frozen=True)
class Winners:
    """One page of works, and what else could be asked for."""

    works: tuple[Winner, ...]
    total: int
    page: int
    pages: int
    years: tuple[Facet, ...]
    branches: tuple[Facet, ...]
    types: tuple[Facet, ...]
    levels: tuple[Facet, ...]
    level_names: Mapping[str, AwardLabel]
    type_names: Mapping[str, Text]


@dataclass(frozen=True)
class _Cell:
    """How many works share year, branch, type and award."""

    year_be: int
    branch: str
    type_code: str
    award: AwardLabel
    rubric_id: str
    count: int


def find_winners(wanted: Wanted, *, page: int) -> Winners:
    """Return one page of announced works, best level first, and the counts of every filter, in three statements."""
    cells = _cells(wanted.text)
    chosen = [cell for cell in cells if _fits(cell, wanted)]
    total = sum(cell.count for cell in chosen)
    pages = max(1, -(-total // PAGE_SIZE))
    shown = min(max(page, 1), pages)
    works = _works(_ordered(wanted, chosen).limit(PAGE_SIZE).offset((shown - 1) * PAGE_SIZE)) if total else ()
    return Winners(
        works=works,
        total=total,
        page=shown,
        pages=pages,
        years=_facets(cells, replace(wanted, year_be=None), lambda cell: str(cell.year_be), newest_first=True),
        branches=_facets(cells, replace(wanted, branch="", type_code=""), lambda cell: cell.branch),
        types=_facets(cells, replace(wanted, type_code=""), lambda cell: cell.type_code),
        levels=_facets(cells, replace(wanted, level=""), lambda cell: cell.award.level),
        level_names={cell.award.level: cell.award for cell in sorted(cells, key=lambda cell: -cell.award.rank)},
        type_names={cell.type_code: load_rubric(cell.rubric_id).title for cell in cells},
    )


def every_winner(wanted: Wanted) -> tuple[Winner, ...]:
    """Return all the works that fit, for the open data files."""
    chosen = [cell for cell in _cells(wanted.text) if _fits(cell, wanted)]
    return _works(_ordered(wanted, chosen)) if chosen else ()


def winner_by_id(application_id: uuid.UUID) -> Winner | None:
    """Return one announced work, or None where there is none to be seen."""
    works = _works(_announced().where(Application.id == application_id))
    return works[0] if works else None


def public_fields(rubric: Rubric) -> frozenset[str]:
    """Return the fields of the entry form that a winner's page may show; contacts and files never are among them."""
    fields = rubric.form.fields if rubric.form else ()
    return frozenset(field.id for field in fields if field.public_if_awarded and field.kind not in _NEVER_PUBLIC)


def _announced() -> Select[Application]:
    return (
        select(Application)
        .join(Application.programme)
        .join(Programme.cycle)
        .join(Application.agency)
        .where(Application.state == ApplicationState.ANNOUNCED, Application.award != NONE)
    )


def _named(text: str) -> list[ColumnElement[bool]]:
    """Every word must be found in the work or its agency; Thai is folded as the stored keys are."""
    return [
        or_(
            Application.search_key.contains(word, autoescape=True),
            Agency.search_key.contains(word, autoescape=True),
        )
        for word in map(search_key, text.split())
    ]


def _cells(text: str) -> list[_Cell]:
    counted = (
        _announced()
        .where(*_named(text))
        .with_only_columns(
            Cycle.year_be, Programme.branch, Programme.type_code, Programme.rubric_id, Application.award, func.count()
        )
        .group_by(Cycle.year_be, Programme.branch, Programme.type_code, Programme.rubric_id, Application.award)
    )
    found = []
    for year_be, branch, type_code, rubric_id, code, count in db.session.execute(counted):
        award = award_label(load_rubric(rubric_id), code or NONE)
        if award is not None:
            found.append(_Cell(year_be, branch, type_code, award, rubric_id, count))
    return found


def _fits(cell: _Cell, wanted: Wanted) -> bool:
    return (
        (not wanted.branch or cell.branch == wanted.branch)
        and (not wanted.type_code or cell.type_code == wanted.type_code)
        and (wanted.year_be is None or cell.year_be == wanted.year_be)
        and (not wanted.level or cell.award.level == wanted.level)
    )


def _facets(
    cells: Sequence[_Cell], wanted: Wanted, value: Callable[[_Cell], str], *, newest_first: bool = False
) -> tuple[Facet, ...]:
    """Count each value among the works the other filters leave; values without any stay, with 0."""
    counts: Counter[str] = Counter()
    for cell in cells:
        counts[value(cell)] += cell.count if _fits(cell, wanted) else 0
    if newest_first:
        return tuple(Facet(*each) for each in sorted(counts.items(), reverse=True))
    first_rank = {value(cell): cell.award.rank for cell in sorted(cells, key=lambda cell: -cell.award.rank)}
    return tuple(Facet(*each) for each in sorted(counts.items(), key=lambda each: (first_rank[each[0]], each[0])))


def _ordered(wanted: Wanted, chosen: Iterable[_Cell]) -> Select[Application]:
    ranks = {(cell.year_be, cell.rubric_id, cell.award.code): cell.award.rank for cell in chosen}
    same = [
        (and_(Cycle.year_be == year, Programme.rubric_id == rubric_id, Application.award == code), rank)
        for (year, rubric_id, code), rank in ranks.items()
    ]
    return (
        _announced()
        .where(*_named(wanted.text), or_(*(condition for condition, _ in same)))
        .order_by(Cycle.year_be.desc(), case(*same, else_=0), Programme.position, Agency.sort_key, Application.code)
    )


def _works(statement: Select[Application]) -> tuple[Winner, ...]:
    applications = db.session.scalars(
        statement.options(
            joinedload(Application.agency).joinedload(Agency.ministry),
            joinedload(Application.programme).joinedload(Programme.cycle),
        )
    ).all()
    documents = _entries([application.id for application in applications])
    return tuple(work for each in applications if (work := _work(each, documents.get(each.id, {}))) is not None)


def _work(application: Application, answers: Mapping[str, Any]) -> Winner | None:
    rubric = rubric_of(application.programme)
    award = award_label(rubric, application.award or NONE)
    if award is None:
        return None
    shown = public_fields(rubric)
    return Winner(application, rubric, award, {name: value for name, value in answers.items() if name in shown})


def _entries(application_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Mapping[str, Any]]:
    """Return what each application handed in last as its entry, in one statement."""
    snapshots = db.session.scalars(
        select(Snapshot)
        .where(Snapshot.application_id.in_(application_ids), Snapshot.phase == Phase.ENTRY)
        .order_by(Snapshot.number)
    )
    return {snapshot.application_id: json.loads(snapshot.content)["answers"] for snapshot in snapshots}

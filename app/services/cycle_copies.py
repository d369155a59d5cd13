"""Copying a cycle for another year: the same programmes, plans and rules, their dates moved and kept off holidays."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.extensions import db
from app.models import Cycle, Person, Programme, Stage
from app.permissions import Permission, visible_programmes
from app.queries.criteria import rubric_of
from app.services.cycles import create_cycle, open_programme
from app.services.events import record
from app.thai import BANGKOK
from app.thai.days_off import next_working_day
from app.transaction import composed, transactional
from rubrics import published_rubrics
from workflows.calendar import years_later
from workflows.errors import Obstacle, RuleBroken


@dataclass(frozen=True)
class Moved:
    """One date of a copy: where it stood, where it will stand, and whether a day off moved it further."""

    name: str
    before: datetime
    after: datetime
    is_moved: bool


@dataclass(frozen=True)
class Copy:
    """What a programme becomes in the new year; nothing where its criteria are no longer published."""

    programme: Programme
    dates: tuple[Moved, ...]
    is_possible: bool

    def at(self, name: str) -> datetime | None:
        """The new instant of a date of the programme, None where it has none."""
        return next((each.after for each in self.dates if each.name == name), None)


@composed
def copies_of(source: Cycle, year_be: int, *, actor: Person) -> list[Copy]:
    """Say what copying each programme of the cycle that the actor may set up would make of its dates."""
    programmes = db.session.scalars(
        select(Programme)
        .where(Programme.cycle_id == source.id, visible_programmes(actor, Permission.MANAGE_PROGRAMME))
        .options(selectinload(Programme.stages))
        .order_by(Programme.position)
    )
    years = year_be - source.year_be
    return [Copy(each, tuple(_moved_dates(each, years)), each.rubric_id in published_rubrics()) for each in programmes]


def _moved_dates(programme: Programme, years: int) -> Sequence[Moved]:
    found = []
    for name in ("opens_at", "closes_at", *(("report_closes_at",) if rubric_of(programme).report else ())):
        found += _moved(name, getattr(programme, name), years)
    for stage in programme.stages:
        found += _moved(f"{stage.code}-opens_at", stage.opens_at, years)
        found += _moved(f"{stage.code}-closes_at", stage.closes_at, years)
    return found


def _moved(name: str, instant: datetime | None, years: int) -> list[Moved]:
    if instant is None:
        return []
    local = instant.astimezone(BANGKOK)
    plain = years_later(local, years, next_working_day=lambda day: day)
    after = years_later(local, years, next_working_day=next_working_day)
    return [Moved(name, local, after, is_moved=plain != after)]


@transactional
def copy_cycle(
    source: Cycle, *, year_be: int, title_th: str, title_en: str, chosen: Collection[uuid.UUID], actor: Person
) -> Cycle:
    """Copy the chosen programmes into the cycle of this year, which is made if need be. Raises RuleBroken.

    The copies are not published: somebody looks at their moved dates first.
    """
    copies = [each for each in copies_of(source, year_be, actor=actor) if each.programme.id in chosen]
    against = []
    if year_be <= source.year_be:
        against.append(Obstacle("The new year must come after the one that is copied", field="year_be"))
    if not copies:
        against.append(Obstacle("Choose at least one programme to copy", field="programmes"))
    if against:
        raise RuleBroken(against)
    cycle = db.session.scalars(select(Cycle).where(Cycle.year_be == year_be)).one_or_none()
    if cycle is None:
        cycle = create_cycle(year_be=year_be, title_th=title_th, title_en=title_en, actor=actor)
    for copy in copies:
        _open_copy(cycle, copy, actor)
    record("cycle_copied", about=cycle, actor=actor, source=source.year_be, programmes=len(copies))
    return cycle


def _open_copy(cycle: Cycle, copy: Copy, actor: Person) -> None:
    source = copy.programme
    opens, closes = copy.at("opens_at"), copy.at("closes_at")
    assert opens is not None, "every programme opens"
    assert closes is not None, "every programme closes"
    made = open_programme(
        cycle,
        source.rubric_id,
        opens_at=opens,
        closes_at=closes,
        grace_minutes=source.grace_minutes,
        report_closes_at=copy.at("report_closes_at"),
        rules=dict(source.rules),
        is_published=False,
        actor=actor,
    )
    db.session.flush()
    db.session.refresh(made, ["stages"])
    by_code = {stage.code: stage for stage in source.stages}
    for stage in made.stages:
        if stage.code in by_code:
            _copy_stage(by_code[stage.code], stage, copy)
    db.session.flush()


def _copy_stage(source: Stage, made: Stage, copy: Copy) -> None:
    made.panel_size, made.gate, made.enter_when = source.panel_size, source.gate, source.enter_when
    made.opens_at, made.closes_at = copy.at(f"{source.code}-opens_at"), copy.at(f"{source.code}-closes_at")

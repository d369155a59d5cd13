"""What can be entered, and when: programmes as every visitor may see them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from app.models import Cycle, Programme
from app.queries.criteria import rubric_of
from rubrics.model import Rubric


class Standing(StrEnum):
    """Where a programme stands for someone who thinks of entering."""

    UPCOMING = "upcoming"
    OPEN = "open"
    CLOSED = "closed"
    ANNOUNCED = "announced"


@dataclass(frozen=True)
class ProgrammeCard:
    """One programme with its criteria and where it stands now."""

    programme: Programme
    rubric: Rubric
    standing: Standing

    @property
    def grace(self) -> timedelta:
        """How long after closing an entry that was begun in time is still taken."""
        return timedelta(minutes=self.programme.grace_minutes)


@dataclass(frozen=True)
class CalendarStep:
    """One step of a cycle: what, from when, until when; no dates where they are not set yet."""

    name: str
    starts_at: datetime | None
    ends_at: datetime | None
    state: str


def programme_cards(*, at: datetime) -> list[ProgrammeCard]:
    """Return every published programme: the newest cycle first, inside it in the order of the set-up."""
    programmes = db.session.scalars(
        select(Programme)
        .join(Programme.cycle)
        .where(Programme.is_published)
        .options(joinedload(Programme.cycle), joinedload(Programme.assessing_body), selectinload(Programme.stages))
        .order_by(Cycle.year_be.desc(), Programme.position)
    ).all()
    return [_card(programme, at) for programme in programmes]


def programme_card(programme: Programme, *, at: datetime) -> ProgrammeCard:
    """Return one programme as its page shows it."""
    return _card(programme, at)


def present_cycle(cards: Sequence[ProgrammeCard]) -> Cycle | None:
    """Return the cycle whose calendar tells what goes on: the newest that has opened, else the next one."""
    opened = [card for card in cards if card.standing is not Standing.UPCOMING]
    return next((card.programme.cycle for card in opened or cards), None)


def _card(programme: Programme, at: datetime) -> ProgrammeCard:
    return ProgrammeCard(programme, rubric_of(programme), standing_of(programme, at))


def standing_of(programme: Programme, at: datetime) -> Standing:
    """Say where the programme stands at this instant; grace is for those who have begun, so it counts as closed."""
    if programme.announced_at is not None:
        return Standing.ANNOUNCED
    if at < programme.opens_at:
        return Standing.UPCOMING
    return Standing.OPEN if at <= programme.closes_at else Standing.CLOSED


def calendar_of(programmes: Sequence[Programme], *, at: datetime) -> list[CalendarStep]:
    """Return the steps of a cycle, each over all its programmes."""
    if not programmes:
        return []
    announced = [programme.announced_at for programme in programmes]
    is_announced = all(announced)
    opens, closes = min(each.opens_at for each in programmes), max(each.closes_at for each in programmes)
    report = _latest(each.report_closes_at for each in programmes if rubric_of(each).report is not None)
    steps = [_step("entries", opens, closes, at)]
    if report is not None:
        steps.append(_step("reports", closes, report, at))
    begins = report or closes
    steps.append(CalendarStep("assessment", None, None, "done" if is_announced else "now" if at > begins else "later"))
    steps.append(CalendarStep("announcement", _latest(announced), None, "done" if is_announced else "later"))
    return steps


@dataclass(frozen=True)
class SharedDates:
    """The programmes of a cycle that open and close together, and their report if they ask for one."""

    programmes: tuple[Programme, ...]
    opens_at: datetime
    closes_at: datetime
    report_closes_at: datetime | None


def differing_dates(programmes: Sequence[Programme]) -> list[SharedDates]:
    """Return the programmes by the dates they share, the earliest first; nothing where all have the same."""
    found: dict[tuple[datetime, datetime, datetime | None], list[Programme]] = {}
    for programme in programmes:
        report = programme.report_closes_at if rubric_of(programme).report is not None else None
        found.setdefault((programme.opens_at, programme.closes_at, report), []).append(programme)
    shared = [SharedDates(tuple(group), *dates) for dates, group in found.items()]
    windows = {(each.opens_at, each.closes_at) for each in shared}
    reports = {each.report_closes_at for each in shared} - {None}
    if len(windows) <= 1 and len(reports) <= 1:
        return []
    return sorted(shared, key=lambda each: (each.opens_at, each.closes_at, each.report_closes_at or each.closes_at))


def _step(name: str, starts_at: datetime, ends_at: datetime, at: datetime) -> CalendarStep:
    state = "done" if at > ends_at else "now" if at >= starts_at else "later"
    return CalendarStep(name, starts_at, ends_at, state)


def _latest(instants: Iterable[datetime | None]) -> datetime | None:
    return max((instant for instant in instants if instant is not None), default=None)


def programme_by_id(programme_id: uuid.UUID) -> Programme | None:
    """Return the programme with what its page shows, if it is published."""
    return db.session.scalars(
        select(Programme)
        .where(Programme.id == programme_id, Programme.is_published)
        .options(
            joinedload(Programme.cycle),
            joinedload(Programme.assessing_body),
            selectinload(Programme.stages),
            selectinload(Programme.confirmations),
        )
    ).one_or_none()

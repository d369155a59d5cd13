"""Which programmes a page of the staff looks at: those of one cycle that this person may see, or one of them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, select, true
from sqlalchemy.orm import joinedload, selectinload

from app.clock import now
from app.extensions import db
from app.models import Application, Cycle, Person, Programme, Stage
from app.permissions import Permission, interests_of_agencies, set_aside_for, visible_programmes
from rubrics.stages import StageKind
from workflows.attention import stuck_after
from workflows.stage_plan import PlannedStage


@dataclass(frozen=True)
class Scope:
    """What is looked at. `chosen` is the one programme asked for; every figure is of `programmes`.

    `set_aside` is the condition on applications that are kept from whoever looks, `interests` the one on interests
    in agencies that are theirs to read.
    """

    cycles: Sequence[Cycle]
    cycle: Cycle | None
    offered: Sequence[Programme]
    chosen: Programme | None = None
    set_aside: ColumnElement[bool] = field(default_factory=false)
    interests: ColumnElement[bool] = field(default_factory=false)

    @property
    def programmes(self) -> list[Programme]:
        """The programmes every figure is of."""
        return [self.chosen] if self.chosen else list(self.offered)

    @property
    def ids(self) -> list[uuid.UUID]:
        """Their keys."""
        return [programme.id for programme in self.programmes]

    @property
    def applications(self) -> ColumnElement[bool]:
        """The condition on the applications that are looked at."""
        return and_(Application.programme_id.in_(self.ids), ~self.set_aside)

    @property
    def query(self) -> dict[str, Any]:
        """What of an address leads back to this scope."""
        parts: dict[str, Any] = {"year": str(self.cycle.year_be) if self.cycle else "", "programme": ""}
        if self.chosen:
            parts["programme"] = str(self.chosen.id)
        return {name: value for name, value in parts.items() if value}


def cycles_newest_first() -> list[Cycle]:
    """Return every award year."""
    return list(db.session.scalars(select(Cycle).order_by(Cycle.year_be.desc())))


def year_of(text: str) -> int | None:
    """Read the year of an address; what no cycle can be called is none."""
    return int(text) if len(text) == 4 and text.isascii() and text.isdigit() else None


def cycles_and_chosen(
    viewer: Person, *, year: int | None, permission: Permission = Permission.VIEW_PROGRAMME
) -> tuple[list[Cycle], Cycle | None]:
    """Return every award year and the one to look at, in one statement: the year asked for, else the present one.

    Present is the newest in which a programme this person may see has opened: a year that is only being prepared takes
    no page over. Where none has opened it is the newest.
    """
    opened = exists().where(
        Programme.cycle_id == Cycle.id,
        Programme.is_published,
        Programme.opens_at <= now(),
        visible_programmes(viewer, permission),
    )
    rows = db.session.execute(select(Cycle, opened.correlate(Cycle)).order_by(Cycle.year_be.desc())).all()
    cycles = [cycle for cycle, _opened in rows]
    present = next((cycle for cycle, has_opened in rows if has_opened), cycles[0] if cycles else None)
    return cycles, next((cycle for cycle in cycles if cycle.year_be == year), present)


def office_scope(viewer: Person, *, year: int | None, programme: str) -> Scope:
    """Return the scope an address asks for, the present cycle where it asks for none, in three statements."""
    cycles, cycle = cycles_and_chosen(viewer, year=year)
    if cycle is None:
        return Scope((), None, ())
    return _scope_of(viewer, Programme.cycle_id == cycle.id, cycles, cycle, programme)


def whole_scope(viewer: Person) -> Scope:
    """Return the programmes of every cycle that this person may see."""
    return _scope_of(viewer, true(), cycles_newest_first(), None, "")


def _scope_of(
    viewer: Person, condition: ColumnElement[bool], cycles: Sequence[Cycle], cycle: Cycle | None, programme: str
) -> Scope:
    offered = db.session.scalars(
        select(Programme)
        .where(condition, visible_programmes(viewer, Permission.VIEW_PROGRAMME))
        .options(selectinload(Programme.stages), joinedload(Programme.cycle))
        .order_by(Programme.position)
    ).all()
    chosen = next((each for each in offered if str(each.id) == programme), None)
    in_agencies = interests_of_agencies(viewer, Permission.READ_INTERESTS)
    return Scope(cycles, cycle, offered, chosen, set_aside_for(viewer), in_agencies)


def assessing_stages(programme: Programme) -> list[Stage]:
    """Return the stages of the programme's plan at which a panel fills in sheets, in their order."""
    return [
        stage
        for stage in programme.stages
        if PlannedStage(stage.code, StageKind(stage.kind), stage.panel_size).is_assessing
    ]


def patience_of(programme: Programme) -> timedelta:
    """Return how long an application of this programme may stand still before it counts as stuck."""
    return stuck_after(programme.rules)

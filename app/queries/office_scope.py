"""Which programmes a page of the staff looks at: those of one cycle that this person may see, or one of them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from app.models import Cycle, Person, Programme, Stage
from app.permissions import Permission, visible_programmes
from rubrics.stages import StageKind
from workflows.attention import stuck_after
from workflows.stage_plan import PlannedStage


@dataclass(frozen=True)
class Scope:
    """What is looked at. `chosen` is the one programme asked for; every figure is of `programmes`."""

    cycles: Sequence[Cycle]
    cycle: Cycle | None
    offered: Sequence[Programme]
    chosen: Programme | None = None

    @property
    def programmes(self) -> list[Programme]:
        """The programmes every figure is of."""
        return [self.chosen] if self.chosen else list(self.offered)

    @property
    def ids(self) -> list[uuid.UUID]:
        """Their keys."""
        return [programme.id for programme in self.programmes]

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


def office_scope(viewer: Person, *, year: int | None, programme: str) -> Scope:
    """Return the scope an address asks for, the newest cycle where it asks for none, in three statements."""
    cycles = cycles_newest_first()
    cycle = next((each for each in cycles if each.year_be == year), cycles[0] if cycles else None)
    if cycle is None:
        return Scope((), None, ())
    offered = db.session.scalars(
        select(Programme)
        .where(Programme.cycle_id == cycle.id, visible_programmes(viewer, Permission.VIEW_PROGRAMME))
        .options(selectinload(Programme.stages), joinedload(Programme.cycle))
        .order_by(Programme.position)
    ).all()
    chosen = next((each for each in offered if str(each.id) == programme), None)
    return Scope(cycles, cycle, offered, chosen)


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

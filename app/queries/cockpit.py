"""The cockpit of a cycle: its funnel, what does not go as it should, the pace of the sheets, assessors at risk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.clock import BANGKOK
from app.models import Person, Programme
from app.queries.assessor_progress import AssessorStatus, sheet_totals
from app.queries.exceptions import DRAFTING, WAITING_FOR_SCREENING, Exceptions, empty_seats, exceptions_of
from app.queries.funnel import Funnel, funnel_of
from app.queries.office_scope import Scope, office_scope
from app.queries.pace import Pace, pace_of


@dataclass(frozen=True)
class Cockpit:
    """Everything the cockpit shows; the number of statements behind it does not depend on how much there is."""

    scope: Scope
    funnel: Funnel
    exceptions: Exceptions
    pace: Pace
    assessors: Mapping[AssessorStatus, int]
    empty_seats: int

    @property
    def waiting_for_screening(self) -> int:
        """Documents the office has to screen."""
        return self.funnel.standing_in(*WAITING_FOR_SCREENING)

    @property
    def drafting(self) -> int:
        """Entries the agencies still work on."""
        return self.funnel.standing_in(*DRAFTING)

    @property
    def next_closing(self) -> Programme | None:
        """The programme that closes next."""
        return min(self.scope.programmes, key=lambda programme: programme.closes_at, default=None)


def cockpit_of(viewer: Person, *, year: int | None, programme: str, at: datetime) -> Cockpit:
    """Return the cockpit of a cycle, or of one of its programmes."""
    scope = office_scope(viewer, year=year, programme=programme)
    sheets = sheet_totals(scope, at=at)
    return Cockpit(
        scope,
        funnel_of(scope),
        exceptions_of(scope, sheets.seats, at=at),
        pace_of(scope, today=at.astimezone(BANGKOK).date()),
        sheets.assessors,
        empty_seats(scope),
    )

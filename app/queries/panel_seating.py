"""Who could sit on one panel: every assessor of the branch with expertise, load and what is in the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.models import Application, AssessorProfile, Assignment, Stage
from app.permissions import IN_FORCE
from app.queries.assignment_board import seats_of
from app.queries.assignment_problem import assessor_pool, expertise_of, seats_held
from app.queries.ties import read_ties
from workflows.conflicts import Conflict


@dataclass(frozen=True)
class Choice:
    """One assessor who could sit on a panel: what speaks for it, and everything in the way."""

    profile: AssessorProfile
    expertise: str
    load: int
    conflicts: tuple[Conflict, ...]
    seat: Assignment | None

    @property
    def is_seated(self) -> bool:
        """Say whether the assessor sits on the panel now."""
        return self.seat is not None and self.seat.state in IN_FORCE

    @property
    def has_left(self) -> bool:
        """Say whether the assessor sat on the panel and left it."""
        return self.seat is not None and not self.is_seated

    @property
    def is_full(self) -> bool:
        """Say whether the assessor can take no more."""
        return not self.is_seated and self.load >= self.profile.max_load


def seating_choices(application: Application, stage: Stage) -> list[Choice]:
    """Return every assessor of the branch for one panel, those who could sit there first, then by name."""
    pool = assessor_pool(stage)
    people = [profile.person_id for profile in pool]
    ties = read_ties(stage.programme, [application], people)
    held = seats_held(people)
    seats = {seat.assessor_id: seat for seat in seats_of(stage, [application.id])[application.id]}
    choices = [
        Choice(
            profile,
            str(expertise_of(stage, profile)),
            held.get(profile.person_id, 0),
            ties.between(profile.person_id, application.id),
            seats.get(profile.person_id),
        )
        for profile in pool
    ]
    return sorted(choices, key=_order)


def _order(choice: Choice) -> tuple[Any, ...]:
    in_the_way = bool(choice.conflicts) or choice.is_full or choice.has_left
    return (not choice.is_seated, in_the_way, -int(choice.expertise), choice.load, choice.profile.person.name_th)

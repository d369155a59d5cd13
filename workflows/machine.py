"""A state machine as a table: who may move a thing, from where, to where, unless what stands against it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from workflows.errors import Obstacle, RuleBroken
from workflows.roles import Role

State = TypeVar("State", bound=StrEnum)
Facts = TypeVar("Facts")


def no_obstacles(_facts: object) -> list[Obstacle]:
    """The rule of a transition that nothing but state and role can stop."""
    return []


@dataclass(frozen=True)
class Transition(Generic[State, Facts]):
    """One row of a workflow table.

    `obstacles` receives the facts of the case and returns every reason against; `proposed_by` marks an act that
    two people must take: one proposes, another of `roles` confirms.
    """

    name: str
    sources: frozenset[State]
    target: State | None
    roles: frozenset[Role]
    obstacles: Callable[[Facts], list[Obstacle]] = no_obstacles
    two_persons: bool = False

    def check(self, state: State, roles: Iterable[Role], facts: Facts) -> State:
        """Return the new state; raise RuleBroken with every reason if the act is not allowed now.

        A target of None means "back to where it came from"; the use case supplies it from the thing itself.
        """
        against: list[Obstacle] = []
        if not self.roles & set(roles):
            against.append(Obstacle("Your role does not allow this step"))
        if state not in self.sources:
            against.append(Obstacle("This step is not possible in the present state"))
        if not against:
            against = self.obstacles(facts)
        if against:
            raise RuleBroken(against)
        return self.target if self.target is not None else state

    def is_offered(self, state: State, roles: Iterable[Role]) -> bool:
        """Say whether the act should be shown to someone with these roles; obstacles are told when they try."""
        return state in self.sources and bool(self.roles & set(roles))

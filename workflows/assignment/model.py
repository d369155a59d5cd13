"""A linear model in whole numbers, as a value: what an optimiser is asked and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True)
class Row:
    """lower <= sum of coefficient x column <= upper; None leaves a side open."""

    terms: Mapping[int, int]
    lower: int | None = None
    upper: int | None = None


@dataclass
class Model:
    """Whole-number columns within bounds, rows, and an objective to be made as large as possible."""

    lower: list[int] = field(default_factory=list)
    upper: list[int | None] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    objective: dict[int, int] = field(default_factory=dict)

    def column(self, lower: int = 0, upper: int | None = 1) -> int:
        """Add a column and return its number."""
        self.lower.append(lower)
        self.upper.append(upper)
        return len(self.lower) - 1

    def copy(self) -> Model:
        """Return a model that can grow without changing this one."""
        return Model(list(self.lower), list(self.upper), list(self.rows), dict(self.objective))


class Outcome(StrEnum):
    """How a run ended: proved best, proved impossible, or at its limit of steps."""

    SOLVED = "solved"
    IMPOSSIBLE = "impossible"
    STOPPED = "stopped"


@dataclass(frozen=True)
class Answer:
    """`values` is None where no solution was found; no solution has an objective above `bound` (None: not known)."""

    outcome: Outcome
    values: tuple[int, ...] | None = None
    bound: int | None = None


Optimise = Callable[[Model, Sequence[int]], Answer]
"""Solves a model, starting from a solution where one is given (else an empty sequence)."""

"""The assignment problem and its two kinds of answer, as values.

Hard rules: panel size, no conflicted pair, loads between least and most, no two of one group on a panel, someone able
to lead, locked pairs, anchors scored by everyone. Objectives, strictly in this order: the worst-off application's
expertise, the spread of loads, total expertise, fewest changed pairs; a repair puts fewest changed pairs first. Among
plans equal in all four, those who hold least besides come first: the spread sees only the most and the least load.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from workflows.errors import Obstacle

Pair = tuple[str, str]
"""An application's id and an assessor's."""

Stop = Callable[[], bool]
"""Says whether nobody waits for the answer any longer; only whoever runs the solver asks a clock."""


def never() -> bool:
    """Let a run come to its own end."""
    return False


class Mode(StrEnum):
    """Whether a plan is made anew, or one in force is mended with the fewest changes."""

    PLAN = "plan"
    REPAIR = "repair"


class Rule(StrEnum):
    """The hard rules, as answers name them."""

    PANEL_SIZE = "panel_size"
    CONFLICTS = "conflicts"
    MAX_LOAD = "max_load"
    MIN_LOAD = "min_load"
    ONE_PER_GROUP = "one_per_group"
    NEED_LEAD = "need_lead"
    LOCKED = "locked"
    ANCHORS = "anchors"
    CONNECTED = "connected"
    KNOWN = "known"


@dataclass(frozen=True)
class Application:
    """An application; `size` None means the problem's panel size. `groups` are told, never a rule by themselves."""

    id: str
    size: int | None = None
    programme: str | None = None
    groups: tuple[str, ...] = ()


@dataclass(frozen=True)
class Assessor:
    """An assessor, the least and most applications they may get, and the groups (ministries) they belong to.

    `held` are seats they hold besides this problem: least and most are net of them, the spread of loads counts them.
    """

    id: str
    min: int
    max: int
    groups: tuple[str, ...] = ()
    lead: bool = False
    held: int = 0


@dataclass(frozen=True)
class Problem:
    """One assignment problem. Every assessor listed serves every programme listed.

    `conflicts` is complete. `previous` may name applications and assessors that are gone; their pairs count as
    changed. An anchor application is scored by every assessor without a conflict: it has no panel size, no group or
    lead rule, is left out of worst-off and total expertise, and counts in loads.
    """

    panel_size: int
    applications: tuple[Application, ...]
    assessors: tuple[Assessor, ...]
    mode: Mode = Mode.PLAN
    expertise: Mapping[Pair, Decimal] = field(default_factory=dict)
    conflicts: frozenset[Pair] = frozenset()
    locked: frozenset[Pair] = frozenset()
    previous: frozenset[Pair] = frozenset()
    one_per_group: bool = False
    need_lead: bool = False
    connected: bool = False
    anchors: frozenset[str] = frozenset()

    def size_of(self, application: Application) -> int:
        """Return how many assessors the application needs. Anchors have no size."""
        return self.panel_size if application.size is None else application.size


@dataclass(frozen=True)
class Figures:
    """The four objectives of a plan, or a bound for each.

    `worst_off` is the smallest total expertise of an application, times largest panel / own panel; `load_spread` is
    most minus least load over all assessors, what they hold besides included; `expertise` the total; `changed` the
    previous pairs that are not kept.
    """

    worst_off: Fraction
    load_spread: int
    expertise: Fraction
    changed: int


class Status(StrEnum):
    """Whether the plan is proved best in all four objectives, in their order."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"


@dataclass(frozen=True)
class Plan:
    """A plan that keeps every hard rule, with what it reaches and what could be reached at best.

    Each bound holds for plans that are no worse in the objectives before it. `islands` are the assessors of each
    programme that share no chain of applications, where one chain was asked for and not found. `is_stopped` says that
    the run was ended before it came to its own end: the plan keeps every rule, and more might have been reached.
    """

    status: Status
    pairs: tuple[Pair, ...]
    objectives: Figures
    bounds: Figures
    islands: tuple[tuple[str, ...], ...] = ()
    is_stopped: bool = False


@dataclass(frozen=True)
class Block:
    """One rule of a set that cannot hold together, for these applications and assessors."""

    rule: Rule
    applications: tuple[str, ...] = ()
    assessors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Relaxation:
    """A change, in one or more steps, that frees the blocking set; `cost` counts seats, places or rules given up."""

    steps: tuple[Obstacle, ...]
    cost: int

    @property
    def change(self) -> str:
        """The steps in English, as the command line prints them."""
        return "; ".join(str(step) for step in self.steps)


@dataclass(frozen=True)
class Infeasible:
    """No plan exists: a set of rules that block each other, and what would free them, cheapest first.

    The set is minimal and the ways out are cheapest unless the run was ended early (`is_stopped`).
    """

    blocking: tuple[Block, ...]
    relaxations: tuple[Relaxation, ...]
    is_stopped: bool = False


class Undecided(Exception):
    """The search ended without a plan and without a proof that there is none. Rare: loads leave almost no choice."""

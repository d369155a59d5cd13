"""Conditions of gates and award levels: trees of all / any over {path, op, value}, never expression strings."""

import operator
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from rubrics.strict import FAULT, Fault, Strict, plain_number

FactValue = Decimal | bool | int | None


class Op(StrEnum):
    """How a fact is compared with the value written in the rubric."""

    GTE = "gte"
    GT = "gt"
    LTE = "lte"
    LT = "lt"
    EQ = "eq"
    NE = "ne"


_COMPARE: dict[Op, Callable[[Any, Any], bool]] = {
    Op.GTE: operator.ge,
    Op.GT: operator.gt,
    Op.LTE: operator.le,
    Op.LT: operator.lt,
    Op.EQ: operator.eq,
    Op.NE: operator.ne,
}
TOTALS = frozenset({"assessor", "consensus", "site_visit", "final", "points"})
TRUTHS = frozenset({"profile.complete", "site_visit.confirmed"})
_OTHERS = frozenset({"total.percent", "min_dimension_percent", "missing_evidence.count"})


def node_in(path: str) -> str | None:
    """Return the node id a path of the shape `node.<id>.percent` speaks of, else None."""
    if path.startswith("node.") and path.endswith(".percent"):
        return path.removeprefix("node.").removesuffix(".percent") or None
    return None


def is_known_path(path: str) -> bool:
    """Tell whether a path has one of the shapes a condition may read; a node's existence is checked elsewhere."""
    if path in TRUTHS or path in _OTHERS or node_in(path) is not None:
        return True
    return path.startswith("total.") and path.removeprefix("total.") in TOTALS


def _truth_or_number(value: object) -> object:
    if isinstance(value, bool):
        return value
    number = plain_number(value)
    if number is None:
        raise PydanticCustomError(FAULT, "this must be a plain number, true or false")
    return number


class Condition(Strict):
    """Either `all`, or `any`, or one comparison."""

    all: tuple["Condition", ...] = ()
    any: tuple["Condition", ...] = ()
    path: str | None = None
    op: Op | None = None
    value: Annotated[bool | Decimal | None, BeforeValidator(_truth_or_number)] = None

    def faults(self) -> Iterator[Fault]:
        """Yield what makes the tree meaningless: mixed shapes, unknown paths, a number compared with a truth value."""
        leaf = [part is not None for part in (self.path, self.op, self.value)]
        shapes = [bool(self.all), bool(self.any), leaf[0] or leaf[1] or leaf[2]]
        if sum(shapes) != 1 or (shapes[2] and not (leaf[0] and leaf[1] and leaf[2])):
            yield Fault((), "a condition is either 'all', or 'any', or 'path' with 'op' and 'value'")
        if self.path is not None and not is_known_path(self.path):
            yield Fault(("path",), f"no condition can read '{self.path}'")
        elif self.path is not None and self.value is not None:
            if (self.path in TRUTHS) != isinstance(self.value, bool):
                yield Fault(("value",), f"'{self.path}' cannot be compared with this sort of value")
            elif self.path in TRUTHS and self.op not in {Op.EQ, Op.NE}:
                yield Fault(("op",), "a truth value can only be compared by eq or ne")

    def comparisons(self) -> Iterator["Condition"]:
        """Yield the single comparisons of the tree, in reading order."""
        if self.path is not None:
            yield self
        for part in (*self.all, *self.any):
            yield from part.comparisons()

    def paths(self) -> frozenset[str]:
        """Return every path the tree reads."""
        return frozenset(leaf.path for leaf in self.comparisons() if leaf.path is not None)

    def holds(self, facts: Mapping[str, FactValue]) -> bool:
        """Tell whether the condition holds; a fact that is None or not given never holds, whatever the comparison."""
        if self.all:
            return all_hold(self.all, facts)
        if self.any:
            return any_holds(self.any, facts)
        fact = facts.get(self.path or "")
        if fact is None or self.op is None or isinstance(fact, bool) != isinstance(self.value, bool):
            return False
        return _COMPARE[self.op](fact, self.value)


def all_hold(conditions: tuple[Condition, ...], facts: Mapping[str, FactValue]) -> bool:
    """Tell whether every one of the conditions holds."""
    return all(condition.holds(facts) for condition in conditions)


def any_holds(conditions: tuple[Condition, ...], facts: Mapping[str, FactValue]) -> bool:
    """Tell whether at least one of the conditions holds."""
    return any(condition.holds(facts) for condition in conditions)

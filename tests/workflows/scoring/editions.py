"""The published editions the scoring tests use, and whole sheets of them."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from rubrics import load_rubric
from workflows.scoring.sheet import AdliScore, Kpi, Sheet

PMQA40 = load_rubric("pmqa40@2564")
CATEGORY = load_rubric("pmqa-category@2564")
POINTS = load_rubric("ps-development@2564")
FORM = load_rubric("unpsa@2020")

PROCESS_ITEMS = tuple(leaf.id for leaf in PMQA40.leaves if leaf.levels)
RESULTS_ITEMS = tuple(leaf.id for leaf in PMQA40.leaves if leaf.kpi)
INDICATORS = tuple(leaf.id for leaf in POINTS.leaves)


def ticks(*levels: str, items: Iterable[str] = PROCESS_ITEMS) -> frozenset[str]:
    """Every checkpoint of the given levels of the given items."""
    wanted = set(items)
    return frozenset(c for c, (_, level, item) in PMQA40.checkpoints.items() if level in levels and item in wanted)


ALL_TICKS = ticks("basic", "advance", "significance")


def on_ramp(actual: str) -> Kpi:
    """An indicator on a ramp from 0 to 100; 50 is worth 300 points, 100 the full 500."""
    return Kpi(rule="ramp", actual=Decimal(actual), floor=Decimal(0), ceiling=Decimal(100))


def against(target: str, actual: str) -> Kpi:
    """A generic indicator where more is better."""
    return Kpi(rule="generic", actual=Decimal(actual), target=Decimal(target))


def checklist(checkpoints: Iterable[str], results: Kpi | None = None, cannot_judge: Iterable[str] = ()) -> Sheet:
    """A PMQA 4.0 sheet with the same one indicator, or none, in every results item."""
    kpis = dict.fromkeys(RESULTS_ITEMS, (results,)) if results else {}
    return Sheet(checkpoints=frozenset(checkpoints), kpis=kpis, cannot_judge=frozenset(cannot_judge))


def percents(value: str, **other: str) -> Sheet:
    """A points sheet with one percent everywhere, other ones where named (d1_1 is d1.1)."""
    given = dict.fromkeys(INDICATORS, Decimal(value))
    return Sheet(points=given | {name.replace("_", "."): Decimal(percent) for name, percent in other.items()})


def judged(percent: str, level: int = 5, **other: str) -> Sheet:
    """A category-award sheet with one level and percent everywhere, other percents where named (i1_1 is 1.1)."""
    named = {name[1:].replace("_", "."): Decimal(value) for name, value in other.items()}
    schemes = {leaf.id: CATEGORY.schemes[leaf.scheme or ""].dimensions for leaf in CATEGORY.leaves}
    return Sheet(
        adli={
            item: AdliScore({d.code: level for d in dimensions}, named.get(item, Decimal(percent)))
            for item, dimensions in schemes.items()
        }
    )

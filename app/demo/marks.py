"""The score sheets of the demonstration: what a panel agrees on for an entry, and how far its members lie from that."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from random import Random
from typing import Any

from app.demo.entries import Entry
from app.demo.records import ContentFault
from app.demo.self_assessments import Indicator, SelfAssessment
from rubrics import Rubric
from rubrics.nodes import Node
from rubrics.scales import KpiExample
from workflows.scoring.adli_letci import band_of

RawSheet = Mapping[str, Any]
# Percent by which sheets differ: a step where the panel is of one mind, far where the story has a discussion.
_NEAR = (-5, 0, 0, 5)
_FAR_BELOW, _FAR_ABOVE = -25, 10


def agreed_sheet(entry: Entry) -> RawSheet:
    """Return the consensus sheet of an award entry, as the scoring rules read it: percents nearest to its quality."""
    return _sheet(entry, lambda leaf: entry.fate.quality_of(leaf.id))


def assessor_sheets(entry: Entry, size: int) -> tuple[RawSheet, ...]:
    """Return the sheets of a panel of `size`; the same entry gives the same sheets.

    At the nodes to be discussed the first assessor is far below and the last one above what the panel agrees on.
    """
    return tuple(_one_of(entry, place, size) for place in range(size))


def ticked_sheet(entry: Entry, ticks: Collection[str]) -> RawSheet:
    """Return a PMQA 4.0 sheet with these ticks and the indicators of the self-assessment."""
    claims = self_assessment_of(entry)
    examples = {example.id: example for leaf in entry.rubric.leaves for example in leaf.examples}
    kpis = {item: [_kpi(each, examples) for each in rows] for item, rows in claims.indicators.items()}
    return {"checkpoints": sorted(ticks), "kpis": kpis}


def self_assessment_of(entry: Entry) -> SelfAssessment:
    """Return the self-assessment of an entry; raises ContentFault for an award entry, which has none."""
    if entry.self_assessment is None:
        raise ContentFault(f"{entry.id} has no self-assessment")
    return entry.self_assessment


def _one_of(entry: Entry, place: int, size: int) -> RawSheet:
    chance = Random(f"{entry.id}/{place}")
    return _sheet(entry, lambda leaf: entry.fate.quality_of(leaf.id) + _away(entry, leaf, place, size, chance))


def _away(entry: Entry, leaf: Node, place: int, size: int, chance: Random) -> int:
    if leaf.id in entry.fate.discuss:
        return _FAR_BELOW if place == 0 else _FAR_ABOVE if place == size - 1 else 0
    return chance.choice(_NEAR)


def _sheet(entry: Entry, wanted: Callable[[Node], int]) -> RawSheet:
    rubric = entry.rubric
    if rubric.schemes:
        return {"adli": {leaf.id: _judgement(rubric, leaf, wanted(leaf)) for leaf in rubric.leaves}}
    return {"points": {leaf.id: str(_nearest(_percents(leaf), wanted(leaf))) for leaf in rubric.leaves}}


def _percents(leaf: Node) -> list[Decimal]:
    """Return every percent an assessor may give an indicator."""
    assert leaf.scale is not None  # the rubric gives every indicator of a points file a scale
    count = int((leaf.scale.max - leaf.scale.min) / leaf.scale.step)
    return [leaf.scale.min + leaf.scale.step * place for place in range(count + 1)]


def _judgement(rubric: Rubric, leaf: Node, wanted: int) -> dict[str, str | int]:
    """Return a percent and the level of its band for every dimension, so that the weakest permits it."""
    assert leaf.scheme is not None  # the rubric refuses an item of this method without one
    assert leaf.bands_ref is not None  # nor a scheme without bands
    table = rubric.band_tables[leaf.bands_ref]
    percent = _nearest([value for band in table for value in band.permitted_values], wanted)
    level = band_of(table, percent) or 0
    levels = {dimension.code: level for dimension in rubric.schemes[leaf.scheme].dimensions}
    return {**levels, "percent": str(percent)}


def _nearest(allowed: list[Decimal], wanted: int) -> Decimal:
    return min(allowed, key=lambda value: (abs(value - wanted), -value))


def _kpi(indicator: Indicator, examples: Mapping[str, KpiExample]) -> dict[str, str]:
    example = examples.get(indicator.example)
    if example is not None and example.ramp is not None:
        ramp = {"floor": str(example.ramp.floor), "ceiling": str(example.ramp.ceiling)}
        return {"actual": indicator.actual, "rule": "ramp", **ramp}
    return {
        "actual": indicator.actual,
        "target": indicator.target,
        "direction": indicator.direction,
        "rule": "generic",
    }

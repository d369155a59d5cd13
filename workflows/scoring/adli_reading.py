"""Reading one item judged by dimensions: every dimension's level, and a percent the weakest of them permits."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from rubrics.model import Rubric
from rubrics.nodes import Node
from rubrics.scales import PercentBand
from workflows.scoring.adli_letci import band_of, permitted_percents
from workflows.scoring.entries import Place, check_keys, listed, number_entry, object_entry, plain_decimal, quoted
from workflows.scoring.sheet import AdliScore


def read_judgement(rubric: Rubric, item: Node, raw: object, at: Place) -> AdliScore | None:
    """The judgement of one item.

    A percent of null is "not chosen yet": the item is unscored, and dimensions may still be open (missing or null). A
    percent wants every dimension judged.
    """
    assert item.scheme is not None  # the rubric refuses an item without one
    assert item.bands_ref is not None  # nor a scheme without bands
    given = object_entry(raw, at)
    if given is None:
        return None
    dimensions = [dimension.code for dimension in rubric.schemes[item.scheme].dimensions]
    entry = {key: value for key, value in given.items() if value is not None or key == "percent"}
    is_open = entry.get("percent", "missing") is None
    check_keys(
        entry, at, required=["percent"] if is_open else [*dimensions, "percent"], optional=dimensions if is_open else ()
    )
    levels = _read_levels(rubric, dimensions, entry, at)
    percent = number_entry(entry.get("percent"), at.inside("percent"))
    if percent is not None:
        _check_percent(rubric.band_tables[item.bands_ref], levels.values(), percent, at.inside("percent"))
    return AdliScore(levels=levels, percent=percent)


def _read_levels(
    rubric: Rubric, dimensions: Sequence[str], entry: Mapping[str, object], at: Place
) -> Mapping[str, int]:
    assert rubric.scoring is not None  # the rubric refuses dimensions without levels
    allowed = range(rubric.scoring.dimension_level.min, rubric.scoring.dimension_level.max + 1)
    read = {code: _read_level(entry[code], allowed, at.inside(code)) for code in dimensions if code in entry}
    return {code: level for code, level in read.items() if level is not None}


def _read_level(raw: object, allowed: range, at: Place) -> int | None:
    level = plain_decimal(raw)
    if level is not None and level in allowed:
        return int(level)
    message = "%(place)s: %(value)s is not a whole number from %(low)s to %(high)s"
    at.fault(message, value=quoted(raw), low=allowed[0], high=allowed[-1])
    return None


def _check_percent(table: Sequence[PercentBand], levels: Collection[int], percent: Decimal, at: Place) -> None:
    """A percent some band permits, and no band above the weakest of the levels read."""
    band = band_of(table, percent)
    if band is None:
        allowed = listed([f"{value:f}" for part in table for value in part.permitted_values])
        at.fault("%(place)s: %(value)s is none of %(allowed)s", value=f"{percent:f}", allowed=allowed)
    elif levels and percent not in permitted_percents(table, levels):
        message = "%(place)s: %(value)s lies in band %(band)s, above the weakest dimension (level %(level)s)"
        at.fault(message, value=f"{percent:f}", band=band, level=min(levels))

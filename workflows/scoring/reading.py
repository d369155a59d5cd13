"""From a raw sheet (parsed JSON) to a Sheet the rubric can score; whatever is wrong is told at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import TypeVar

from rubrics.model import Method, Rubric
from rubrics.nodes import Node
from workflows.scoring.adli_reading import read_judgement
from workflows.scoring.entries import Place, id_list, is_in_range, listed, number_entry, object_entry, quoted
from workflows.scoring.kpi_reading import read_indicators
from workflows.scoring.sheet import Sheet, SheetFaults

SHEET_KEYS: Mapping[Method, tuple[str, ...]] = MappingProxyType(
    {
        Method.POINTS: ("points",),
        Method.LEVEL_CHECKLIST: ("checkpoints", "cannot_judge", "kpis"),
        Method.ADLI_LETCI: ("adli",),
        Method.FORM_ONLY: (),
    }
)
"""The keys a sheet may have, by the method of its rubric; each may be left out."""

_Value = TypeVar("_Value")


def parse_sheet(rubric: Rubric, raw: Mapping[str, object]) -> Sheet:
    """The sheet that `raw` says, keys and units as in `lertrat score` (percents 0 to 100, indicators in their own).

    Numbers are decimals as text, Decimal or int, never float. Raises SheetFaults with every fault: keys of another
    method, unknown ids, numbers that are none, a percent off its step or above the weakest dimension's band, and more.
    """
    at = Place()
    sheet = _read(rubric, raw, at)
    if at.found:
        raise SheetFaults(at.found)
    return sheet


def _read(rubric: Rubric, raw: object, at: Place) -> Sheet:
    if not rubric.is_scored:
        at.inside(rubric.full_id).fault("%(place)s: this is a form without a score")
        return Sheet()
    given = object_entry(raw, at.inside("sheet")) or {}
    _refuse_other_keys(rubric.method, given, at)
    match rubric.method:
        case Method.POINTS:
            return Sheet(points=_by_leaf(rubric, given, at.inside("points"), _read_percent))
        case Method.ADLI_LETCI:
            return Sheet(adli=_by_leaf(rubric, given, at.inside("adli"), read_judgement))
    return Sheet(
        checkpoints=_read_checkpoints(rubric, given["checkpoints"], at) if "checkpoints" in given else None,
        cannot_judge=_read_cannot_judge(rubric, given.get("cannot_judge", ()), at),
        kpis=_by_leaf(rubric, given, at.inside("kpis"), read_indicators),
    )


def _refuse_other_keys(method: Method, given: Mapping[str, object], at: Place) -> None:
    for key in given:
        if key not in SHEET_KEYS[method]:
            message = "%(place)s: a sheet scored by %(method)s has no such key; it takes %(allowed)s"
            at.inside(key).fault(message, method=method.value, allowed=listed(SHEET_KEYS[method]))


def _by_leaf(
    rubric: Rubric,
    given: Mapping[str, object],
    at: Place,
    read: Callable[[Rubric, Node, object, Place], _Value | None],
) -> Mapping[str, _Value]:
    """What `read` makes of each entry of the object at this place, keyed by the ids of scored nodes."""
    leaves = {leaf.id: leaf for leaf in rubric.leaves}
    values: dict[str, _Value] = {}
    for node_id, raw in (object_entry(given.get(at.path[-1], {}), at) or {}).items():
        leaf = leaves.get(node_id)
        if leaf is None:
            at.inside(node_id).fault("%(place)s: %(rubric)s scores no node of this id", rubric=rubric.full_id)
            continue
        value = read(rubric, leaf, raw, at.inside(node_id))
        if value is not None:
            values[node_id] = value
    return values


def _read_percent(_rubric: Rubric, indicator: Node, raw: object, at: Place) -> Decimal | None:
    """An indicator's percent; null is "not scored yet"."""
    percent, scale = number_entry(raw, at), indicator.scale
    assert scale is not None  # the rubric refuses an indicator without one
    if percent is not None and is_in_range(percent, scale.min, scale.max, at) and not scale.allows(percent):
        at.fault("%(place)s: %(value)s is not a multiple of %(step)s", value=f"{percent:f}", step=f"{scale.step:f}")
    return percent


def _read_checkpoints(rubric: Rubric, raw: object, at: Place) -> frozenset[str]:
    here = at.inside("checkpoints")
    met = frozenset(id_list(raw, here))
    for stranger in sorted(met - rubric.checkpoints.keys()):
        message = "%(place)s: %(rubric)s has no checkpoint %(value)s"
        here.fault(message, rubric=rubric.full_id, value=quoted(stranger))
    return met


def _read_cannot_judge(rubric: Rubric, raw: object, at: Place) -> frozenset[str]:
    here = at.inside("cannot_judge")
    items = frozenset(id_list(raw, here))
    for stranger in sorted(items - {leaf.id for leaf in rubric.leaves}):
        here.fault("%(place)s: %(rubric)s has no item %(value)s", rubric=rubric.full_id, value=quoted(stranger))
    return items

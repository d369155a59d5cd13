"""Reading the indicators of one results item: generic against a target, or on a ramp."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from rubrics.model import Rubric
from rubrics.nodes import Node
from rubrics.scales import Direction
from workflows.scoring.entries import (
    Place,
    check_keys,
    is_in_range,
    list_entry,
    listed,
    number_entry,
    object_entry,
    quoted,
)
from workflows.scoring.kpi import can_compare
from workflows.scoring.sheet import Kpi

_GENERIC = ("rule", "actual", "target", "direction")
_GENERIC_OPTIONAL = ("decided", "reason")
_RAMP = ("rule", "actual", "floor", "ceiling")
_RAMP_OPTIONAL = ("target", "direction")


def read_indicators(rubric: Rubric, item: Node, raw: object, at: Place) -> tuple[Kpi, ...] | None:
    """The indicators of a results item, at most as many as the rubric lets it have."""
    if item.kpi is None:
        at.fault("%(place)s: this item takes checkpoints, not indicators")
        return None
    entries = list_entry(raw, at)
    most = item.kpi.max_indicators
    if most is not None and len(entries) > most:
        at.fault("%(place)s: %(given)s indicators are more than %(most)s", given=len(entries), most=most)
    read = [_read_indicator(rubric, item, entry, at.inside(str(place))) for place, entry in enumerate(entries, start=1)]
    return tuple(kpi for kpi in read if kpi is not None)


def _read_indicator(rubric: Rubric, item: Node, raw: object, at: Place) -> Kpi | None:
    entry = object_entry(raw, at)
    if entry is None:
        return None
    known = [rule.kind for rule in rubric.kpi_rules]
    if entry.get("rule") not in known:
        value = quoted(entry.get("rule"))
        at.inside("rule").fault("%(place)s: %(value)s is none of %(allowed)s", value=value, allowed=listed(known))
        return None
    return _read_ramp(entry, at) if entry["rule"] == "ramp" else _read_generic(item, entry, at)


def _read_generic(item: Node, entry: Mapping[str, object], at: Place) -> Kpi:
    check_keys(entry, at, required=_GENERIC, optional=_GENERIC_OPTIONAL)
    kpi = Kpi(
        rule="generic",
        actual=_number(entry, "actual", at),
        target=_number(entry, "target", at),
        direction=_direction(item, entry, at),
        decided=_number(entry, "decided", at),
        reason=_reason(entry, at),
    )
    _check_decision(item, kpi, at)
    return kpi


def _read_ramp(entry: Mapping[str, object], at: Place) -> Kpi:
    check_keys(entry, at, required=_RAMP, optional=_RAMP_OPTIONAL)
    if entry.get("direction", "more") != "more":
        at.inside("direction").fault("%(place)s: a ramp is for indicators where more is better")
    kpi = Kpi(
        rule="ramp",
        actual=_number(entry, "actual", at),
        target=_number(entry, "target", at),
        floor=_number(entry, "floor", at),
        ceiling=_number(entry, "ceiling", at),
    )
    if kpi.floor is not None and kpi.ceiling is not None and kpi.floor >= kpi.ceiling:
        message = "%(place)s: the floor %(floor)s does not lie below the ceiling %(ceiling)s"
        at.fault(message, floor=f"{kpi.floor:f}", ceiling=f"{kpi.ceiling:f}")
    return kpi


def _number(entry: Mapping[str, object], key: str, at: Place) -> Decimal | None:
    return number_entry(entry.get(key), at.inside(key))


def _direction(item: Node, entry: Mapping[str, object], at: Place) -> Direction:
    allowed = item.kpi.directions if item.kpi is not None else ()
    given = entry.get("direction")
    if "direction" in entry and given not in allowed:
        message = "%(place)s: %(value)s is none of %(allowed)s"
        at.inside("direction").fault(message, value=quoted(given), allowed=listed(allowed))
    return "less" if given == "less" else "more"


def _reason(entry: Mapping[str, object], at: Place) -> str:
    reason = entry.get("reason", "")
    if isinstance(reason, str):
        return reason
    at.inside("reason").fault("%(place)s: %(value)s is not text", value=quoted(reason))
    return ""


def _check_decision(item: Node, kpi: Kpi, at: Place) -> None:
    """An assessor decides only what has no target above 0, within the item's points, and says why."""
    if kpi.decided is None:
        return
    is_in_range(kpi.decided, Decimal(0), item.points or Decimal(0), at.inside("decided"))
    if can_compare(kpi):
        at.inside("decided").fault("%(place)s: an assessor decides only where no target above 0 is given")
    if not kpi.reason.strip():
        at.inside("reason").fault("%(place)s: a decided value needs its reason")

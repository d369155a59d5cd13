"""What each way of scoring demands of the tree and its tables."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from rubrics.raw import Location, Part, every_node, members, names, number
from rubrics.strict import Fault

_A_LEAF_NEEDS = {
    "points": {"indicator": "scale"},
    "level_checklist": {"item": "levels", "kpi": "kpi"},
    "adli_letci": {"item": "scheme"},
}


def scoring_faults(content: Part) -> Iterator[Fault]:
    """Yield leaves without their scale, unfed indicators, and level, band or golden figures that do not agree."""
    yield from _leaf_faults(content)
    yield from _unfed_indicators(content)
    yield from _level_points(content)
    yield from _ramp_faults(content)
    yield from _band_table_faults(content)
    yield from _golden_dimension_faults(content)


def _leaves(content: Part) -> Iterator[tuple[Location, Part]]:
    return ((where, node) for where, node in every_node(content) if not node.get("nodes"))


def _leaf_faults(content: Part) -> Iterator[Fault]:
    needs = _A_LEAF_NEEDS.get(str(content.get("method")))
    for where, node in _leaves(content) if needs is not None else ():
        kind = str(node.get("kind"))
        if needs is not None and kind not in needs:
            yield Fault((*where, "kind"), f"a '{kind}' cannot be scored by {content.get('method')}")
        elif needs is not None and not node.get(needs[kind]):
            yield Fault(where, f"'{needs[kind]}' is missing; {content.get('method')} cannot score this node")
        if node.get("points") is None:
            yield Fault(where, "'points' is missing; every scored node says what it is worth")


def _unfed_indicators(content: Part) -> Iterator[Fault]:
    """By points, every indicator must be answered somewhere in the form."""
    if content.get("method") != "points":
        return
    fed = {name for _, section in members(content, "form", "sections") for name in section.get("bind") or ()}
    for where, node in _leaves(content):
        if node.get("id") not in fed:
            yield Fault((*where, "id"), f"no form section feeds '{node.get('id')}'")


def _level_points(content: Part) -> Iterator[Fault]:
    worth = {level.get("code"): level.get("points") for _, level in members(content, "item_levels")}
    for where, node in every_node(content):
        for place, level in members(node, "levels"):
            agreed = worth.get(level.get("code"))
            if agreed is not None and level.get("points") != agreed:
                yield Fault((*where, *place, "points"), f"the level {level.get('code')} is worth {agreed} everywhere")


def _ramp_faults(content: Part) -> Iterator[Fault]:
    ramps = names(((at, rule) for at, rule in members(content, "kpi_rules") if rule.get("kind") == "ramp"), "id")
    for where, node in every_node(content):
        for place, example in members(node, "examples"):
            if (example.get("rule_ref") in ramps) != ("ramp" in example):
                yield Fault((*where, *place), "an indicator has a 'ramp' exactly when its rule is a ramp")


def _band_table_faults(content: Part) -> Iterator[Fault]:
    tables = content.get("band_tables")
    asked = _dimensions_by_table(content)
    for name in tables if isinstance(tables, Mapping) else ():
        above = Decimal(-1)
        for place, (where, band) in enumerate(members(content, "band_tables", name)):
            if band.get("band") != place:
                yield Fault((*where, "band"), f"band {place} is expected here")
            low = number(band.get("min"))
            if low is not None and low <= above:
                yield Fault((*where, "min"), "the bands must rise without overlap")
            above = number(band.get("max")) or above
            told = band.get("descriptors")
            if name in asked and isinstance(told, Mapping) and set(told) != asked[name]:
                yield Fault((*where, "descriptors"), f"the descriptors must be {', '.join(sorted(asked[name]))}")


def _dimensions_by_table(content: Part) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for _, node in every_node(content):
        codes = {
            str(each.get("code")) for _, each in members(content, "schemes", str(node.get("scheme")), "dimensions")
        }
        if codes and isinstance(node.get("bands_ref"), str):
            found.setdefault(node["bands_ref"], codes)
    return found


def _golden_dimension_faults(content: Part) -> Iterator[Fault]:
    items = {node.get("id"): node for _, node in every_node(content)}
    for where, case in members(content, "golden_cases", "dimensions"):
        levels = case.get("dimension_levels")
        if isinstance(levels, list) and levels and min(levels) != case.get("max_band"):
            yield Fault((*where, "max_band"), f"the weakest dimension is {min(levels)}, so this is the highest band")
        item, value, points = items.get(case.get("item"), {}), number(case.get("value")), number(case.get("points"))
        worth = number(item.get("points"))
        if None not in (worth, value, points) and worth * value != points * 100:  # type: ignore[operator]
            yield Fault((*where, "points"), f"{value} per cent of {worth} points is not {points}")
        permitted = [
            each.get("permitted_values") or []
            for _, each in members(content, "band_tables", str(item.get("bands_ref")))
            if each.get("band") == case.get("max_band")
        ]
        if permitted and case.get("value") not in permitted[0]:
            yield Fault((*where, "value"), f"{case.get('value')} is not permitted in band {case.get('max_band')}")

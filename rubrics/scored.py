"""What each way of scoring demands of the tree and its tables."""

from collections.abc import Iterator

from rubrics.raw import Content, members, names, strings
from rubrics.stages import FEWEST_CERTIFIERS
from rubrics.strict import Fault, plain_number

_A_LEAF_NEEDS = {
    "points": {"indicator": "scale"},
    "level_checklist": {"item": "levels", "kpi": "kpi"},
    "adli_letci": {"item": "scheme"},
}


def scoring_faults(content: Content) -> Iterator[Fault]:
    """Yield leaves without their scale, unfed indicators, and level, band or golden figures that do not agree."""
    yield from _leaf_faults(content)
    yield from _unfed_indicators(content)
    yield from _level_points(content)
    yield from _ramp_faults(content)
    yield from _golden_dimension_faults(content)
    yield from _lone_certifiers(content)


def _leaf_faults(content: Content) -> Iterator[Fault]:
    method = str(content.whole.get("method"))
    needs = _A_LEAF_NEEDS.get(method)
    if needs is None:
        return
    for where, node in content.leaves:
        kind = str(node.get("kind"))
        if kind not in needs:
            yield Fault((*where, "kind"), f"a node of kind '{kind}' cannot be scored by {method}")
        elif (node.get("scheme") is None) != (node.get("bands_ref") is None):
            yield Fault(where, "'scheme' and 'bands_ref' must stand together")
        elif not node.get(needs[kind]):
            yield Fault(where, f"'{needs[kind]}' is missing; {method} cannot score this node")
        if node.get("points") is None:
            yield Fault(where, "'points' is missing; every scored node says what it is worth")


def _lone_certifiers(content: Content) -> Iterator[Fault]:
    """Checkpoints are agreed where two or more who ticked alone agree; one certifier agrees with nobody."""
    if content.whole.get("method") != "level_checklist":
        return
    for where, stage in content.members("stages"):
        size = stage.get("panel_size")
        if isinstance(size, int) and 0 < size < FEWEST_CERTIFIERS:
            yield Fault((*where, "panel_size"), f"checkpoints are ticked by {FEWEST_CERTIFIERS} certifiers or more")


def _unfed_indicators(content: Content) -> Iterator[Fault]:
    """By points, every indicator must be answered somewhere in the form."""
    if content.whole.get("method") != "points":
        return
    sections = content.members("form", "sections")
    fed = {name for _, section in sections for _, name in strings(section, "bind")}
    for where, node in content.leaves:
        if node.get("id") not in fed:
            yield Fault((*where, "id"), f"no form section feeds '{node.get('id')}'")


def _level_points(content: Content) -> Iterator[Fault]:
    worth = {level.get("code"): level.get("points") for _, level in content.members("item_levels")}
    for where, node in content.nodes:
        for place, level in members(node, "levels"):
            agreed = worth.get(level.get("code"))
            if agreed is not None and level.get("points") != agreed:
                yield Fault((*where, *place, "points"), f"the level {level.get('code')} is worth {agreed} everywhere")


def _ramp_faults(content: Content) -> Iterator[Fault]:
    ramps = names([placed for placed in content.members("kpi_rules") if placed[1].get("kind") == "ramp"], "id")
    for where, node in content.nodes:
        for place, example in members(node, "examples"):
            if (example.get("rule_ref") in ramps) != ("ramp" in example):
                yield Fault((*where, *place), "an indicator has a 'ramp' exactly when its rule is a ramp")


def _golden_dimension_faults(content: Content) -> Iterator[Fault]:
    items = {node["id"]: node for _, node in content.nodes if isinstance(node.get("id"), str)}
    for where, case in content.members("golden_cases", "dimensions"):
        item, band = items.get(str(case.get("item")), {}), case.get("max_band")
        levels = [level for level in case.get("dimension_levels") or () if isinstance(level, int)]
        if levels and min(levels) != band:
            yield Fault((*where, "max_band"), f"the weakest dimension is {min(levels)}, so this is the highest band")
        worth, value, points = (
            plain_number(each) for each in (item.get("points"), case.get("value"), case.get("points"))
        )
        if worth is not None and value is not None and points is not None and worth * value != points * 100:
            yield Fault((*where, "points"), f"{value} per cent of {worth} points is not {points}")
        for _, row in content.members("band_tables", str(item.get("bands_ref"))):
            permitted = [plain_number(each) for each in row.get("permitted_values") or ()]
            if row.get("band") == band and value is not None and value not in permitted:
                yield Fault((*where, "value"), f"{value} is not permitted in band {band}")

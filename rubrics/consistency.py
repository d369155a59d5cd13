"""What must agree across a whole rubric file; found on its plain content, so that one fault never hides another."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from rubrics.conditions import node_in
from rubrics.counts import count_faults
from rubrics.raw import Location, Part, every_mapping, every_node, members, names, number, strings
from rubrics.scored import scoring_faults
from rubrics.strict import Fault


def whole_file_faults(content: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield every contradiction between parts of the file: ids, references, conditions, counts, golden cases."""
    yield from _repeated_ids(content)
    yield from _repeated_codes(content)
    yield from _unknown_names(content)
    yield from _impossible_conditions(content)
    yield from _stage_order(content)
    yield from _screening_faults(content)
    yield from _report_faults(content)
    yield from scoring_faults(content)
    yield from count_faults(content)


def _repeated_ids(content: Part) -> Iterator[Fault]:
    seen: set[str] = set()
    for where, part in every_mapping(content):
        name = part.get("id")
        if not isinstance(name, str):
            continue
        main_text = len(where) > 1 and where[-2] == "fields" and _at(content, where[:-2]).get("id") == name
        if name in seen and not main_text:
            yield Fault((*where, "id"), f"the id '{name}' is used twice")
        seen.add(name)


def _at(content: Any, where: Location) -> Part:
    for step in where:
        content = content[step]
    return content if isinstance(content, Mapping) else {}


def _repeated_codes(content: Part) -> Iterator[Fault]:
    for _, part in every_mapping(content):
        for key, value in part.items():
            if not isinstance(value, list):
                continue
            seen: set[str] = set()
            for where, each in members(part, key):
                code = each.get("code")
                if isinstance(code, str) and code in seen:
                    at = next(path for path, found in every_mapping(content) if found is part)
                    yield Fault((*at, *where, "code"), f"the code '{code}' is used twice in this list")
                seen.add(str(code))


def _known_names(content: Part) -> dict[str, frozenset[str]]:
    lists = content.get("choice_lists")
    return {
        "node": names(every_node(content), "id"),
        "stage": names(members(content, "stages"), "code"),
        "band": names(members(content, "bands"), "code"),
        "award level": names(members(content, "levels"), "code"),
        "award type": names(members(content, "award_types"), "code"),
        "pillar": names(members(content, "pillars"), "id"),
        "evidence rule": names(members(content, "evidence_rules"), "id"),
        "indicator rule": names(members(content, "kpi_rules"), "id"),
        "profile group": names(members(content, "profile_groups"), "id"),
        "scheme": frozenset(_keys(content, "schemes")),
        "band table": frozenset(_keys(content, "band_tables")),
        "choice list": frozenset([*(lists if isinstance(lists, Mapping) else ()), "award_types"]),
        "report section": names(members(content, "report", "sections"), "id"),
    }


def _keys(content: Part, key: str) -> Iterator[str]:
    value = content.get(key)
    yield from (str(each) for each in value) if isinstance(value, Mapping) else ()


def _references(content: Part) -> Iterator[tuple[str, str, Iterator[tuple[Location, Part]]]]:
    """Yield (what is named, under which key, in which parts)."""
    yield "stage", "stage", members(content, "gates")
    yield "award type", "award_type", members(content, "gates")
    yield "band", "certify_bands", members(content, "gates")
    yield "node", "category", members(content, "award_types")
    yield "node", "linked_result", members(content, "award_types")
    yield "pillar", "pillars", every_node(content)
    yield "scheme", "scheme", every_node(content)
    yield "band table", "bands_ref", every_node(content)
    yield "report section", "report_section", every_node(content)
    yield "profile group", "group", members(content, "profile")
    yield "node", "bind", every_mapping(content)
    yield "choice list", "choices_from", every_mapping(content)
    for key, what in (("evidence", "evidence rule"), ("examples", "indicator rule")):
        yield what, "rule_ref", ((at, part) for at, part in every_mapping(content) if key in at)
    for key, name, what in (
        ("eligibility", "exclude_past_levels", "award level"),
        ("delegation", "delegated_stages", "stage"),
    ):
        part = content.get(key)
        if isinstance(part, Mapping):
            yield what, name, iter([((key,), part)])
    for kind in ("item", "dimensions"):
        yield "node", "item", members(content, "golden_cases", kind)


def _unknown_names(content: Part) -> Iterator[Fault]:
    known = _known_names(content)
    for what, key, parts in _references(content):
        for where, part in parts:
            for place, name in strings(part, key):
                if name not in known[what]:
                    yield Fault((*where, *place), f"there is no {what} '{name}'")


def _impossible_conditions(content: Part) -> Iterator[Fault]:
    nodes, most = names(every_node(content), "id"), number(content.get("maximum"))
    for where, part in every_mapping(content):
        path, value = part.get("path"), number(part.get("value"))
        if not isinstance(path, str):
            continue
        node = node_in(path)
        if node is not None and node not in nodes:
            yield Fault((*where, "path"), f"there is no node '{node}'")
        limit = Decimal(100) if path.endswith("percent") else most if path.startswith("total.") else None
        if value is not None and limit is not None and not 0 <= value <= limit:
            yield Fault((*where, "value"), f"'{path}' lies between 0 and {limit}, so it is never {value}")


def _stage_order(content: Part) -> Iterator[Fault]:
    for place, (where, stage) in enumerate(members(content, "stages"), start=1):
        if isinstance(stage.get("order"), int) and stage["order"] != place:
            yield Fault((*where, "order"), f"this is stage {place} of the list, not {stage['order']}")
    for place, (where, level) in enumerate(members(content, "levels"), start=1):
        if isinstance(level.get("rank"), int) and level["rank"] != place:
            yield Fault((*where, "rank"), f"this is level {place} of the list, not {level['rank']}")


_KINDS_FOR_CHECK = {"number_at_least": {"number"}, "entries_at_least": {"agency_list", "choice", "file", "measures"}}


def _screening_faults(content: Part) -> Iterator[Fault]:
    kinds = {part["id"]: part.get("kind") for at, part in every_mapping(content) if "fields" in at and "id" in part}
    for where, check in members(content, "screening", "checks"):
        name, field = check.get("check"), check.get("field")
        if isinstance(field, str) and field not in kinds:
            yield Fault((*where, "field"), f"there is no field '{field}'")
        elif isinstance(field, str) and name in _KINDS_FOR_CHECK and kinds[field] not in _KINDS_FOR_CHECK[name]:
            yield Fault((*where, "field"), f"the check '{name}' cannot read a field of kind {kinds[field]}")


def _report_faults(content: Part) -> Iterator[Fault]:
    feeds = {part.get("id"): set(part.get("bind") or ()) for _, part in members(content, "report", "sections")}
    for where, node in every_node(content):
        section = node.get("report_section")
        family = {_at(content, where[:end]).get("id") for end in range(2, len(where) + 1, 2)}
        if section in feeds and not feeds[section] & family:
            yield Fault((*where, "report_section"), f"the report section '{section}' does not feed this node")

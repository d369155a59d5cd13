"""What must agree across a whole rubric file; found on its plain content, so that one fault never hides another."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from rubrics.bands import band_faults
from rubrics.conditions import node_in
from rubrics.counts import count_faults
from rubrics.proof import unproven_parts
from rubrics.raw import Content, Location, Placed, names, strings
from rubrics.scored import scoring_faults
from rubrics.strict import Fault, plain_number
from rubrics.sums import sum_faults


def whole_file_faults(plain: dict[str, Any]) -> Iterator[Fault]:
    """Yield every contradiction between parts of the file: ids, references, conditions, counts, golden cases."""
    content = Content(plain)
    yield from _repeated_ids(content)
    yield from _repeated_codes(content)
    yield from _unknown_names(content)
    yield from _impossible_conditions(content)
    yield from _wrong_places(content)
    yield from _unreadable_checks(content)
    yield from _unfed_by_report(content)
    yield from unproven_parts(content)
    yield from band_faults(content)
    yield from _wide_fields(content)
    yield from _too_few_choices(content)
    yield from sum_faults(content)
    yield from scoring_faults(content)
    yield from count_faults(content)


def _repeated_ids(content: Content) -> Iterator[Fault]:
    seen: set[str] = set()
    for where, part in content.mappings:
        name = part.get("id")
        if not isinstance(name, str):
            continue
        if name in seen and not _is_main_text(content, where, name):
            yield Fault((*where, "id"), f"the id '{name}' is used twice")
        seen.add(name)


def _is_main_text(content: Content, where: Location, name: str) -> bool:
    """A section's main text bears the id of its section."""
    if len(where) < 2 or where[-2] != "fields":
        return False
    section = content.at(where[:-2])
    first = next(place for place, field in enumerate(section["fields"]) if field.get("id") == name)
    return section.get("id") == name and first == where[-1]


def _repeated_codes(content: Content) -> Iterator[Fault]:
    seen: set[tuple[Location, object]] = set()
    for where, part in content.mappings:
        if not isinstance(part.get("code"), str) or not where or not isinstance(where[-1], int):
            continue
        place = (where[:-1], part["code"])
        if place in seen:
            yield Fault((*where, "code"), f"the code '{part['code']}' is used twice in this list")
        seen.add(place)


def _known_names(content: Content) -> dict[str, frozenset[str]]:
    return {
        "node": names(content.nodes, "id"),
        "stage": names(content.members("stages"), "code"),
        "band": names(content.members("bands"), "code"),
        "award level": names(content.members("levels"), "code"),
        "award type": names(content.members("award_types"), "code"),
        "pillar": names(content.members("pillars"), "id"),
        "evidence rule": names(content.members("evidence_rules"), "id"),
        "indicator rule": names(content.members("kpi_rules"), "id"),
        "profile group": names(content.members("profile_groups"), "id"),
        "report section": names(content.members("report", "sections"), "id"),
        "scheme": _keys(content, "schemes"),
        "band table": _keys(content, "band_tables"),
        "choice list": _keys(content, "choice_lists") | {"award_types"},
    }


def _keys(content: Content, key: str) -> frozenset[str]:
    value = content.whole.get(key)
    return frozenset(map(str, value)) if isinstance(value, dict) else frozenset()


def _references(content: Content) -> Iterator[tuple[str, str, Iterable[Placed]]]:
    """Yield (what is named, under which key, in which parts)."""
    yield "stage", "stage", content.members("gates")
    yield "award type", "award_type", content.members("gates")
    yield "band", "certify_bands", content.members("gates")
    yield "node", "category", content.members("award_types")
    yield "node", "linked_result", content.members("award_types")
    yield "pillar", "pillars", content.nodes
    yield "scheme", "scheme", content.nodes
    yield "band table", "bands_ref", content.nodes
    yield "report section", "report_section", content.nodes
    yield "profile group", "group", content.members("profile")
    yield "node", "bind", content.mappings
    yield "choice list", "choices_from", content.mappings
    yield "evidence rule", "rule_ref", content.under("evidence")
    yield "indicator rule", "rule_ref", content.under("examples")
    yield "award level", "exclude_past_levels", content.under("eligibility")
    yield "stage", "delegated_stages", content.under("delegation")
    yield "node", "item", content.members("golden_cases", "item")
    yield "node", "item", content.members("golden_cases", "dimensions")


def _unknown_names(content: Content) -> Iterator[Fault]:
    known = _known_names(content)
    for what, key, parts in _references(content):
        for where, part in parts:
            for place, name in strings(part, key) if key in part else ():
                if name not in known[what]:
                    yield Fault((*where, *place), f"there is no {what} '{name}'")


def _impossible_conditions(content: Content) -> Iterator[Fault]:
    nodes, most = names(content.nodes, "id"), plain_number(content.whole.get("maximum"))
    for where, part in content.mappings:
        path, value = part.get("path"), plain_number(part.get("value"))
        if not isinstance(path, str):
            continue
        node = node_in(path)
        if node is not None and node not in nodes:
            yield Fault((*where, "path"), f"there is no node '{node}'")
        limit = _most_of(path, most)
        if value is not None and limit is not None and not 0 <= value <= limit:
            yield Fault((*where, "value"), f"'{path}' lies between 0 and {limit}, so it is never {value}")


def _most_of(path: str, maximum: Decimal | None) -> Decimal | None:
    if path.endswith("percent"):
        return Decimal(100)
    return maximum if path.startswith("total.") else None


def _wrong_places(content: Content) -> Iterator[Fault]:
    for key, counter in (("stages", "order"), ("levels", "rank"), ("item_levels", "rank")):
        for place, (where, part) in enumerate(content.members(key), start=1):
            said = part.get(counter)
            if isinstance(said, int) and said != place:
                yield Fault((*where, counter), f"this is number {place} of the list, not {said}")


_READS = {"number_at_least": {"number", "money"}, "entries_at_least": {"agency_list", "choice", "measures"}}


def _unreadable_checks(content: Content) -> Iterator[Fault]:
    kinds = {part["id"]: part.get("kind") for _, part in content.under("fields") if isinstance(part.get("id"), str)}
    for where, check in content.members("screening", "checks"):
        name, field = check.get("check"), check.get("field")
        if isinstance(field, str) and field not in kinds:
            yield Fault((*where, "field"), f"there is no field '{field}'")
        elif isinstance(field, str) and name in _READS and kinds[field] not in _READS[name]:
            yield Fault((*where, "field"), f"the check '{name}' cannot read a field of kind {kinds[field]}")


def _unfed_by_report(content: Content) -> Iterator[Fault]:
    """A node that names the report section it is written in must be fed by that section."""
    sections = content.members("report", "sections")
    feeds = {section.get("id"): {name for _, name in strings(section, "bind")} for _, section in sections}
    for where, node in content.nodes:
        section = node.get("report_section")
        family = {content.at(where[:end]).get("id") for end in range(2, len(where) + 1, 2)}
        if isinstance(section, str) and section in feeds and not feeds[section] & family:
            yield Fault((*where, "report_section"), f"the report section '{section}' does not feed this node")


def _wide_fields(content: Content) -> Iterator[Fault]:
    """A field may narrow what its section feeds, never widen it."""
    for where, field in content.under("fields"):
        if len(where) < 2 or where[-2] != "fields":
            continue
        fed = {name for _, name in strings(content.at(where[:-2]), "bind")}
        for place, name in strings(field, "bind"):
            if name not in fed:
                yield Fault((*where, *place), f"the section of this field does not feed '{name}'")


def _too_few_choices(content: Content) -> Iterator[Fault]:
    for where, field in content.under("fields"):
        listed, most = field.get("choices_from"), field.get("max_choices")
        if not isinstance(listed, str) or not isinstance(most, int):
            continue
        choices = content.members("award_types") if listed == "award_types" else content.members("choice_lists", listed)
        if choices and most > len(choices):
            yield Fault((*where, "max_choices"), f"only {len(choices)} can be chosen from")

"""Figures that must add up: points, levels, scale anchors, and the limits of forms."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from rubrics.raw import Content, Location, Part, members
from rubrics.strict import Fault, plain_number

LEVELS_IN_ORDER = ["basic", "advance", "significance"]
ENTRY_HEAD = "entry-head"


def sum_faults(content: Content) -> Iterator[Fault]:
    """Yield every figure that differs from what its parts make."""
    yield from _node_sums(content)
    yield from _top_sum(content)
    yield from _level_sums(content)
    yield from _anchor_faults(content)
    yield from _form_limits(content)


def _node_sums(content: Content) -> Iterator[Fault]:
    for where, node in content.nodes:
        worth, points = _worth(members(node, "nodes")), plain_number(node.get("points"))
        if worth and "aggregate" not in node:
            yield Fault(where, "'aggregate' must say how the members make up the whole: sum or mean")
        if not worth or points is None or None in worth:
            continue
        total = sum(each for each in worth if each is not None)
        if node.get("aggregate") == "sum" and total != points:
            yield Fault((*where, "points"), f"the members add up to {total}, not {points}")
        if node.get("aggregate") == "mean" and any(each != points for each in worth):
            yield Fault((*where, "points"), f"under a mean every member must be worth {points}")


def _worth(parts: list[tuple[Location, Part]]) -> list[Decimal | None]:
    return [plain_number(part.get("points")) for _, part in parts]


def _top_sum(content: Content) -> Iterator[Fault]:
    method, most = content.whole.get("method"), plain_number(content.whole.get("maximum"))
    worth = _worth(content.members("nodes"))
    if method == "form_only":
        if worth or "maximum" in content.whole:
            yield Fault(("method",), "a form_only rubric has neither nodes nor a maximum")
    elif not worth or "maximum" not in content.whole:
        yield Fault(("method",), "a scored rubric needs nodes and a maximum")
    elif most is None:
        return
    elif method == "level_checklist" and any(each is not None and each != most for each in worth):
        yield Fault(("maximum",), f"the total is a mean, so every category must be worth {most}")
    elif method != "level_checklist" and None not in worth:
        total = sum(each for each in worth if each is not None)
        if total != most:
            yield Fault(("maximum",), f"the top nodes add up to {total}, not {most}")


def _level_sums(content: Content) -> Iterator[Fault]:
    for where, node in content.nodes:
        levels, points = members(node, "levels"), plain_number(node.get("points"))
        worth = _worth(levels)
        if levels and [level.get("code") for _, level in levels] != LEVELS_IN_ORDER:
            yield Fault((*where, "levels"), f"the levels must be {', '.join(LEVELS_IN_ORDER)}, in this order")
        total = sum(each for each in worth if each is not None)
        if levels and points is not None and None not in worth and total != points:
            yield Fault((*where, "levels"), f"the levels add up to {total}, not {points}")


def _anchor_faults(content: Content) -> Iterator[Fault]:
    for where, node in content.nodes:
        scale = node.get("scale")
        if not isinstance(scale, dict):
            continue
        low, high, step = (plain_number(scale.get(key)) for key in ("min", "max", "step"))
        anchors = [plain_number(anchor.get("value")) for _, anchor in members(scale, "anchors")]
        at = (*where, "scale", "anchors")
        if anchors and (anchors[0], anchors[-1]) != (low, high):
            yield Fault(at, f"the anchors must run from {low} to {high}")
        for place, (lower, upper) in enumerate(pairwise(anchors), start=1):
            if lower is not None and upper is not None and lower >= upper:
                yield Fault((*at, place, "value"), "the anchors must rise")
        for place, value in enumerate(anchors):
            if value is not None and low is not None and step and (value - low) % step:
                yield Fault((*at, place, "value"), f"{value} is not a multiple of the step {step}")


def _form_limits(content: Content) -> Iterator[Fault]:
    """The limits of the parts add up to those of the whole; the entry head is not counted."""
    for form in ("form", "report"):
        sections = [section for _, section in content.members(form, "sections") if section.get("id") != ENTRY_HEAD]
        fields = [field for section in sections for _, field in members(section, "fields")]
        whole = content.at((form,))
        for name, each in (("total_max_graphemes", "max_graphemes"), ("total_max_pages", "max_pages")):
            limit = plain_number(whole.get(name))
            total = sum(plain_number(field.get(each)) or 0 for field in fields)
            if limit is not None and limit != total:
                yield Fault((form, name), f"the parts allow {total} in all, not {limit}")

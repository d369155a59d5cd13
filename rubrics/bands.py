"""Bands without gaps: the status bands of a total, and the tables of permitted percents."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from rubrics.raw import Content, Part, Placed
from rubrics.strict import Fault, plain_number

Ends = tuple[Decimal | None, Decimal | None]


def band_faults(content: Content) -> Iterator[Fault]:
    """Yield every place where bands leave a gap, overlap, or say something their dimensions do not ask."""
    bands = content.members("bands")
    if (content.whole.get("method") == "level_checklist") != bool(bands):
        yield Fault(("bands",), "bands belong to a level_checklist rubric, and only to it")
    if bands:
        ends = [(plain_number(band.get("min")), plain_number(band.get("max"))) for _, band in bands]
        yield from _outer_ends(bands, ends, plain_number(content.whole.get("maximum")))
        yield from _each_band(bands, ends)
        yield from _meeting_ends(bands, ends)
    yield from _band_table_faults(content)


def _outer_ends(bands: list[Placed], ends: list[Ends], most: Decimal | None) -> Iterator[Fault]:
    if ends[0][0] != 0:
        yield Fault((*bands[0][0], "min"), "the lowest band must start at 0")
    if ends[-1][1] != most:
        yield Fault((*bands[-1][0], "max"), f"the highest band must end at {most}")


def _each_band(bands: list[Placed], ends: list[Ends]) -> Iterator[Fault]:
    for (where, band), (low, high) in zip(bands, ends, strict=True):
        is_highest = where == bands[-1][0]
        if low is not None and high is not None and low >= high:
            yield Fault((*where, "max"), f"the band {band.get('code')} ends at or below its start")
        if isinstance(band.get("max_inclusive"), bool) and band["max_inclusive"] is not is_highest:
            yield Fault((*where, "max_inclusive"), "the highest band includes its upper end, and no other")


def _meeting_ends(bands: list[Placed], ends: list[Ends]) -> Iterator[Fault]:
    for (where, _), ((_, high), (low, _)) in zip(bands[1:], pairwise(ends), strict=True):
        if high != low:
            yield Fault((*where, "min"), f"a gap or overlap: the band before ends at {high}, this one starts at {low}")


def _band_table_faults(content: Content) -> Iterator[Fault]:
    tables, asked = content.whole.get("band_tables"), _dimensions_by_table(content)
    for name in tables if isinstance(tables, dict) else ():
        above = Decimal(-1)
        for place, (where, band) in enumerate(content.members("band_tables", name)):
            if band.get("band") != place:
                yield Fault((*where, "band"), f"band {place} is expected here")
            low = plain_number(band.get("min"))
            if low is not None and low <= above:
                yield Fault((*where, "min"), "the bands must rise without overlap")
            above = plain_number(band.get("max")) or above
            yield from (Fault((*where, *fault.location), fault.message) for fault in _permitted_faults(band))
            told = band.get("descriptors")
            if name in asked and isinstance(told, dict) and set(told) != asked[name]:
                yield Fault((*where, "descriptors"), f"the descriptors must be {', '.join(sorted(asked[name]))}")


def _permitted_faults(band: Part) -> Iterator[Fault]:
    given = band.get("permitted_values")
    values = [plain_number(value) for value in given] if isinstance(given, list) else []
    known = [value for value in values if value is not None]
    ends = (plain_number(band.get("min")), plain_number(band.get("max")))
    if known and ((known[0], known[-1]) != ends or any(lower >= upper for lower, upper in pairwise(known))):
        yield Fault(("permitted_values",), f"the permitted values must rise from {ends[0]} to {ends[1]}")


def _dimensions_by_table(content: Content) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for _, node in content.leaves:
        dimensions = content.members("schemes", str(node.get("scheme")), "dimensions")
        if dimensions and isinstance(node.get("bands_ref"), str):
            found.setdefault(node["bands_ref"], {str(each.get("code")) for _, each in dimensions})
    return found

"""No number without a source: every part inherits a status, and a status comes with what it rests on."""

from collections.abc import Iterator

from rubrics.raw import Content, members
from rubrics.strict import Fault

_PROOF = {"annual_report", "page"}


def unproven_parts(content: Content) -> Iterator[Fault]:
    """Every number inherits a status with its sources: both stand at the head, and wherever one stands, the other."""
    if "official_status" not in content.whole and "provenance" not in content.whole:
        yield Fault((), "official_status and provenance must stand at the head of the file")
    for where, part in content.mappings:
        if ("official_status" in part) != bool(part.get("provenance")):
            yield Fault(where, "official_status and provenance must stand together, or both be left out")
        kinds = {source.get("kind") for _, source in members(part, "provenance")}
        if part.get("official_status") == "official" and not kinds & _PROOF:
            yield Fault((*where, "official_status"), "official needs the annual report or a page as its source")
        for place, source in members(part, "provenance"):
            if source.get("kind") == "page" and not source.get("ref"):
                yield Fault((*where, *place), "a page as a source needs its address in 'ref'")

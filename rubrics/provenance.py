"""Where a number comes from and how far it may be trusted."""

from collections.abc import Iterator
from enum import StrEnum

from rubrics.strict import Fault, Strict, Text, Words


class OfficialStatus(StrEnum):
    """How far a number is proven to be the award's own."""

    OFFICIAL = "official"
    RECONSTRUCTED = "reconstructed"
    ILLUSTRATIVE = "illustrative"


class ProvenanceKind(StrEnum):
    """The sort of source a number rests on."""

    ANNUAL_REPORT = "annual_report"
    PAGE = "page"
    UNVERIFIED = "unverified"
    OWN = "own"


class Provenance(Strict):
    """One source of a part of the rubric, with a note in both languages."""

    kind: ProvenanceKind
    ref: Words | None = None
    note: Text

    def faults(self) -> Iterator[Fault]:
        """A public page cannot be checked without its address."""
        if self.kind is ProvenanceKind.PAGE and self.ref is None:
            yield Fault(("kind",), "a page as a source needs its address in 'ref'")


class Sourced(Strict):
    """A part that may carry its own status and sources; where it has none it inherits those of the part around it."""

    official_status: OfficialStatus | None = None
    provenance: tuple[Provenance, ...] = ()

    def faults(self) -> Iterator[Fault]:
        """Status and sources come in pairs, and an official number can be looked up."""
        yield from super().faults()
        if (self.official_status is None) != (not self.provenance):
            yield Fault((), "official_status and provenance must stand together, or both be left out")
        proven = {ProvenanceKind.ANNUAL_REPORT, ProvenanceKind.PAGE}
        if self.official_status is OfficialStatus.OFFICIAL and not proven & {source.kind for source in self.provenance}:
            yield Fault(("official_status",), "official needs the annual report or a page as its source")


class Standing(Sourced):
    """The status and sources of a whole list, written beside it as `<list>_status`."""

    def faults(self) -> Iterator[Fault]:
        """A standing that says nothing is a mistake."""
        yield from super().faults()
        if self.official_status is None:
            yield Fault((), "official_status is missing")

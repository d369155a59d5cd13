"""Where a number comes from and how far it may be trusted."""

from enum import StrEnum

from rubrics.strict import Strict, Text, Words


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


class Sourced(Strict):
    """A part that may carry its own status and sources; where it has none it inherits those of the part around it."""

    official_status: OfficialStatus | None = None
    provenance: tuple[Provenance, ...] = ()


class Standing(Strict):
    """The status and sources of a whole list, written beside it as `<list>_status`."""

    official_status: OfficialStatus
    provenance: tuple[Provenance, ...]

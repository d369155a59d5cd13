"""Who may enter and what is checked on the way in: eligibility, quota, screening."""

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from rubrics.provenance import Sourced
from rubrics.strict import Count, Fault, Flag, Identifier, NotNegative, Text

AgencyKind = Literal[
    "ministry",
    "department",
    "province",
    "public_organisation",
    "state_enterprise",
    "university",
    "independent",
    "local_government",
]


class Eligibility(Sourced):
    """Which agencies may enter, and with what."""

    agency_types: tuple[AgencyKind, ...] = Field(min_length=1)
    min_months_in_use: Count = 0
    exclude_past_levels: tuple[Identifier, ...] = ()
    exclude_scope: Literal["same_work_same_type"] | None = None
    one_type_per_branch: Flag = False
    several_owners_allowed: Flag = False
    note: Text | None = None


class Quota(Sourced):
    """How many entries are accepted; None means no limit."""

    per_agency: Count | None
    per_ministry: Count | None
    note: Text | None = None


CHECK_PARAMETERS: dict[str, frozenset[str]] = {
    "required_complete": frozenset(),
    "within_limits": frozenset(),
    "attachments_valid": frozenset(),
    "agency_kind": frozenset(),
    "one_type_per_branch": frozenset(),
    "profile_complete": frozenset(),
    "pages_within_limit": frozenset(),
    "evidence_for_claimed_levels": frozenset(),
    "months_in_use": frozenset({"at_least"}),
    "similar_entry": frozenset({"at_most"}),
    "field_given": frozenset({"field"}),
    "number_at_least": frozenset({"field", "at_least"}),
    "entries_at_least": frozenset({"field", "at_least"}),
}
"""The automatic checks the system knows, each with the parameters it takes."""


class Check(Sourced):
    """One point of screening: decided by the system from a named check, or by an officer."""

    id: Identifier
    by: Literal["automatic", "human"]
    severity: Literal["block", "warn"]
    text: Text
    check: str | None = None
    at_least: NotNegative | None = None
    at_most: NotNegative | None = None
    field: Identifier | None = None

    def faults(self) -> Iterator[Fault]:
        """An automatic check names a known check with exactly its parameters; a human one names none."""
        given = frozenset(name for name in ("at_least", "at_most", "field") if getattr(self, name) is not None)
        if self.by == "human":
            if self.check is not None or given:
                yield Fault((), "a check by an officer takes no 'check' and no parameters")
        elif self.check not in CHECK_PARAMETERS:
            yield Fault(("check",), f"there is no automatic check '{self.check}'; known: {', '.join(CHECK_PARAMETERS)}")
        elif given != CHECK_PARAMETERS[self.check]:
            wanted = ", ".join(sorted(CHECK_PARAMETERS[self.check])) or "no parameters"
            yield Fault(("check",), f"the check '{self.check}' takes {wanted}")


class Screening(Sourced):
    """The checks on documents, and how often an entry may be returned for correction."""

    title: Text | None = None
    checks: tuple[Check, ...] = Field(min_length=1)
    outcomes: tuple[Literal["pass", "return_for_correction", "fail"], ...] = Field(min_length=1)
    return_times_max: Count

"""The road an application takes: stages, gates between them, award levels and status bands."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Literal

from pydantic import Field, PrivateAttr

from rubrics.conditions import Condition
from rubrics.provenance import Sourced
from rubrics.strict import AtLeastOne, Count, Fault, Flag, Identifier, NotNegative, Strict, Text


class StageKind(StrEnum):
    """What happens at a stage."""

    SCREENING = "screening"
    SELF = "self"
    APPLICATION_REPORT = "application_report"
    INDEPENDENT = "independent"
    CONSENSUS = "consensus"
    SITE_VISIT = "site_visit"
    COMMITTEE = "committee"


FEWEST_CERTIFIERS = 2
ASSESSING = frozenset({StageKind.SELF, StageKind.APPLICATION_REPORT, StageKind.INDEPENDENT})


class SpreadTrigger(Strict):
    """How far apart the sheets of a panel may lie before they must be discussed: points of the total, or bands."""

    points: NotNegative | None = None
    bands: AtLeastOne | None = None

    def faults(self) -> Iterator[Fault]:
        """Exactly one of the two measures."""
        if (self.points is None) == (self.bands is None):
            yield Fault((), "a spread trigger is given either in points or in bands")


class Gate(Sourced):
    """A condition on agreed scores, and what follows when it holds or not."""

    id: Identifier
    stage: Identifier
    award_type: Identifier | None = None
    when: Condition
    then: Identifier
    otherwise: Identifier
    certify_bands: tuple[Identifier, ...] = ()
    note: Text | None = None


class Stage(Sourced):
    """One step of the plan a programme starts with."""

    code: Identifier
    order: AtLeastOne
    kind: StageKind
    title: Text
    what: Text | None = None
    panel_size: AtLeastOne | None = None
    quorum: AtLeastOne | None = None
    enter_when: Condition | None = None
    spread_trigger: SpreadTrigger | None = None
    _gate: Gate | None = PrivateAttr(default=None)

    @property
    def gate(self) -> Gate | None:
        """Return the gate an application meets at the end of this stage, where the rubric has one."""
        return self._gate

    @property
    def is_assessing(self) -> bool:
        """Tell whether a panel fills in score sheets at this stage."""
        return self.kind in ASSESSING and self.panel_size is not None

    def end_at(self, gate: Gate | None) -> None:
        """Remember the gate of this stage; called once, while the rubric is put together."""
        self._gate = gate

    def faults(self) -> Iterator[Fault]:
        """A panel belongs to an assessing stage only; elsewhere a quorum says how many must take part."""
        if self.panel_size is not None and self.kind not in ASSESSING:
            yield Fault(("panel_size",), f"a stage of kind {self.kind} has no panel of its own; use 'quorum'")
        if self.quorum is not None and self.kind in ASSESSING:
            yield Fault(("quorum",), f"a stage of kind {self.kind} has a panel, not a quorum")
        if self.spread_trigger is not None and not self.is_assessing:
            yield Fault(("spread_trigger",), "only a stage with a panel can have a spread trigger")


class AwardLevel(Sourced):
    """A level an award entry can reach, best first by rank."""

    code: Identifier
    label: Text
    rank: AtLeastOne
    when: Condition
    site_visit: Literal["required", "not_required"]


class Band(Sourced):
    """A range of the total and the status it stands for; the upper end belongs to it only where said so."""

    code: Identifier
    label: Text
    min: NotNegative
    max: NotNegative
    max_inclusive: Flag


class AwardType(Sourced):
    """A category award an applicant may choose, and the categories and results item it looks at."""

    code: Identifier
    title: Text
    category: tuple[Identifier, ...] = Field(min_length=1)
    linked_result: Identifier | None = None


class CommentRules(Sourced):
    """How many comments an assessor owes, how long they may be, and which phrase book checks them."""

    strengths_min: Count
    ofi_min: Count
    site_issue_max: Count
    required_above: NotNegative | None = None
    max_graphemes: AtLeastOne
    phrases_ref: Identifier
    per: Literal["item", "sheet"] = "sheet"
    per_level_suggestion: Flag = False
    typical_total: Count | None = None
    evidence_links_min: Count = 0
    double_mark: Flag = False
    double_mark_symbols: dict[str, str] = Field(default_factory=dict)
    rule: Text | None = None

"""What a score is made of: percent scales, checkpoints, indicator rules, and dimension bands."""

from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Literal

from pydantic import Field

from rubrics.form import FileRule
from rubrics.provenance import Sourced
from rubrics.strict import AtLeastOne, Count, Fault, Flag, Identifier, NotNegative, Number, Percent, Strict, Text


class Anchor(Strict):
    """What a value of the scale looks like in an application."""

    value: Percent
    text: Text


class Scale(Strict):
    """Percent of an indicator's points an assessor may give: from `min` to `max` in multiples of `step`."""

    unit: Literal["percent_of_points"]
    min: Percent
    max: Percent
    step: Number = Field(gt=0, le=100)
    anchors: tuple[Anchor, ...] = Field(min_length=2)

    def allows(self, value: Decimal) -> bool:
        """Tell whether an assessor may give `value` percent."""
        return self.min <= value <= self.max and not (value - self.min) % self.step


class LevelCode(StrEnum):
    """The three checkpoint levels of a PMQA 4.0 process item, lowest first."""

    BASIC = "basic"
    ADVANCE = "advance"
    SIGNIFICANCE = "significance"


class Checkpoint(Strict):
    """One statement an assessor finds met or not."""

    id: Identifier
    text: Text


class ItemLevel(Strict):
    """The checkpoints of one level of an item and the points all of them together are worth."""

    code: LevelCode
    points: NotNegative
    checkpoints: tuple[Checkpoint, ...] = Field(min_length=1)


class LevelMeaning(Sourced):
    """What a checkpoint level stands for in every item, and whether the level below must be full first."""

    code: LevelCode
    rank: AtLeastOne
    points: NotNegative
    requires_previous: Flag
    label: Text
    meaning: Text


class TextRule(Strict):
    """A written explanation: whether it is required, and its limit in grapheme clusters."""

    required: Flag
    max_graphemes: AtLeastOne


class EvidenceRule(Sourced):
    """What evidence a level or an item takes."""

    id: Identifier
    description: Text
    text: TextRule
    file: FileRule


class Evidence(Strict):
    """Which evidence rule an item follows, for each level or for the item as a whole, with a hint what helps."""

    rule_ref: Identifier
    per: Literal["level", "item"]
    hint: Text | None = None


Direction = Literal["more", "less"]


class Ramp(Strict):
    """A straight line from the points at the floor to the points at the ceiling."""

    floor: Number
    ceiling: Number
    at_floor: NotNegative
    at_ceiling: NotNegative

    @property
    def is_officers(self) -> bool:
        """Tell whether an officer set the ends for one programme."""
        return False

    def faults(self) -> Iterator[Fault]:
        """The line must rise from left to right."""
        if self.floor >= self.ceiling:
            yield Fault(("floor",), "the floor must lie below the ceiling")


class OfficersRamp(Ramp):
    """A ramp whose ends an officer set for one programme; it stands in no file."""

    @property
    def is_officers(self) -> bool:
        """Tell that the ends are not the criteria's own."""
        return True


class RampRange(Strict):
    """A floor and a ceiling known to be in use somewhere, or set by an officer."""

    floor: Number
    ceiling: Number


class Step(Strict):
    """What a success rate up to `up_to` is worth: a fixed score, or the rate times a factor; null means the rest."""

    up_to: NotNegative | None
    inclusive: Flag = False
    times: NotNegative | None = None
    score: NotNegative | None = None

    def faults(self) -> Iterator[Fault]:
        """Exactly one of the two ways to score."""
        if (self.times is None) == (self.score is None):
            yield Fault((), "a step has either 'times' or 'score'")


class KpiRule(Sourced):
    """How a results indicator is scored: steps of its success rate (generic), or a ramp over its actual value."""

    id: Identifier
    kind: Literal["generic", "ramp"]
    title: Text
    steps: tuple[Step, ...] = ()
    minimum: NotNegative
    maximum: NotNegative
    at_floor: NotNegative | None = None
    at_ceiling: NotNegative | None = None
    target_zero: Text | None = None
    known_ranges: tuple[RampRange, ...] = ()

    def faults(self) -> Iterator[Fault]:
        """Steps rise to an open end; a ramp has its two ends."""
        ramp = self.at_floor is not None and self.at_ceiling is not None
        if ramp != (self.kind == "ramp") or bool(self.steps) != (self.kind == "generic"):
            yield Fault((), "a generic rule has steps; a ramp has 'at_floor' and 'at_ceiling' and no steps")
        ends = [step.up_to for step in self.steps]
        if ends and (ends[-1] is not None or None in ends[:-1]):
            yield Fault(("steps",), "only the last step is open, and it must be")
        known = [end for end in ends if end is not None]
        if any(lower > upper for lower, upper in pairwise(known)):
            yield Fault(("steps",), "the steps must rise")


class KpiExample(Strict):
    """An indicator an agency may use for a results item, with the ramp that belongs to it in this edition."""

    id: Identifier
    title: Text
    unit: Text
    direction: Direction
    target_required: Flag
    years: AtLeastOne
    rule_ref: Identifier
    ramp: Ramp | None = None

    def faults(self) -> Iterator[Fault]:
        """A ramp only reads indicators where more is better."""
        if self.ramp is not None and self.direction != "more":
            yield Fault(("direction",), "a ramp is for indicators where more is better")


class KpiSettings(Strict):
    """How many indicators a results item takes and what each must bring."""

    years: AtLeastOne
    target_required: Flag
    extra_allowed: Flag
    min_indicators: Count = 0
    max_indicators: AtLeastOne | None = None
    directions: tuple[Direction, ...] = ("more", "less")


class SchemeDimension(Strict):
    """One of the dimensions an item is judged on before a band is chosen."""

    code: Identifier
    title: Text
    ask: Text


class Scheme(Strict):
    """A set of dimensions, such as approach, deployment, learning, integration."""

    title: Text
    dimensions: tuple[SchemeDimension, ...] = Field(min_length=1)


class PercentBand(Strict):
    """A band of percents an assessor may give, and what each dimension looks like in it."""

    band: Count
    label: Text
    min: Percent
    max: Percent
    permitted_values: tuple[Percent, ...] = Field(min_length=1)
    summary: Text
    descriptors: dict[str, Text]


class DimensionLevels(Strict):
    """The lowest and highest level a dimension can be judged at; level n permits band n."""

    min: Count
    max: AtLeastOne


class DimensionScoring(Sourced):
    """How dimension levels bound the band: the band is never above the weakest dimension."""

    cap_by_weakest: Literal[True]
    cap_rule: Text
    dimension_level: DimensionLevels
    order: tuple[Identifier, ...]

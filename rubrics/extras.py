"""Parts only some rubrics have: pillars, delegation, nomination advice, feedback settings, golden cases, counts."""

from typing import Literal

from rubrics.provenance import Sourced
from rubrics.strict import AtLeastOne, Count, Flag, Identifier, NotNegative, Number, Percent, Strict, Text, Words


class Theme(Strict):
    """A named theme that criteria refer to: a pillar, a success factor, a lens, a round of advice."""

    id: Identifier
    title: Text
    description: Text | None = None


class ProfileGroup(Strict):
    """A heading over some of the profile's prompts."""

    id: Identifier
    number: Words
    title: Text


class Delegation(Sourced):
    """Which stages another body carries out, and what comes back."""

    assessing_body: Identifier
    assessing_body_name: Text
    delegated_stages: tuple[Identifier, ...]
    returns_to: Identifier
    what_returns: Text


class Nominee(Sourced):
    """Who may be nominated where the nominee is not the agency itself."""

    kinds: tuple[Literal["person", "group", "community", "association"], ...]
    nominated_by: Identifier
    consent_required: Flag
    note: Text


class Rounding(Strict):
    """How a printed total is rounded; nothing else is rounded before it is printed."""

    total: Literal["truncate", "two_decimals"]


class BureaucracyIndex(Strict):
    """The total in words: divided by the maximum, times `scale`, printed with `decimals` places, never stored."""

    label: Text
    scale: NotNegative
    decimals: Count


class Aggregation(Sourced):
    """How items make up the total of the status assessment, and the level an item holds."""

    rule: Text
    item_level_rule: Text
    bureaucracy_index: BureaucracyIndex


class FeedbackRules(Sourced):
    """How precisely an agency is told its scores."""

    show_exact_score: Flag
    show_band_range: Flag
    process_total_bands: AtLeastOne
    results_total_bands: AtLeastOne


class AdviceYear(Sourced):
    """How many works were advised and submitted in a year of reference."""

    year_be: AtLeastOne
    advised: Count
    submitted: Count


class Advice(Sourced):
    """The rounds of advice a nomination goes through."""

    rounds: tuple[Theme, ...]
    funnel_states: tuple[Identifier, ...]
    reference_year: AdviceYear


class GoldenItem(Strict):
    """A checklist item with b, a, s checkpoints met at each level, and its score."""

    item: Identifier
    b: Count
    a: Count
    s: Count
    score: NotNegative


class GoldenRate(Strict):
    """A generic indicator and its score."""

    direction: Literal["more", "less"]
    target: Number
    actual: Number
    score: NotNegative


class GoldenRamp(Strict):
    """A ramp indicator and its score."""

    floor: Number
    ceiling: Number
    actual: Number
    score: NotNegative


class GoldenTotal(Strict):
    """Category scores, the printed total, and the index made of it."""

    categories: tuple[NotNegative, ...]
    total: NotNegative
    bureaucracy_index: NotNegative


class GoldenDimensions(Strict):
    """An item judged on dimensions: the highest band allowed, a permitted percent, and the points."""

    item: Identifier
    dimension_levels: tuple[Count, ...]
    max_band: Count
    value: Percent
    points: NotNegative


class GoldenCases(Strict):
    """Worked examples every scoring of this rubric must reproduce."""

    item: tuple[GoldenItem, ...] = ()
    kpi_generic: tuple[GoldenRate, ...] = ()
    kpi_ramp: tuple[GoldenRamp, ...] = ()
    total: tuple[GoldenTotal, ...] = ()
    dimensions: tuple[GoldenDimensions, ...] = ()


class AlternativeBand(Strict):
    """The lower end another body uses for a band, kept for comparison."""

    code: Identifier
    min: NotNegative

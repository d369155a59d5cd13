"""How a node is judged, as a form shows it: a scale of percents, dimensions, checkpoints by level, or indicators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar, TypeAlias

from app.queries.sheets import indicators_of
from app.queries.snapshot_text import FrozenDocument
from app.thai import grapheme_count
from rubrics.model import Method, Rubric
from rubrics.nodes import Node
from rubrics.scales import Anchor, LevelMeaning, PercentBand
from rubrics.strict import Text
from workflows.scoring.adli_letci import permitted_percents
from workflows.scoring.exact import as_decimal
from workflows.scoring.kpi import indicator_score
from workflows.scoring.reading import parse_sheet
from workflows.scoring.sheet import SheetFaults


@dataclass(frozen=True)
class PercentForm:
    """A percent of the node's points on a scale with anchors."""

    kind: ClassVar[str] = "percent"
    percent: str
    points: Decimal
    low: Decimal
    high: Decimal
    step: Decimal
    anchors: tuple[Anchor, ...]

    @property
    def earned(self) -> Decimal | None:
        """What the percent is worth, in points; what the scale does not have is worth nothing that can be said."""
        number = _number(self.percent)
        is_given = number is not None and self.low <= number <= self.high and not (number - self.low) % self.step
        return _earned(self.percent, self.points) if is_given else None


@dataclass(frozen=True)
class DimensionForm:
    """One dimension with the level given, and what each level looks like."""

    code: str
    title: Text
    ask: Text
    level: str
    descriptors: tuple[tuple[int, Text], ...]


@dataclass(frozen=True)
class PercentGroup:
    """The percents of one band; a band above the weakest dimension is not permitted."""

    band: int
    label: Text
    values: tuple[str, ...]
    is_permitted: bool


@dataclass(frozen=True)
class DimensionsForm:
    """Levels of dimensions, then one percent that the weakest of them permits."""

    kind: ClassVar[str] = "dimensions"
    dimensions: tuple[DimensionForm, ...]
    groups: tuple[PercentGroup, ...]
    percent: str
    points: Decimal
    rule: Text

    @property
    def earned(self) -> Decimal | None:
        """What the percent is worth, in points."""
        return _earned(self.percent, self.points)


@dataclass(frozen=True)
class CheckForm:
    """One checkpoint: found met, claimed by the agency, agreed in an earlier round (None: there was none) or not."""

    id: str
    text: Text
    is_met: bool
    is_claimed: bool
    was_agreed: bool | None


@dataclass(frozen=True)
class LevelForm:
    """One level of an item with its checkpoints; it counts once every level below is complete.

    `suggestion` says what is missing for this level, None where the criteria ask for none.
    """

    meaning: LevelMeaning
    points: Decimal
    checks: tuple[CheckForm, ...]
    is_counted: bool
    is_explained: bool
    files: int
    suggestion: str | None

    @property
    def met(self) -> int:
        """How many of its checkpoints are met."""
        return sum(check.is_met for check in self.checks)

    @property
    def suggestion_used(self) -> int:
        """How many characters of the suggestion are written, as a reader counts them."""
        return grapheme_count(self.suggestion or "")


@dataclass(frozen=True)
class ChecklistForm:
    """The levels of a process item."""

    kind: ClassVar[str] = "checklist"
    levels: tuple[LevelForm, ...]
    is_saved: bool


@dataclass(frozen=True)
class IndicatorForm:
    """One of the agency's indicators with the assessor's figures and what they are worth."""

    title: str
    unit: str
    source: str
    years: tuple[str, ...]
    claim: Mapping[str, Any]
    said: Mapping[str, Any]
    score: Decimal | None

    @property
    def can_decide(self) -> bool:
        """Whether an assessor may decide the score: there is no target above 0 to compare with."""
        target = _number(self.said.get("target"))
        return self.claim["rule"] == "generic" and (target is None or target <= 0)


@dataclass(frozen=True)
class IndicatorsForm:
    """The indicators of a results item."""

    kind: ClassVar[str] = "indicators"
    rows: tuple[IndicatorForm, ...]
    is_saved: bool


def _number(written: object) -> Decimal | None:
    """What was typed, as a number; None while it cannot be read."""
    try:
        number = Decimal(str(written))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _earned(percent: str, points: Decimal) -> Decimal | None:
    number = _number(percent)
    return None if number is None else number * points / 100


JudgementForm: TypeAlias = PercentForm | DimensionsForm | ChecklistForm | IndicatorsForm


def judgement_form(
    document: FrozenDocument, leaf: Node, value: Mapping[str, Any], *, agreed_before: frozenset[str] | None = None
) -> JudgementForm:
    """Return the form of one node, filled with what a sheet says of it, or with what was typed and refused.

    Ticks that were never saved start from those agreed in an earlier round.
    """
    rubric = document.rubric
    match rubric.method:
        case Method.POINTS:
            assert leaf.scale is not None, "the rubric refuses an indicator without a scale"
            scale = leaf.scale
            percent, points = value.get("percent") or "", leaf.points or Decimal(0)
            return PercentForm(percent, points, scale.min, scale.max, scale.step, scale.anchors)
        case Method.ADLI_LETCI:
            return _dimensions(rubric, leaf, value)
        case _ if leaf.levels:
            return _checklist(document, leaf, value, agreed_before)
    return _indicators(document, leaf, value)


def _dimensions(rubric: Rubric, leaf: Node, value: Mapping[str, Any]) -> DimensionsForm:
    assert leaf.scheme is not None, "the rubric refuses an item without a scheme"
    assert leaf.bands_ref is not None, "the rubric refuses a scheme without bands"
    assert rubric.scoring is not None, "the rubric refuses dimensions without levels"
    table, levels = rubric.band_tables[leaf.bands_ref], value.get("levels") or {}
    scheme = rubric.schemes[leaf.scheme]
    dimensions = tuple(
        DimensionForm(each.code, each.title, each.ask, str(levels.get(each.code, "")), _descriptors(table, each.code))
        for each in scheme.dimensions
    )
    is_complete = all(each.level.isdecimal() for each in dimensions)
    permitted = permitted_percents(table, [int(each.level) for each in dimensions]) if is_complete else ()
    groups = tuple(
        PercentGroup(
            band.band,
            band.label,
            tuple(format(each, "f") for each in band.permitted_values),
            not is_complete or band.permitted_values[0] in permitted,
        )
        for band in table
    )
    percent, rule = value.get("percent") or "", rubric.scoring.cap_rule
    return DimensionsForm(dimensions, groups, percent, leaf.points or Decimal(0), rule)


def _descriptors(table: Sequence[PercentBand], code: str) -> tuple[tuple[int, Text], ...]:
    return tuple((band.band, band.descriptors[code]) for band in table if code in band.descriptors)


def _checklist(
    document: FrozenDocument, leaf: Node, value: Mapping[str, Any], agreed_before: frozenset[str] | None
) -> ChecklistForm:
    met = frozenset(value["ticks"]) if "ticks" in value else agreed_before or frozenset()
    meanings = {meaning.code: meaning for meaning in document.rubric.item_levels}
    rules, suggestions = document.rubric.comment_rules, value.get("suggestions") or {}
    is_asked = rules is not None and rules.per_level_suggestion
    levels, is_counted = [], True
    for level in leaf.levels:
        checks = tuple(
            CheckForm(
                point.id,
                point.text,
                point.id in met,
                document.answers.get(f"tick.{point.id}") is True,
                None if agreed_before is None else point.id in agreed_before,
            )
            for point in level.checkpoints
        )
        place = f"{leaf.id}.{level.code}"
        files = document.files_of(f"file.{place}")
        is_explained = bool(document.answers.get(f"text.{place}") or files)
        said = suggestions.get(level.code.value, "") if is_asked else None
        levels.append(LevelForm(meanings[level.code], level.points, checks, is_counted, is_explained, len(files), said))
        is_counted = is_counted and all(check.is_met for check in checks)
    return ChecklistForm(tuple(levels), "ticks" in value)


def _indicators(document: FrozenDocument, leaf: Node, value: Mapping[str, Any]) -> IndicatorsForm:
    rows: Sequence[Mapping[str, Any]] = document.answers.get(f"kpis.{leaf.id}") or ({},)
    claims = indicators_of(leaf, rows)
    said = value.get("kpis") or claims
    forms = tuple(
        IndicatorForm(
            str(row.get("title") or ""),
            str(row.get("unit") or ""),
            str(row.get("source") or ""),
            tuple(str(row.get(f"year_{year}") or "") for year in (3, 2, 1)),
            claim,
            {**claim, **mine},
            _worth(document.rubric, leaf, {**claim, **mine}),
        )
        for row, claim, mine in zip(rows, claims, said, strict=False)
    )
    return IndicatorsForm(forms, bool(value.get("kpis")))


def _worth(rubric: Rubric, leaf: Node, row: Mapping[str, Any]) -> Decimal | None:
    try:
        kpis = parse_sheet(rubric, {"kpis": {leaf.id: [dict(row)]}}).kpis[leaf.id]
    except SheetFaults:
        return None
    score = indicator_score(kpis[0], rubric.kpi_rules)
    return None if score is None else as_decimal(score)

"""What an invented agency claims in a PMQA 4.0 self-assessment, and what its certifiers and panel make of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.demo.records import ContentFault, Record
from rubrics import Rubric
from rubrics.scales import KpiExample
from rubrics.strict import Text


@dataclass(frozen=True)
class Indicator:
    """One indicator of a results item: three years of results as decimal strings, the last one the actual value.

    `example` is the rubric's own indicator it follows, whose rule (a ramp, say) then applies; without one the generic
    rule does.
    """

    title: str
    unit: str
    direction: str
    target: str
    results: tuple[str, str, str]
    source: str
    example: str

    @property
    def actual(self) -> str:
        """Return the latest result."""
        return self.results[-1]


@dataclass(frozen=True)
class SelfAssessment:
    """The ticks of every hand, the profile, the indicators, and the theme that fills the sentence banks.

    `claimed` is what the agency ticks. Two certifiers refuse `rejected` and differ over `disputed`, whose value is what
    they settle on. The panel that reads the report adds and drops ticks, and so does the visit.
    """

    theme: Mapping[str, str]
    profile: Mapping[str, str]
    indicators: Mapping[str, tuple[Indicator, ...]]
    claimed: frozenset[str]
    rejected: frozenset[str]
    disputed: Mapping[str, bool]
    panel_adds: frozenset[str]
    panel_drops: frozenset[str]
    visit_adds: frozenset[str]
    visit_drops: frozenset[str]

    @property
    def certifiers(self) -> tuple[frozenset[str], frozenset[str]]:
        """Return the ticks of the first certifier, who grants what is disputed, and of the second, who does not."""
        both = self.claimed - self.rejected - frozenset(self.disputed)
        return both | frozenset(self.disputed), both

    @property
    def agreed(self) -> frozenset[str]:
        """Return the ticks the certifiers agree or settle on."""
        granting, both = self.certifiers
        return both | {point for point in granting - both if self.disputed[point]}

    @property
    def consensus(self) -> frozenset[str]:
        """Return the ticks the panel agrees on after the Application Report."""
        return (self.agreed | self.panel_adds) - self.panel_drops

    @property
    def readers(self) -> tuple[frozenset[str], frozenset[str]]:
        """Return the ticks of the first who reads the report, and of the second, whom it does not move."""
        return self.consensus, self.agreed

    @property
    def after_visit(self) -> frozenset[str]:
        """Return the ticks that stand after the site visit."""
        return (self.consensus | self.visit_adds) - self.visit_drops


def read_self_assessment(record: Record, rubric: Rubric) -> SelfAssessment:
    """Return the self-assessment of an entry's record; a checkpoint the rubric does not know is a ContentFault."""
    ticks = record["ticks"]
    panel, visit = ticks.get("consensus", {}), ticks.get("site_visit", {})
    named: dict[str, frozenset[str]] = {
        "also": frozenset(ticks.get("also", ())),
        "except": frozenset(ticks.get("except", ())),
        "rejected": frozenset(ticks.get("rejected", ())),
        "disputed": frozenset(ticks.get("disputed", {})),
        "panel_adds": frozenset(panel.get("adds", ())),
        "panel_drops": frozenset(panel.get("drops", ())),
        "visit_adds": frozenset(visit.get("adds", ())),
        "visit_drops": frozenset(visit.get("drops", ())),
    }
    _refuse_unknown(rubric, frozenset().union(*named.values()))
    return SelfAssessment(
        theme=MappingProxyType(dict(record["theme"])),
        profile=MappingProxyType(dict(record["profile"])),
        indicators=MappingProxyType(_indicators(record["kpis"], rubric)),
        claimed=(_of_levels(rubric, ticks["levels"]) | named["also"]) - named["except"],
        rejected=named["rejected"],
        disputed=MappingProxyType(dict(ticks.get("disputed", {}))),
        panel_adds=named["panel_adds"],
        panel_drops=named["panel_drops"],
        visit_adds=named["visit_adds"],
        visit_drops=named["visit_drops"],
    )


def _refuse_unknown(rubric: Rubric, points: Collection[str]) -> None:
    unknown = sorted(set(points) - set(rubric.checkpoints))
    if unknown:
        raise ContentFault(f"{rubric.full_id} has no checkpoint {', '.join(unknown)}")


def _of_levels(rubric: Rubric, codes: Collection[str]) -> frozenset[str]:
    """Return every checkpoint of these levels, over all items."""
    levels = (level for leaf in rubric.leaves for level in leaf.levels if level.code in codes)
    return frozenset(point.id for level in levels for point in level.checkpoints)


def _indicators(items: Mapping[str, Iterable[Record]], rubric: Rubric) -> dict[str, tuple[Indicator, ...]]:
    examples = {example.id: example for leaf in rubric.leaves for example in leaf.examples}
    return {item: tuple(_indicator(row, examples) for row in rows) for item, rows in items.items()}


def _indicator(row: Record, examples: Mapping[str, KpiExample]) -> Indicator:
    """Return one indicator; title, unit and direction of one that follows an example are the example's."""
    example = examples[row["example"]] if "example" in row else None
    first, second, third = row["results"]
    return Indicator(
        title=_thai(example.title) if example else row["title"],
        unit=_thai(example.unit) if example else row["unit"],
        direction=str(example.direction) if example else row["direction"],
        target=row["target"],
        results=(first, second, third),
        source=row["source"],
        example=row.get("example", ""),
    )


def _thai(text: Text) -> str:
    return text.in_language("th")

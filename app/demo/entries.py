"""The entries of the demonstration: what each agency writes, and what becomes of it in the story."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from app.demo.records import FOLDER, ContentFault, Record, load, made
from app.demo.self_assessments import SelfAssessment, read_self_assessment
from rubrics import Rubric, load_rubric
from workflows.application import ApplicationState

_ENTRIES = "content/entries"
ATTACHMENTS = "attachments"


@dataclass(frozen=True)
class Returned:
    """The sections screening sends back, why, and what the agency then writes by field; nothing while it waits."""

    sections: tuple[str, ...]
    reason: str
    corrections: Mapping[str, str]


@dataclass(frozen=True)
class Visit:
    """The site visit: points to verify with what was found for each, and whether the entry is confirmed.

    `refuted` are the points, counted from 1, that the finding speaks against.
    """

    confirmed: bool
    points: tuple[str, ...]
    findings: tuple[str, ...]
    refuted: frozenset[int]
    note: str

    def found(self, question: str) -> tuple[str, bool] | None:
        """Return what was found of a point and whether it holds; None where the story tells nothing of it."""
        place = self.points.index(question) if question in self.points else len(self.findings)
        return (self.findings[place], place + 1 not in self.refuted) if place < len(self.findings) else None


@dataclass(frozen=True)
class Sheets:
    """How far the panel of an entry still in assessment has come, in sheets; what is started may be a workbook."""

    submitted: int
    started: int
    by_workbook: bool = False


@dataclass(frozen=True)
class Fate:
    """How far an entry goes and with which marks.

    `after` is the state from which an entry leaves the road early; `outcome` the code of the level, category or band
    decided, or "none". `round` is the round of the status assessment in which its panel sits. `quality` is the percent
    the panel agrees on for a criterion (0-100), `quality_by_node` where it differs; at the nodes in `discuss` the
    sheets lie far apart.
    """

    state: ApplicationState
    after: ApplicationState | None
    outcome: str | None
    quality: int | None
    quality_by_node: Mapping[str, int]
    discuss: tuple[str, ...]
    returned: Returned | None
    visit: Visit | None
    sheets: Sheets | None
    reason: str
    round: int = 1

    def quality_of(self, node_id: str) -> int:
        """Return the percent of a leaf; raises ContentFault for an entry nobody scores."""
        if self.quality is None:
            raise ContentFault("this entry is not scored")
        return self.quality_by_node.get(node_id, self.quality)


@dataclass(frozen=True)
class Attachment:
    """One invented piece of evidence, attached at a question of the document and linked to those it backs up `also`."""

    question: str
    title: str
    lines: tuple[str, ...]
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entry:
    """One application. `fields` and `report` hold what is written by field id; `facts` fill what assessors write."""

    id: str
    cycle: str
    rubric_id: str
    agency: str
    content_note: str
    topics: tuple[str, ...]
    fate: Fate
    facts: Mapping[str, str]
    fields: Mapping[str, Any]
    report: Mapping[str, str]
    attachments: tuple[Attachment, ...]
    self_assessment: SelfAssessment | None

    @property
    def rubric(self) -> Rubric:
        """Return the rubric this entry answers."""
        return load_rubric(self.rubric_id)


def read_entries() -> Mapping[str, Entry]:
    """Return every entry by id, sorted by id. Raises ContentFault."""
    paths = sorted(path.name for path in (FOLDER / _ENTRIES).glob("*.yaml"))
    entries = (made(_entry, load(f"{_ENTRIES}/{name}"), name) for name in paths)
    return MappingProxyType({entry.id: entry for entry in entries})


def _entry(record: Record) -> Entry:
    rubric = load_rubric(record["rubric"])
    return Entry(
        id=record["id"],
        cycle=record["cycle"],
        rubric_id=rubric.full_id,
        agency=record["agency"],
        content_note=record["content_note"],
        topics=tuple(record["topics"]),
        fate=_fate(record["fate"]),
        facts=MappingProxyType(dict(record.get("facts", {}))),
        fields=MappingProxyType(dict(record["fields"])),
        report=MappingProxyType(dict(record.get("report", {}))),
        attachments=tuple(_attachment(each) for each in record["attachments"]),
        self_assessment=read_self_assessment(record, rubric) if "ticks" in record else None,
    )


def _attachment(record: Record) -> Attachment:
    question, also = record.get("question", ATTACHMENTS), tuple(record.get("also", ()))
    return Attachment(question, record["title"], tuple(record["lines"]), also)


def _fate(record: Record) -> Fate:
    return Fate(
        state=ApplicationState(record["state"]),
        after=ApplicationState(record["after"]) if "after" in record else None,
        outcome=record.get("outcome"),
        quality=record.get("quality"),
        quality_by_node=MappingProxyType(dict(record.get("quality_by_node", {}))),
        discuss=tuple(record.get("discuss", ())),
        returned=_returned(record["returned"]) if "returned" in record else None,
        visit=_visit(record["site_visit"]) if "site_visit" in record else None,
        sheets=Sheets(**record["sheets"]) if "sheets" in record else None,
        reason=record.get("reason", ""),
        round=record.get("round", 1),
    )


def _returned(record: Record) -> Returned:
    corrections = MappingProxyType(dict(record.get("corrections", {})))
    return Returned(tuple(record["sections"]), record["reason"], corrections)


def _visit(record: Record) -> Visit:
    refuted = frozenset(record.get("refuted", ()))
    return Visit(record["confirmed"], tuple(record["points"]), tuple(record["findings"]), refuted, record["note"])

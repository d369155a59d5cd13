"""The consensus room: every sheet of a panel side by side, what is agreed, and what is still open.

Only for panels whose sheets are all in, and for those who may read the record: here the members see each other's names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Any

from app.models import ConsensusEntry, ConsensusSheet, Person, ScoreSheet, SheetEntry
from app.queries.consensus import (
    is_proposal,
    opinions_of,
    points_of,
    programme_trigger,
    shared_values,
    submitted_sheets,
)
from app.queries.consensus_evidence import Source, sources_of
from app.queries.consensus_talk import Heard, heard_of, remark_counts
from app.queries.criteria import rubric_of
from app.queries.judgement import JudgementForm, judgement_form
from app.queries.rating_lines import own_scores
from app.queries.sheet_page import node_code
from app.queries.sheets import agreed_sheet, sheet_of
from app.queries.snapshot_text import FrozenDocument
from rubrics.model import Method, Rubric
from rubrics.nodes import Node
from workflows.consensus import Gap, gaps
from workflows.scoring.discrepancy import TOTAL, Discussion, must_discuss, panel_scores
from workflows.scoring.sheet import Sheet
from workflows.scoring.stakes import decides_outcome
from workflows.scoring.totals import Scores, score


class Standing(StrEnum):
    """Where one node stands in the room."""

    OPEN = "open"
    PROPOSED = "proposed"
    AGREED = "agreed"
    MEAN = "mean"
    SAME = "same"


@dataclass(frozen=True)
class Voice:
    """One member's sheet on one node; `value` is in points, None where it was not scored."""

    sheet: ScoreSheet
    is_lead: bool
    value: Decimal | None
    percent: Decimal | None
    level: str | None
    entry: SheetEntry | None

    @property
    def assessor(self) -> Person:
        """Whose sheet it is."""
        return self.sheet.assessor


@dataclass(frozen=True)
class AgendaItem:
    """One node, or the total, with what the panel makes of it; fewer than two scored sheets have no spread."""

    node: Node | None
    code: str
    standing: Standing
    reasons: tuple[str, ...]
    spread: Decimal | None
    mean: Decimal | None
    voices: tuple[Voice, ...]
    entry: ConsensusEntry | None
    lacking: tuple[Gap, ...] = ()
    decides: bool = False
    remarks: int = 0

    @property
    def id(self) -> str:
        """The node's id, or "total"."""
        return self.node.id if self.node else TOTAL

    @property
    def points(self) -> Decimal | None:
        """What the node is worth in full."""
        return self.node.points if self.node else None

    @property
    def must_be_discussed(self) -> bool:
        """Whether the discrepancy rule names it."""
        return bool(self.reasons)


class ConsensusPage:
    """One room with everything in it, read in a constant number of statements."""

    def __init__(self, consensus: ConsensusSheet) -> None:
        self.consensus = consensus
        self.application = consensus.application
        self.rubric: Rubric = rubric_of(self.application.programme)
        self.sheets = submitted_sheets(consensus)
        self._read: list[Sheet] = [sheet_of(self.rubric, sheet.entries) for sheet in self.sheets]
        self._scores = [score(self.rubric, sheet) for sheet in self._read]
        self._entries = {entry.node_id: entry for entry in consensus.entries}
        trigger = programme_trigger(self.application.programme.rules)
        self._discussed = _by_node(must_discuss(self.rubric, self._read, spread_trigger=trigger))
        self.opinions = opinions_of(consensus)
        self._shared = shared_values(self.rubric, self.sheets)
        self._points = points_of(consensus, self.sheets, self._discussed, self.opinions)
        self._remarks = remark_counts(consensus.id)
        self._documents: dict[str, FrozenDocument] = {}

    @cached_property
    def panel(self) -> Scores:
        """The means of the panel."""
        return panel_scores(self.rubric, self._read)

    @cached_property
    def own(self) -> Scores | None:
        """What the agency gave itself, where the criteria let it."""
        return own_scores(self.rubric, self.application) if self.rubric.method is Method.LEVEL_CHECKLIST else None

    def differs_from_own(self, item: AgendaItem) -> bool:
        """Say whether a member gave this node other points than the agency itself."""
        if self.own is None or item.node is None:
            return False
        return any(voice.value not in (None, self.own.nodes[item.node.id]) for voice in item.voices)

    @property
    def alike(self) -> tuple[AgendaItem, ...]:
        """What nobody scored otherwise than the others, nor than the agency where it scored itself."""
        same = [item for item in self.agenda if item.standing is Standing.SAME]
        return tuple(item for item in same if not self.differs_from_own(item))

    @cached_property
    def agreed(self) -> Scores:
        """What the agreed sheet is worth as it stands, with means where nothing is agreed."""
        return score(self.rubric, agreed_sheet(self.rubric, self.consensus))

    @cached_property
    def agenda(self) -> tuple[AgendaItem, ...]:
        """Every node: what must be discussed first, of that what decides the outcome, then by how far it lies apart."""
        items = [self._item(leaf) for leaf in self.rubric.leaves]
        if TOTAL in self._discussed:
            items.append(self._total_item())
        order = list(Standing)
        return tuple(
            sorted(
                items,
                key=lambda item: (
                    not item.must_be_discussed,
                    order.index(item.standing),
                    not item.decides,
                    -_share(item),
                ),
            )
        )

    @property
    def open_items(self) -> tuple[AgendaItem, ...]:
        """What still has to be settled before the consensus can be recorded."""
        return tuple(item for item in self.agenda if item.lacking)

    @cached_property
    def _deciding(self) -> frozenset[str]:
        named = [node for node in self._discussed if self.rubric.has_node(node)]
        return decides_outcome(self.rubric, self._read, named)

    def is_proposed(self, item: AgendaItem) -> bool:
        """Say whether the lead has put something down here that the members answer."""
        return item.entry is not None and is_proposal(item.entry, self._shared)

    def heard(self, item: AgendaItem) -> tuple[Heard, ...]:
        """Return each member's word on what is proposed for this item, the lead first."""
        return heard_of(self.sheets, item.entry, self.opinions)

    def sources(self, item: AgendaItem, language: str) -> tuple[Source, ...]:
        """Return what a reason for this item can rest on."""
        if item.node is None or not self.sheets:
            return ()
        return sources_of(self.document(language), item.node)

    def document(self, language: str) -> FrozenDocument:
        """Return what the panel judged, opened once."""
        if language not in self._documents:
            self._documents[language] = FrozenDocument(self.rubric, self.sheets[0].snapshot, language)
        return self._documents[language]

    @property
    def to_discuss(self) -> tuple[AgendaItem, ...]:
        """Everything the discrepancy rule names."""
        return tuple(item for item in self.agenda if item.must_be_discussed)

    def item(self, node_id: str) -> AgendaItem | None:
        """Return the agenda's item of this node."""
        return next((item for item in self.agenda if item.id == node_id), None)

    def totals(self) -> list[tuple[Voice, Decimal | None, Decimal]]:
        """Return each member's total with its least value, the lead first."""
        voices = [self._voice(place, None) for place in range(len(self.sheets))]
        found = [(voice, scores.total, scores.at_least) for voice, scores in zip(voices, self._scores, strict=True)]
        return sorted(found, key=lambda each: not each[0].is_lead)

    def form(self, item: AgendaItem, language: str, typed: Mapping[str, Any] | None = None) -> JudgementForm | None:
        """Return the form of the agreed value, or None for the total, which has none."""
        if item.node is None or not self.sheets:
            return None
        document = self.document(language)
        stored = item.entry.value if item.entry else {}
        return judgement_form(document, item.node, stored if typed is None else typed)

    def tick_votes(self, item: AgendaItem) -> dict[str, list[bool | None]]:
        """Return for each checkpoint which sheets found it met, in the order of the voices; None: cannot judge."""
        points = [point.id for level in (item.node.levels if item.node else ()) for point in level.checkpoints]
        said = [voice.entry for voice in item.voices]
        return {point: [_found_met(entry, point) for entry in said] for point in points}

    def _item(self, leaf: Node) -> AgendaItem:
        voices = tuple(sorted((self._voice(place, leaf) for place in range(len(self.sheets))), key=_highest_first))
        known = [voice.value for voice in voices if voice.value is not None]
        reasons = tuple(found.reason for found in self._discussed.get(leaf.id, ()))
        entry, lacking = self._entries.get(leaf.id), self._lacking(leaf.id)
        spread = max(known) - min(known) if len(known) > 1 else None
        return AgendaItem(
            leaf,
            node_code(leaf),
            _standing(lacking, spread, is_point=leaf.id in self._points),
            reasons,
            spread,
            self.panel.nodes[leaf.id],
            voices,
            entry,
            lacking,
            leaf.id in self._deciding,
            self._remarks.get(leaf.id, 0),
        )

    def _lacking(self, node_id: str) -> tuple[Gap, ...]:
        return gaps(self._points[node_id]) if node_id in self._points else ()

    def _total_item(self) -> AgendaItem:
        totals = [scores.total for scores in self._scores if scores.total is not None]
        entry = self._entries.get(TOTAL)
        lacking = self._lacking(TOTAL)
        voices = tuple(self._voice(place, None) for place in range(len(self.sheets)))
        reasons, spread = tuple(found.reason for found in self._discussed[TOTAL]), max(totals) - min(totals)
        standing, said = _standing(lacking, spread, is_point=True), self._remarks.get(TOTAL, 0)
        return AgendaItem(
            None, "", standing, reasons, spread, self.panel.total, voices, entry, lacking=lacking, remarks=said
        )

    def _voice(self, place: int, leaf: Node | None) -> Voice:
        sheet, scores = self.sheets[place], self._scores[place]
        is_lead = sheet.assignment.is_lead
        if leaf is None:
            return Voice(sheet, is_lead, scores.total, None, None, None)
        reached = scores.levels.get(leaf.id)
        entry = next((entry for entry in sheet.entries if entry.node_id == leaf.id), None)
        level = reached.value if reached else None
        return Voice(sheet, is_lead, scores.nodes[leaf.id], scores.nodes_percent[leaf.id], level, entry)


def _by_node(found: Sequence[Discussion]) -> dict[str, list[Discussion]]:
    by_node: dict[str, list[Discussion]] = {}
    for each in found:
        by_node.setdefault(each.node_id, []).append(each)
    return by_node


def _standing(lacking: tuple[Gap, ...], spread: Decimal | None, *, is_point: bool) -> Standing:
    """As the rule that closes the consensus sees it; where it asks for nothing the mean holds."""
    if not is_point:
        return Standing.MEAN if spread else Standing.SAME
    if set(lacking) - {Gap.VOICES}:
        return Standing.OPEN
    return Standing.PROPOSED if lacking else Standing.AGREED


def _found_met(entry: SheetEntry | None, point: str) -> bool | None:
    return None if entry and entry.cannot_judge else entry is not None and point in entry.value.get("ticks", ())


def _share(item: AgendaItem) -> Decimal:
    """How far apart the sheets lie, as a share of the full points."""
    return item.spread / item.points if item.spread is not None and item.points else Decimal(0)


def _highest_first(voice: Voice) -> Decimal:
    return -(voice.value if voice.value is not None else Decimal(-1))

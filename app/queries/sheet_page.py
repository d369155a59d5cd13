"""A score sheet as its assessor sees it: where it stands, and one node of it beside the text it is judged from.

Nothing here reads another sheet, another assessor or a count of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.models import ConsensusEntry, ConsensusSheet, ConsensusState, ScoreSheet, SheetEntry, SheetState, Stage
from app.queries.applicant_scores import self_scores
from app.queries.comment_places import CommentPlaces
from app.queries.criteria import rubric_of
from app.queries.judgement import JudgementForm, judgement_form
from app.queries.number_status import number_status
from app.queries.sheets import frozen_answers, sheet_of
from app.queries.snapshot_text import FrozenDocument, FrozenFile, ReadSection
from app.thai import grapheme_count
from rubrics.model import Method, Rubric
from rubrics.nodes import Node
from workflows.application import Phase
from workflows.errors import Obstacle
from workflows.score_sheet import is_judged, sheet_obstacles
from workflows.scoring.totals import Scores, score


@dataclass(frozen=True)
class NodeRow:
    """One node of the sheet; `own` is in points, None while it is not judged or cannot be."""

    node: Node
    code: str
    own: Decimal | None
    is_judged: bool
    cannot_judge: bool
    entry: SheetEntry | None


@dataclass(frozen=True)
class SheetStanding:
    """How far a sheet is: its nodes by group, the running total, and what still stands against submitting it."""

    sheet: ScoreSheet
    rubric: Rubric
    groups: tuple[tuple[Node, tuple[NodeRow, ...]], ...]
    scores: Scores
    obstacles: tuple[Obstacle, ...]

    @property
    def rows(self) -> tuple[NodeRow, ...]:
        """Every node in the order of the criteria."""
        return tuple(row for _, rows in self.groups for row in rows)

    @property
    def judged(self) -> int:
        """How many nodes are judged."""
        return sum(row.is_judged for row in self.rows)

    @property
    def given(self) -> Decimal:
        """The points of the nodes judged so far, where points add up."""
        return sum((row.node.points or Decimal(0) for row in self.rows if row.own is not None), Decimal(0))

    @property
    def is_complete(self) -> bool:
        """Whether every node is scored, so that the total is one."""
        return all(row.own is not None for row in self.rows)

    @property
    def adds_up(self) -> bool:
        """Whether the total is a sum of points, so that a part of it says something."""
        return self.rubric.method is not Method.LEVEL_CHECKLIST

    @property
    def is_editable(self) -> bool:
        """Whether the sheet may still be changed."""
        return self.sheet.state is SheetState.DRAFT

    @property
    def first_open(self) -> Node | None:
        """The first node that is not judged yet."""
        return next((row.node for row in self.rows if not row.is_judged), None)


@dataclass(frozen=True)
class NodePage:
    """One node of a sheet: what is read, what was said, and the way on."""

    standing: SheetStanding
    row: NodeRow
    group: Node
    form: JudgementForm
    sections: tuple[ReadSection, ...]
    attachments: tuple[FrozenFile, ...]
    previous: NodeRow | None
    following: NodeRow | None
    number_status: str
    every_file: Mapping[str, FrozenFile]
    places: CommentPlaces

    @property
    def files(self) -> int:
        """How many files back up what is read here."""
        return sum(len(section.files) for section in self.sections)


def node_code(node: Node) -> str:
    """Return what a node is called in speech: its number, or its id without the letter."""
    return node.number or node.id.removeprefix("d")


def sheet_standing(sheet: ScoreSheet) -> SheetStanding:
    """Return where this sheet stands; only its own entries are read."""
    rubric = rubric_of(sheet.application.programme)
    entries = {entry.node_id: entry for entry in sheet.entries}
    scores = score(rubric, sheet_of(rubric, entries.values()))
    groups = tuple(
        (group, tuple(_row(leaf, entries.get(leaf.id), scores) for leaf in _leaves_of(group))) for group in rubric.nodes
    )
    return SheetStanding(sheet, rubric, groups, scores, tuple(sheet_obstacles(rubric, entries, scores, grapheme_count)))


def claimed_scores(sheet: ScoreSheet) -> Scores | None:
    """Return what the agency gave itself in the document that is judged; None where it holds no self-assessment."""
    rubric = rubric_of(sheet.application.programme)
    if rubric.method is not Method.LEVEL_CHECKLIST or sheet.snapshot.phase is not Phase.ENTRY:
        return None
    return self_scores(rubric, frozen_answers(sheet.snapshot)).scores


def _leaves_of(node: Node) -> list[Node]:
    return [node] if node.is_leaf else [leaf for member in node.nodes for leaf in _leaves_of(member)]


def _row(leaf: Node, entry: SheetEntry | None, scores: Scores) -> NodeRow:
    judged = entry is not None and is_judged(entry)
    own = scores.nodes[leaf.id] if judged else None
    cannot = entry is not None and entry.cannot_judge
    return NodeRow(leaf, node_code(leaf), own, judged, cannot, entry)


def node_page(sheet: ScoreSheet, node_id: str, language: str, *, typed: Mapping[str, Any] | None = None) -> NodePage:
    """Return the page of one node; `typed` is a judgement that was refused and is shown instead of the stored one."""
    standing = sheet_standing(sheet)
    rows = standing.rows
    place = next(place for place, row in enumerate(rows) if row.node.id == node_id)
    row = rows[place]
    document = FrozenDocument(standing.rubric, sheet.snapshot, language)
    stored = row.entry.value if row.entry else {}
    form = judgement_form(
        document, row.node, stored if typed is None else typed, agreed_before=_agreed_before(sheet, row.node)
    )
    return NodePage(
        standing=standing,
        row=row,
        group=next(group for group, members in standing.groups if row in members),
        form=form,
        sections=tuple(document.sections_for(row.node)),
        attachments=document.attachments(),
        previous=rows[place - 1] if place else None,
        following=rows[place + 1] if place + 1 < len(rows) else None,
        number_status=number_status(sheet.application.programme, row.node.id),
        every_file=document.every_file(),
        places=CommentPlaces(document),
    )


def _agreed_before(sheet: ScoreSheet, leaf: Node) -> frozenset[str] | None:
    """The ticks a panel agreed on in the round before this one, for an item that has checkpoints."""
    if not leaf.levels:
        return None
    value = db.session.scalars(
        select(ConsensusEntry.value)
        .join(ConsensusSheet, ConsensusSheet.id == ConsensusEntry.consensus_id)
        .join(Stage, Stage.id == ConsensusSheet.stage_id)
        .where(
            ConsensusSheet.application_id == sheet.application_id,
            ConsensusSheet.state == ConsensusState.RECORDED,
            ConsensusEntry.node_id == leaf.id,
            Stage.position < sheet.stage.position,
        )
        .order_by(Stage.position.desc())
    ).first()
    return None if value is None else frozenset(value.get("ticks", ()))

"""A sheet filled in offline: written as a workbook, read back, compared node by node, taken whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from io import BytesIO
from typing import Any

from app.extensions import storage
from app.models import Person, ScoreSheet, SheetEntry
from app.queries.criteria import rubric_of
from app.queries.sheet_page import node_code
from app.reports.spreadsheet_input import Row, read_rows
from app.services.judgements import Fields, fields_of, merged, read_fields, settle_percent
from app.services.kept_uploads import delete_upload
from app.services.score_sheets import COMMENTS, check_editable, content_at, kept_content, save_fields
from app.services.sheet_columns import IDENTITY, columns_of, given_in, has_value_columns, misplaced, too_long
from app.transaction import composed, lock, transactional
from rubrics.model import Rubric
from rubrics.nodes import Node
from workflows.errors import Obstacle, RuleBroken

_NO_CLAIMS: Sequence[Mapping[str, Any]] = ()


class Turn(StrEnum):
    """What taking a row would do: nothing, save what the workbook says, or ask which of the two texts holds."""

    SAME = "same"
    MINE = "mine"
    BOTH = "both"


class Choice(StrEnum):
    """Which side holds where both changed."""

    WORKBOOK = "workbook"
    ONLINE = "online"


@dataclass(frozen=True)
class RowFault:
    """What is wrong in one row of the workbook; row 0 is the whole file."""

    line: int
    obstacle: Obstacle


@dataclass(frozen=True)
class RowPlan:
    """One node: what the workbook changed since it was written, and which of it the sheet changed otherwise."""

    node: Node
    turn: Turn
    changed: Mapping[str, Any] = field(default_factory=dict)
    current: Mapping[str, Any] = field(default_factory=dict)
    clashing: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """What the node is called."""
        return node_code(self.node)


@dataclass(frozen=True)
class MergePreview:
    """What taking the workbook would do, or every fault that keeps it out."""

    plans: tuple[RowPlan, ...] = ()
    faults: tuple[RowFault, ...] = ()

    def of(self, turn: str) -> tuple[RowPlan, ...]:
        """Return the rows of one kind."""
        return tuple(plan for plan in self.plans if plan.turn == turn)


class WorkbookRefused(Exception):
    """The workbook has faults; nothing was taken."""

    def __init__(self, faults: Sequence[RowFault]) -> None:
        self.faults = tuple(faults)
        super().__init__(f"{len(self.faults)} faults")


@composed
def keep_workbook(sheet: ScoreSheet, data: bytes, *, actor: Person) -> str:
    """Keep a workbook of this sheet until it is taken or given up; return its SHA-256.

    Raises WorkbookRefused, and keeps nothing, where it is none or was written from another sheet.
    """
    check_editable(sheet, actor)
    rows, faults = _read(sheet, data)
    if not rows:
        raise WorkbookRefused(faults)
    sha256, _size = storage().put(BytesIO(data))
    return sha256


@composed
def discard_workbook(sheet: ScoreSheet, sha256: str, *, actor: Person) -> None:
    """Forget a workbook of this sheet. Raises FileNotFoundError where none is kept."""
    check_editable(sheet, actor)
    _kept(sheet, sha256)
    delete_upload(sha256)


@composed
def check_workbook(sheet: ScoreSheet, sha256: str) -> MergePreview:
    """Read a kept workbook and say what taking it would do. Raises FileNotFoundError where none is kept."""
    rubric = rubric_of(sheet.application.programme)
    rows, faults = _kept(sheet, sha256)
    entries = {entry.node_id: entry for entry in sheet.entries}
    plans: dict[str, RowPlan] = {}
    for row in rows:
        node_id = str(row.values["node"])
        try:
            plans[node_id] = _plan(rubric, entries.get(node_id), row, plans)
        except RuleBroken as broken:
            faults += [RowFault(row.number, obstacle) for obstacle in broken.obstacles]
    ordered = tuple(plans[leaf.id] for leaf in rubric.leaves if leaf.id in plans)
    return MergePreview((), tuple(sorted(faults, key=_place))) if faults else MergePreview(ordered)


def _place(fault: RowFault) -> tuple[bool, int]:
    """As the rows stand in the workbook; what is said of all of it, that there are more faults, comes last."""
    return not fault.line, fault.line


@transactional
def take_workbook(sheet: ScoreSheet, sha256: str, choices: Mapping[str, str], *, actor: Person) -> int:
    """Take every row, or none. Returns how many nodes were saved.

    `choices` says by node id which side holds where both changed. Raises WorkbookRefused with the faults, RuleBroken
    naming what is not chosen yet, FileNotFoundError where no such workbook is kept.
    """
    sheet = lock(sheet)
    check_editable(sheet, actor)
    preview = check_workbook(sheet, sha256)
    if preview.faults:
        raise WorkbookRefused(preview.faults)
    open_ = [plan for plan in preview.of(Turn.BOTH) if choices.get(plan.node.id) not in set(Choice)]
    if open_:
        raise RuleBroken([Obstacle("Choose which text holds for %(node)s", {"node": p.code}, p.node.id) for p in open_])
    wanted = [plan for plan in preview.plans if _is_taken(plan, choices)]
    entries = {entry.node_id: entry.version for entry in sheet.entries}
    for plan in wanted:
        save_fields(sheet, plan.node.id, plan.changed, version=entries.get(plan.node.id, 0), actor=actor)
    return len(wanted)


def _is_taken(plan: RowPlan, choices: Mapping[str, str]) -> bool:
    return plan.turn is Turn.MINE or (plan.turn is Turn.BOTH and choices[plan.node.id] == Choice.WORKBOOK)


def _kept(sheet: ScoreSheet, sha256: str) -> tuple[list[Row], list[RowFault]]:
    """What was kept of this sheet; whatever else is stored under such a hash is not there for anybody who asks here."""
    with storage().open(sha256) as stream:
        rows, faults = _read(sheet, stream.read())
    if not rows:
        raise FileNotFoundError(sha256)
    return rows, faults


def _read(sheet: ScoreSheet, data: bytes) -> tuple[list[Row], list[RowFault]]:
    """The rows of this very sheet; a workbook of another one, whoever's it is, is refused in the same words."""
    read = read_rows(data, columns_of(rubric_of(sheet.application.programme)))
    faults = [RowFault(fault.row or 0, fault.obstacle) for fault in read.faults]
    if any(row.values[IDENTITY] != str(sheet.id) for row in read.rows):
        return [], [RowFault(0, Obstacle("This workbook was not written from this score sheet. Nothing was taken"))]
    return list(read.rows), faults


def _plan(rubric: Rubric, entry: SheetEntry | None, row: Row, known: Mapping[str, RowPlan]) -> RowPlan:
    node_id, version = str(row.values["node"]), row.values["version"]
    if not rubric.has_node(node_id) or not rubric.node(node_id).is_leaf:
        raise RuleBroken([Obstacle("The criteria have no such part", field=node_id)])
    if node_id in known:
        raise RuleBroken([Obstacle("This criterion stands in the workbook twice", field=node_id)])
    present = entry.version if entry else 0
    if not isinstance(version, int) or not 0 <= version <= present:
        raise RuleBroken([Obstacle("The version stamp of this row is not one of this sheet", field=node_id)])
    leaf = rubric.node(node_id)
    current = fields_of(rubric, leaf, kept_content(entry) if entry else {}, COMMENTS)
    base = current if entry is None or version == present else _base(rubric, leaf, entry, version)
    moved = _moved(rubric, leaf, row, base, current)
    if not moved:
        return RowPlan(leaf, Turn.SAME)
    both, clashing = merged(base, current, moved)
    if has_value_columns(rubric, leaf):
        settle_percent(rubric, leaf, both, is_chosen="percent" in moved)
    return RowPlan(leaf, Turn.BOTH if clashing else Turn.MINE, moved, current, tuple(clashing))


def _moved(rubric: Rubric, leaf: Node, row: Row, base: Fields, current: Fields) -> Fields:
    """What the row changed since it was written out and the sheet does not say yet; RuleBroken with every reason."""
    comments = {name: row.values.get(name) for name in COMMENTS}
    against = [
        *misplaced(row, rubric, leaf),
        *too_long(rubric, {name: text for name, text in comments.items() if text not in (base[name], current[name])}),
    ]
    mine: Fields = {}
    try:
        mine = read_fields(rubric, leaf, given_in(row, rubric, leaf), comments=COMMENTS, claims=_NO_CLAIMS)
    except RuleBroken as broken:
        against += broken.obstacles
    if against:
        raise RuleBroken(against)
    return {name: value for name, value in mine.items() if value not in (base[name], current[name])}


def _base(rubric: Rubric, leaf: Node, entry: SheetEntry, version: int) -> Fields:
    """What the node said when the workbook was written out."""
    return fields_of(rubric, leaf, content_at(entry, version), COMMENTS)

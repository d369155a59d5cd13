"""An assessor's own sheet: opened on a snapshot, saved node by node, submitted once and then frozen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from app.clock import now
from app.extensions import db
from app.models import (
    Assignment,
    AssignmentState,
    ConsensusEntry,
    Declaration,
    KeyFactor,
    Person,
    ScoreSheet,
    SheetEntry,
    SheetEntryVersion,
    SheetState,
)
from app.permissions import Permission, is_allowed
from app.queries.application_facts import latest_snapshot
from app.queries.criteria import rubric_of
from app.queries.sheets import claimed_indicators, raw_sheet, sheet_of
from app.services.events import record
from app.services.exercises import exercise_obstacles
from app.services.judgements import Fields, content_of, fields_of, merged, read_fields, settle_percent
from app.services.kept_papers import ask_for_paper
from app.services.rounds import MOVE_TASK
from app.thai import grapheme_count
from app.transaction import composed, lock, promise_wake, transactional
from rubrics.model import Rubric
from workflows.application import ApplicationState
from workflows.errors import Obstacle, RuleBroken
from workflows.score_sheet import sheet_obstacles
from workflows.scoring.reading import parse_sheet
from workflows.scoring.totals import score

COMMENTS = ("strengths", "opportunities", "note")


class StaleEntry(Exception):
    """This node was saved from another window first; the entry as it stands is here, and nothing was changed.

    `fields` names those that both sides changed differently, where that is known.
    """

    def __init__(self, entry: SheetEntry | ConsensusEntry | KeyFactor, fields: Sequence[str] = ()) -> None:
        self.entry, self.fields = entry, tuple(fields)
        super().__init__("saved from elsewhere first")


@transactional
def open_sheet(assignment: Assignment, *, actor: Person) -> ScoreSheet:
    """Return the assessor's sheet of an accepted assignment, opening it on the newest snapshot the first time."""
    assignment = lock(assignment)
    application = assignment.application
    against = []
    if assignment.assessor_id != actor.id or assignment.state is not AssignmentState.ACCEPTED:
        against.append(Obstacle("Accept the assignment first"))
    if not has_declared(actor, application.programme.cycle_id):
        against.append(Obstacle("Declare your conflicts of interest for this cycle first"))
    if application.state is not ApplicationState.ASSESSMENT or application.stage_id != assignment.stage_id:
        against.append(Obstacle("This application is not being assessed at this stage now"))
    sheet = db.session.scalars(select(ScoreSheet).where(ScoreSheet.assignment_id == assignment.id)).one_or_none()
    if sheet is None:
        against += exercise_obstacles(application.programme, actor)
    snapshot = latest_snapshot(application, application.phase)
    if against or snapshot is None:
        raise RuleBroken(against)
    if sheet is not None:
        return sheet
    sheet = ScoreSheet(
        assignment_id=assignment.id,
        application_id=application.id,
        stage_id=assignment.stage_id,
        assessor_id=actor.id,
        snapshot_id=snapshot.id,
        opened_at=now(),
    )
    db.session.add(sheet)
    db.session.flush()
    return sheet


@composed
def has_declared(person: Person, cycle_id: object) -> bool:
    """Say whether the person made this year's statement on conflicts."""
    statement = select(Declaration.id).where(Declaration.person_id == person.id, Declaration.cycle_id == cycle_id)
    return db.session.scalar(statement) is not None


@transactional
def save_entry(
    sheet: ScoreSheet, node_id: str, content: Mapping[str, Any], *, version: int, actor: Person
) -> SheetEntry:
    """Save what the assessor says of one node. Raises RuleBroken with the reason, StaleEntry if saved elsewhere first.

    `content` has value, cannot_judge, strengths, opportunities and note; what is not given stays as it is.
    """
    sheet = lock(sheet)
    rubric = rubric_of(sheet.application.programme)
    check_editable(sheet, actor)
    _check_value(rubric, node_id, content.get("value"))
    entry = _entry_of(sheet, node_id)
    if entry is None:
        entry = SheetEntry(sheet_id=sheet.id, node_id=node_id, version=0, saved_at=now())
        db.session.add(entry)
    elif entry.version != version:
        raise StaleEntry(entry)
    else:
        _keep_version(entry)
    for name in ("value", "cannot_judge", "strengths", "opportunities", "note"):
        if name in content:
            setattr(entry, name, content[name].strip() if isinstance(content[name], str) else content[name])
    entry.version, entry.saved_at = entry.version + 1, now()
    db.session.flush()
    return entry


@transactional
def save_fields(
    sheet: ScoreSheet, node_id: str, given: Mapping[str, object], *, version: int, actor: Person
) -> SheetEntry:
    """Save some fields of one node as a form or a field patch sent them; what is not given stays as it is.

    What changed meanwhile in another window is merged field by field; StaleEntry names the fields both changed.
    Raises RuleBroken with the reason at each field that cannot be read.
    """
    sheet = lock(sheet)
    rubric = rubric_of(sheet.application.programme)
    check_editable(sheet, actor)
    if not rubric.has_node(node_id) or not rubric.node(node_id).is_leaf:
        raise RuleBroken([Obstacle("The criteria have no such part", field=node_id)])
    leaf = rubric.node(node_id)
    entry = _entry_of(sheet, node_id)
    mine = read_fields(rubric, leaf, given, comments=COMMENTS, claims=claimed_indicators(leaf, sheet.snapshot))
    current = fields_of(rubric, leaf, kept_content(entry) if entry else {}, COMMENTS)
    fields: Fields = {**current, **mine}
    if entry is not None and entry.version != version:
        base = fields_of(rubric, leaf, content_at(entry, version), COMMENTS)
        fields, clashing = merged(base, current, mine)
        if clashing:
            raise StaleEntry(entry, clashing)
    settle_percent(rubric, leaf, fields, is_chosen="percent" in given)
    content = content_of(rubric, leaf, fields, COMMENTS)
    return save_entry(sheet, node_id, content, version=entry.version if entry else 0, actor=actor)


def _entry_of(sheet: ScoreSheet, node_id: str) -> SheetEntry | None:
    return db.session.scalars(
        select(SheetEntry).where(SheetEntry.sheet_id == sheet.id, SheetEntry.node_id == node_id)
    ).one_or_none()


@composed
def content_at(entry: SheetEntry, version: int) -> Mapping[str, Any]:
    """Return what the entry said at an earlier version; nothing before its first."""
    statement = select(SheetEntryVersion.content).where(
        SheetEntryVersion.sheet_id == entry.sheet_id,
        SheetEntryVersion.node_id == entry.node_id,
        SheetEntryVersion.version == version,
    )
    return db.session.scalar(statement) or {}


@composed
def check_editable(sheet: ScoreSheet, actor: Person) -> None:
    """Raise RuleBroken unless the sheet is this person's own and still a draft."""
    if sheet.assessor_id != actor.id or not is_allowed(Permission.ASSESS, sheet, actor):
        raise RuleBroken([Obstacle("This score sheet is not yours")])
    if sheet.state is not SheetState.DRAFT:
        raise RuleBroken([Obstacle("This score sheet has been submitted and cannot be changed")])


def _check_value(rubric: Rubric, node_id: str, value: object) -> None:
    if not rubric.has_node(node_id) or not rubric.node(node_id).is_leaf:
        raise RuleBroken([Obstacle("The criteria have no such part", field=node_id)])
    if value is None or value == {}:
        return
    if not isinstance(value, Mapping):
        raise RuleBroken([Obstacle("This value cannot be read", field=node_id)])
    parse_sheet(rubric, raw_sheet(rubric, {node_id: value}))


def _keep_version(entry: SheetEntry) -> None:
    db.session.add(
        SheetEntryVersion(
            sheet_id=entry.sheet_id,
            node_id=entry.node_id,
            version=entry.version,
            content=kept_content(entry),
            saved_at=entry.saved_at,
        )
    )


@composed
def kept_content(entry: SheetEntry) -> dict[str, Any]:
    """Return all that an entry holds, the assessor's private note too."""
    return {**entry_content(entry), "note": entry.note}


def entry_content(entry: SheetEntry) -> dict[str, Any]:
    """Return what an entry says to others, as it is hashed."""
    return {
        "value": entry.value,
        "cannot_judge": entry.cannot_judge,
        "strengths": entry.strengths,
        "opportunities": entry.opportunities,
    }


@transactional
def submit_sheet(sheet: ScoreSheet, *, actor: Person) -> None:
    """Hand the sheet in; it can no longer be changed. Raises RuleBroken listing what is still missing."""
    sheet = lock(sheet)
    check_editable(sheet, actor)
    rubric = rubric_of(sheet.application.programme)
    scores = score(rubric, sheet_of(rubric, sheet.entries))
    against = sheet_obstacles(rubric, {entry.node_id: entry for entry in sheet.entries}, scores, grapheme_count)
    if against:
        raise RuleBroken(against)
    sheet.state, sheet.submitted_at = SheetState.SUBMITTED, now()
    sheet.total = format(scores.total, "f") if scores.total is not None else None
    sheet.sha256 = hash_of(sheet)
    record("submit_sheet", about=sheet, actor=actor, application=sheet.application.code, scores=sheet.sha256)
    ask_for_paper(sheet)
    promise_wake(MOVE_TASK)


@composed
def hash_of(sheet: ScoreSheet) -> str:
    """Return the SHA-256 of everything the sheet says."""
    said = {entry.node_id: entry_content(entry) for entry in sheet.entries}
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()

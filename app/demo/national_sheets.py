"""Score sheets of a national round, many at a time: filled in as the written entries' panels do, scored and sealed."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from app.clock import now
from app.demo.marks import assessor_sheets, self_assessment_of, ticked_sheet
from app.demo.national_case import Case, Seat
from app.demo.national_rows import Rows
from app.demo.panels import Values, entry_values
from app.demo.sentences import Remarks
from app.models import ScoreSheet, SheetEntry, SheetState
from app.queries.sheets import sheet_of
from app.services.score_sheets import hash_of
from rubrics.model import Method
from workflows.scoring.totals import score


@dataclass(frozen=True)
class Task:
    """One sheet to be filled in: whole and submitted, or left half way."""

    case: Case
    seat: Seat
    values: Values
    is_submitted: bool


def tasks_of(cases: Sequence[Case]) -> Iterator[Task]:
    """Yield every sheet that somebody has begun. A panel that is still at work has at least one sheet to come."""
    for case in cases:
        chance = Random(f"{case.code}/sheets")
        size = len(case.seats)
        submitted = size if case.has_all_sheets else chance.randrange(size)
        begun = size if case.has_all_sheets else chance.randint(submitted, size)
        for place, (seat, values) in enumerate(zip(case.seats, _values(case, size), strict=True)):
            if place < begun and seat.is_answered:
                yield Task(case, seat, values, is_submitted=place < submitted)


def _values(case: Case, size: int) -> list[Values]:
    """One sheet a seat; of PMQA 4.0 the two certifiers' ticks."""
    entry, rubric = case.story.entry, case.rubric
    if rubric.method is not Method.LEVEL_CHECKLIST:
        return [entry_values(rubric, raw) for raw in assessor_sheets(entry, size)]
    ticks = self_assessment_of(entry).certifiers
    return [entry_values(rubric, ticked_sheet(entry, each)) for each in ticks[:size]]


def fill_in(rows: Rows, task: Task) -> None:
    """Open the sheet on the newest snapshot, say something of each criterion, and hand it in if it is whole."""
    case, seat = task.case, task.seat
    assert case.snapshot_id is not None, "a panel reads what was handed in"
    entries = list(_entries(task))
    sheet = ScoreSheet(
        id=uuid.uuid4(),
        assignment_id=seat.id,
        application_id=case.id,
        stage_id=seat.stage_id,
        assessor_id=seat.assessor.id,
        snapshot_id=case.snapshot_id,
        state=SheetState.DRAFT,
        opened_at=now(),
        entries=entries,
    )
    if task.is_submitted:
        _seal(rows, sheet, task)
        case.sheets.append(sheet)
    for entry in entries:
        entry.sheet_id = sheet.id
    rows.add(sheet, *entries)


def _entries(task: Task) -> Iterator[SheetEntry]:
    values: Mapping[str, Mapping[str, Any]] = task.values
    nodes = list(values)
    for node_id in nodes if task.is_submitted else nodes[: max(1, len(nodes) // 2)]:
        strength, opportunity = _remarks(task, node_id)
        yield SheetEntry(
            id=uuid.uuid4(),
            node_id=node_id,
            value=dict(values[node_id]),
            cannot_judge=False,
            strengths=strength,
            opportunities=opportunity,
            note="",
            version=1,
            saved_at=now(),
        )


def _remarks(task: Task, node_id: str) -> tuple[str, str]:
    story, rubric = task.case.story, task.case.rubric
    entry = story.entry
    facts = entry.self_assessment.theme if entry.self_assessment else entry.facts
    found: Remarks = story.content.comments.about(rubric, rubric.node(node_id), facts)
    chance = Random(f"{task.case.code}/{node_id}/{task.seat.assessor.email}")
    return chance.choice(found.strengths).strip(), chance.choice(found.ofi).strip()


def _seal(rows: Rows, sheet: ScoreSheet, task: Task) -> None:
    scores = score(task.case.rubric, sheet_of(task.case.rubric, sheet.entries))
    sheet.state, sheet.submitted_at = SheetState.SUBMITTED, now()
    sheet.total = format(scores.total, "f") if scores.total is not None else None
    sheet.sha256 = hash_of(sheet)
    subject = f"{ScoreSheet.__tablename__}:{sheet.id}"
    rows.record("submit_sheet", subject, by=task.seat.assessor, application=task.case.code, scores=sheet.sha256)

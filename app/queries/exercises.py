"""Calibration exercises as pages and rules read them: what is open, where an assessor stands, own scores by the key."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from app.models import (
    Application,
    AssessorProfile,
    CalibrationExercise,
    ExerciseSheet,
    Person,
    Programme,
    Snapshot,
)
from app.queries.criteria import rubric_of
from app.queries.judgement import JudgementForm, judgement_form
from app.queries.sheet_page import node_code
from app.queries.sheets import raw_sheet
from app.queries.snapshot_text import FrozenDocument, ReadAnswer, ReadSection
from rubrics.model import Rubric
from rubrics.nodes import Node
from workflows.application import ApplicationState
from workflows.calibration_exercise import Difference, ExerciseStanding, differences
from workflows.scoring.reading import parse_sheet
from workflows.scoring.totals import score

Said = Mapping[str, Mapping[str, Any]]


class IllustrativeDocument(FrozenDocument):
    """A text written for an exercise, read like a snapshot: the same text beside every node, no claims, no files."""

    def __init__(self, rubric: Rubric, text: str, language: str) -> None:
        super().__init__(rubric, Snapshot(content='{"answers": {}, "files": {}}'), language)
        self._text = text

    def sections_for(self, _leaf: Node) -> list[ReadSection]:
        """Return the one text."""
        return [ReadSection("text", "", (ReadAnswer("", text=self._text),), ())]


def document_of(exercise: CalibrationExercise, language: str) -> FrozenDocument:
    """Return what the assessors read."""
    rubric = rubric_of(exercise.programme)
    if exercise.snapshot is None:
        return IllustrativeDocument(rubric, exercise.text, language)
    return FrozenDocument(rubric, exercise.snapshot, language)


def open_exercise(programme: Programme) -> CalibrationExercise | None:
    """Return the exercise the assessors of a programme score now; there is at most one."""
    return db.session.scalars(
        select(CalibrationExercise).where(
            CalibrationExercise.programme_id == programme.id,
            CalibrationExercise.opened_at.is_not(None),
            CalibrationExercise.closed_at.is_(None),
        )
    ).one_or_none()


def exercises_of(programme: Programme) -> list[CalibrationExercise]:
    """Return every exercise of a programme, the newest first."""
    return list(
        db.session.scalars(
            select(CalibrationExercise)
            .where(CalibrationExercise.programme_id == programme.id)
            .order_by(CalibrationExercise.created_at.desc())
        )
    )


def sheet_of_assessor(exercise: CalibrationExercise, person: Person) -> ExerciseSheet | None:
    """Return an assessor's trial sheet."""
    return db.session.scalars(
        select(ExerciseSheet).where(ExerciseSheet.exercise_id == exercise.id, ExerciseSheet.assessor_id == person.id)
    ).one_or_none()


def standing_of(programme: Programme, person: Person) -> ExerciseStanding:
    """Return where an assessor stands with a programme's exercises: the best of what they have submitted."""
    sheets = db.session.scalars(
        select(ExerciseSheet)
        .join(CalibrationExercise)
        .where(
            CalibrationExercise.programme_id == programme.id,
            ExerciseSheet.assessor_id == person.id,
            ExerciseSheet.submitted_at.is_not(None),
        )
    ).all()
    given = [Decimal(sheet.difference) for sheet in sheets if sheet.difference is not None]
    is_let_in = any(sheet.let_in_by_id is not None for sheet in sheets)
    return ExerciseStanding(min(given, default=None), is_let_in=is_let_in)


def reference_snapshots(programme: Programme) -> list[Snapshot]:
    """Return the newest snapshots of announced entries under the same criteria: what may serve as a reference."""
    snapshots = db.session.scalars(
        select(Snapshot)
        .join(Application, Application.id == Snapshot.application_id)
        .join(Programme, Programme.id == Application.programme_id)
        .where(Programme.rubric_id == programme.rubric_id, Application.state == ApplicationState.ANNOUNCED)
        .options(joinedload(Snapshot.application))
        .order_by(Application.code, Snapshot.number)
    )
    return list({snapshot.application_id: snapshot for snapshot in snapshots}.values())


def points_of(rubric: Rubric, said: Said) -> dict[str, Decimal | None]:
    """Return what judgements are worth by node."""
    nodes = score(rubric, parse_sheet(rubric, raw_sheet(rubric, said))).nodes
    return {node: nodes.get(node) for node in said}


def maxima_of(rubric: Rubric) -> dict[str, Decimal]:
    """Return the most points of every node that is judged: its own, or what every item of a checklist can reach."""
    whole = score(rubric, parse_sheet(rubric, raw_sheet(rubric, {}))).maximum
    return {leaf.id: leaf.points or whole for leaf in rubric.leaves}


def said_by(entries: Iterable[Any]) -> dict[str, Mapping[str, Any]]:
    """Return the judgements of a key or a trial sheet by node."""
    return {entry.node_id: entry.value for entry in entries}


def compared(sheet: ExerciseSheet) -> dict[str, Difference]:
    """Return by node how a trial sheet differs from the key."""
    rubric = rubric_of(sheet.exercise.programme)
    own, key = points_of(rubric, said_by(sheet.entries)), points_of(rubric, said_by(sheet.exercise.key))
    return differences(own, key, maxima_of(rubric))


@dataclass(frozen=True)
class ExerciseNode:
    """One node of the reference: what is read, the form of a judgement, and its neighbours."""

    node: Node
    code: str
    sections: tuple[ReadSection, ...]
    form: JudgementForm
    previous: Node | None
    following: Node | None


def exercise_node(exercise: CalibrationExercise, node_id: str, value: Mapping[str, Any], language: str) -> ExerciseNode:
    """Return one node of the reference with a judgement filled in."""
    leaves = list(rubric_of(exercise.programme).leaves)
    place = next(place for place, leaf in enumerate(leaves) if leaf.id == node_id)
    document, leaf = document_of(exercise, language), leaves[place]
    return ExerciseNode(
        leaf,
        node_code(leaf),
        tuple(document.sections_for(leaf)),
        judgement_form(document, leaf, value),
        leaves[place - 1] if place else None,
        leaves[place + 1] if place + 1 < len(leaves) else None,
    )


@dataclass(frozen=True)
class NodeLine:
    """One node as a list shows it: is it said, the own points, the key's and why, and how far apart."""

    node: Node
    code: str
    is_said: bool
    difference: Difference | None = None
    reason: str = ""


def node_lines(rubric: Rubric, said: Collection[str]) -> list[NodeLine]:
    """Return every judged node with whether something is said of it."""
    return [NodeLine(leaf, node_code(leaf), leaf.id in said) for leaf in rubric.leaves]


def compared_lines(sheet: ExerciseSheet) -> list[NodeLine]:
    """Return every judged node of a submitted trial sheet beside the key."""
    found, reasons = compared(sheet), {entry.node_id: entry.reason for entry in sheet.exercise.key}
    return [
        NodeLine(leaf, node_code(leaf), is_said=True, difference=found.get(leaf.id), reason=reasons.get(leaf.id, ""))
        for leaf in rubric_of(sheet.exercise.programme).leaves
    ]


def trial_sheets(exercise: CalibrationExercise) -> list[ExerciseSheet]:
    """Return the trial sheets of an exercise by name."""
    return list(
        db.session.scalars(
            select(ExerciseSheet)
            .join(Person, Person.id == ExerciseSheet.assessor_id)
            .where(ExerciseSheet.exercise_id == exercise.id)
            .options(joinedload(ExerciseSheet.assessor))
            .order_by(Person.name_th)
        )
    )


def exercises_for(person: Person) -> list[tuple[CalibrationExercise, ExerciseSheet | None]]:
    """Return the open exercises of the branches this assessor serves, each with their own trial sheet."""
    profile = db.session.scalars(select(AssessorProfile).where(AssessorProfile.person_id == person.id)).one_or_none()
    exercises = db.session.scalars(
        select(CalibrationExercise)
        .join(CalibrationExercise.programme)
        .where(
            CalibrationExercise.opened_at.is_not(None),
            CalibrationExercise.closed_at.is_(None),
            Programme.branch.in_(profile.branches if profile else []),
        )
        .options(joinedload(CalibrationExercise.programme))
        .order_by(Programme.position)
    ).all()
    sheets = db.session.scalars(
        select(ExerciseSheet).where(ExerciseSheet.assessor_id == person.id).options(selectinload(ExerciseSheet.entries))
    )
    mine = {sheet.exercise_id: sheet for sheet in sheets}
    return [(exercise, mine.get(exercise.id)) for exercise in exercises]

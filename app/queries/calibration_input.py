"""The scores of a stage as one file: what `lertrat calibrate` reads, with the time and every node beside."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from app.models import Application, ScoreSheet, SheetState, Stage
from app.queries.criteria import rubric_of
from app.queries.sheets import sheet_of
from rubrics.model import Rubric
from rubrics.nodes import Node
from workflows.application import ApplicationState
from workflows.ratings import NEEDED
from workflows.round_analysis import SUBMITTED_AT
from workflows.scoring.totals import score

_GONE = (ApplicationState.WITHDRAWN, ApplicationState.DISQUALIFIED)
_STEP = Decimal("0.000001")


@dataclass(frozen=True)
class CalibrationInput:
    """A stage's scores as CSV; `left_out` sheets have no total, for something on them could not be judged."""

    content: str
    sheets: int
    left_out: int


def calibration_input(stage: Stage) -> CalibrationInput:
    """Return the submitted, not void sheets of a stage, by application and assessor, in three statements.

    Assessors stand under the name the ledger knows them by, so that the file may leave the house.
    """
    rubric = rubric_of(stage.programme)
    nodes = list(nodes_of(rubric.nodes))
    lines, left_out = [], 0
    for sheet in _submitted(stage):
        line = _line(rubric, nodes, sheet)
        if line is None:
            left_out += 1
        else:
            lines.append(line)
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\n")
    table.writerow([*NEEDED, SUBMITTED_AT, *(node.id for node in nodes)])
    table.writerows(sorted(lines))
    return CalibrationInput(written.getvalue(), len(lines), left_out)


def nodes_of(nodes: tuple[Node, ...]) -> Iterator[Node]:
    """Yield every node in the order of the criteria, members below their group."""
    for node in nodes:
        yield node
        yield from nodes_of(node.nodes)


def _submitted(stage: Stage) -> list[ScoreSheet]:
    statement = (
        select(ScoreSheet)
        .join(Application, Application.id == ScoreSheet.application_id)
        .where(
            ScoreSheet.stage_id == stage.id,
            ScoreSheet.state == SheetState.SUBMITTED,
            Application.state.not_in(_GONE),
        )
        .options(joinedload(ScoreSheet.application), joinedload(ScoreSheet.assessor), selectinload(ScoreSheet.entries))
    )
    return list(db.session.scalars(statement))


def _line(rubric: Rubric, nodes: list[Node], sheet: ScoreSheet) -> list[str] | None:
    scores = score(rubric, sheet_of(rubric, sheet.entries))
    if scores.total is None or sheet.submitted_at is None:
        return None
    return [
        sheet.application.code,
        sheet.assessor.ledger_ref,
        _written(scores.total),
        sheet.submitted_at.isoformat(),
        *(_written(scores.nodes.get(node.id)) for node in nodes),
    ]


def _written(figure: Decimal | None) -> str:
    """Six decimals at most, so that thirds are the same in every file."""
    if figure is None:
        return ""
    text = format(figure.quantize(_STEP), "f")
    return text.rstrip("0").rstrip(".")

"""`lertrat score`: a sheet scored by a rubric edition, without the web, so that anyone can check the arithmetic."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from rubrics import RubricFaults, UnknownRubric, load_rubric, published_rubrics
from rubrics.model import Rubric
from workflows.scoring.printing import printed
from workflows.scoring.sheet import SheetFaults
from workflows.scoring.sheet_json import sheet_from_json
from workflows.scoring.totals import score

BAD_INPUT = 2


@click.command("score")
@click.argument("rubric_id")
@click.argument("sheet", type=click.Path(path_type=Path, allow_dash=True))
def score_command(rubric_id: str, sheet: Path) -> None:
    """Score the JSON file SHEET ("-" reads standard input) by the rubric RUBRIC_ID, such as pmqa40@2564."""
    faults: list[str] = []
    rubric, content = _find(rubric_id, faults), _read(sheet, faults)
    if rubric is not None and content is not None:
        try:
            answer = printed(score(rubric, sheet_from_json(rubric, content)), rubric)
        except SheetFaults as refused:
            faults.extend(refused.faults)
        else:
            click.echo(json.dumps(answer, indent=2))
    for fault in faults:
        click.echo(fault, err=True)
    sys.exit(BAD_INPUT if faults else 0)


def _find(rubric_id: str, faults: list[str]) -> Rubric | None:
    try:
        return load_rubric(rubric_id)
    except UnknownRubric:
        faults.append(f"no published rubric is called {rubric_id}; there are {', '.join(published_rubrics())}")
    except RubricFaults as broken:
        faults.extend(str(fault) for fault in broken.faults)
    return None


def _read(sheet: Path, faults: list[str]) -> bytes | None:
    try:
        return sys.stdin.buffer.read() if str(sheet) == "-" else sheet.read_bytes()
    except OSError as error:
        faults.append(f"{sheet}: {error.strerror}")
    return None

"""`lertrat assign`: solves an assignment problem from a file, without database or configuration."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, BinaryIO, NoReturn

import click

from workflows.assignment.answer import as_json
from workflows.assignment.problem import Problem, Undecided, never
from workflows.assignment.reading import ProblemFaults, read_problem
from workflows.assignment.solver import solve

BAD_INPUT = 2
UNDECIDED = 3


@click.command("assign")
@click.argument("problem", type=click.File("rb"))
@click.option("--seconds", type=click.FloatRange(min=0, min_open=True), help="End the search after so many seconds.")
def assign_command(problem: BinaryIO, seconds: float | None) -> None:
    """Plan who assesses what for PROBLEM.json (- reads standard input) and print the plan as JSON.

    That there is no plan is an answer too: the rules that block each other are named. Exit code 0: an answer. 2: the
    input has faults, each told. 3: the search found no plan and no proof that there is none. Without --seconds the same
    problem gives the same bytes; an answer that was cut short says "stopped": "time".
    """
    stated = _read(problem)
    started = time.perf_counter()
    try:
        answer = solve(stated, stop=never if seconds is None else lambda: time.perf_counter() - started > seconds)
    except Undecided:
        _refuse(["No plan was found, and no proof that there is none: widen loads or panels and try again"], UNDECIDED)
    click.echo(json.dumps(as_json(answer, seconds=time.perf_counter() - started), ensure_ascii=False, indent=1))


def _read(file: BinaryIO) -> Problem:
    try:
        raw = json.loads(file.read().decode("utf-8-sig"), parse_float=Decimal, object_pairs_hook=_without_doubles)
        return read_problem(raw)
    except ProblemFaults as fault:
        _refuse(fault.faults)
    except (ValueError, RecursionError) as fault:
        _refuse([f"The problem is not JSON: {fault}"])


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _value in pairs]
        raise ProblemFaults(f"The key {name!r} is given twice in one object" for name in found if names.count(name) > 1)
    return found


def _refuse(faults: Iterable[str], code: int = BAD_INPUT) -> NoReturn:
    for fault in faults:
        click.echo(fault, err=True)
    sys.exit(code)

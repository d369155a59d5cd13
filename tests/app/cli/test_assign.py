"""`lertrat assign`: one file in, one answer out, the same every time."""

from __future__ import annotations

import json
import time
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from app.cli.assign import assign_command

PROBLEM: dict[str, Any] = {
    "mode": "plan",
    "panel_size": 2,
    "applications": [{"id": "a1", "size": None, "programme": None, "groups": ["MOPH"]}, {"id": "a2"}],
    "assessors": [
        {"id": "s1", "min": 0, "max": 2, "groups": ["MOPH"], "lead": True},
        {"id": "s2", "min": 0, "max": 2, "groups": ["MOI"]},
        {"id": "s3", "min": 0, "max": 2, "groups": ["MOPH"], "lead": True},
    ],
    "expertise": {"a1": {"s1": 2, "s2": 1.5}, "a2": {"s2": 1, "s3": 3}},
    "conflicts": [["a2", "s1"]],
    "locked": [],
    "previous": [["a1", "s3"]],
    "one_per_group": True,
    "need_lead": True,
    "connected": True,
    "anchors": [],
}
FIGURES = {"worst_off": "3.5", "load_spread": "1", "expertise": "7.5", "changed": "1"}


def run(stdin: str | bytes) -> Result:
    return CliRunner().invoke(assign_command, ["-"], input=stdin)


def answer_to(problem: dict[str, Any]) -> dict[str, Any]:
    result = run(json.dumps(problem))
    assert (result.exit_code, result.stderr) == (0, "")
    answer = json.loads(result.stdout)
    assert isinstance(answer.pop("seconds"), float)
    return dict(answer)


def test_a_plan_is_printed_with_what_it_reaches_and_its_bounds() -> None:
    assert answer_to(PROBLEM) == {
        "status": "optimal",
        "pairs": [["a1", "s1"], ["a1", "s2"], ["a2", "s2"], ["a2", "s3"]],
        "objectives": FIGURES,
        "bounds": FIGURES,
        "islands": [],
        "blocking": [],
        "relaxations": [],
    }


def test_that_there_is_no_plan_is_an_answer() -> None:
    assert answer_to(PROBLEM | {"conflicts": [["a2", "s1"], ["a2", "s3"]]}) == {
        "status": "infeasible",
        "pairs": [],
        "objectives": None,
        "bounds": None,
        "islands": [],
        "blocking": [
            {"rule": "conflicts", "applications": ["a2"], "assessors": ["s1", "s3"]},
            {"rule": "need_lead", "applications": ["a2"], "assessors": []},
        ],
        "relaxations": [
            {"change": "let the panel of a2 do without a lead; give a2 a panel of 1 instead of 2", "cost": 2}
        ],
    }


def test_islands_are_told() -> None:
    split = PROBLEM | {"locked": [["a1", "s1"], ["a2", "s3"]]}
    split["assessors"] = [person | {"max": 1} for person in PROBLEM["assessors"]] + [{"id": "s4", "max": 1}]
    assert answer_to(split)["islands"] == [["s1", "s2"], ["s3", "s4"]]


def test_the_same_problem_prints_the_same_bytes_whatever_the_order_of_its_lists(tmp_path: Path) -> None:
    turned = {key: value[::-1] if isinstance(value, list) else value for key, value in reversed(PROBLEM.items())}
    path = tmp_path / "problem.json"
    path.write_text(json.dumps(turned), encoding="utf-8")
    texts = [run(json.dumps(PROBLEM)).stdout, CliRunner().invoke(assign_command, [str(path)]).stdout]
    first, second = ([line for line in text.splitlines() if '"seconds"' not in line] for text in texts)
    assert first == second


def test_thai_identifiers_are_printed_as_they_are() -> None:
    problem = deepcopy(PROBLEM)
    problem["applications"] = [{"id": "ก1", "size": 1}]
    problem |= {"expertise": {}, "conflicts": [], "previous": []}
    assert '"ก1"' in run(json.dumps(problem, ensure_ascii=False)).stdout


def test_every_fault_of_the_input_is_told_and_nothing_is_printed() -> None:
    bad = PROBLEM | {"mode": "x", "anchors": ["a9"]}
    result = run(json.dumps(bad))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "mode: 'x' is neither plan nor repair\nanchors: there is no application 'a9'\n"


@pytest.mark.parametrize(
    ("stdin", "told"),
    [
        ("{", "The problem is not JSON: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
        (
            b"\xff\xfe",
            "The problem is not JSON: 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte",
        ),
        ('{"mode": "plan", "mode": "plan"}', "The key 'mode' is given twice in one object"),
        ("[]", "The problem is not a JSON object"),
    ],
)
def test_what_is_no_problem_is_bad_input(stdin: str | bytes, told: str) -> None:
    result = run(stdin)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", told + "\n")


def test_a_file_that_is_not_there_is_bad_input() -> None:
    assert CliRunner().invoke(assign_command, ["nowhere.json"]).exit_code == 2


def test_a_search_that_is_cut_short_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    stops = iter([False] * 4)
    monkeypatch.setattr(time, "perf_counter", lambda: 0.0 if next(stops, True) is False else 100.0)
    many = large_problem()
    result = CliRunner().invoke(assign_command, ["-", "--seconds", "5"], input=json.dumps(many))
    answer = json.loads(result.stdout)
    assert (result.exit_code, answer["status"], answer["stopped"]) == (0, "feasible", "time")
    assert len(answer["pairs"]) == 2 * len(many["applications"])


def large_problem() -> dict[str, Any]:
    """More pairs than are solved to the end, so that there is a plan long before the end."""
    return {
        "panel_size": 2,
        "applications": [{"id": f"a{number:02}"} for number in range(60)],
        "assessors": [{"id": f"s{number:02}", "max": 8} for number in range(40)],
        "expertise": {f"a{a:02}": {f"s{s:02}": (a * s) % 7 for s in range(40)} for a in range(60)},
    }

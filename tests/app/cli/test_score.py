"""`lertrat score`: the answer on standard output, every fault on standard error with exit status 2."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli.score import score_command
from rubrics import load_rubric

SHEET = {
    "checkpoints": ["1.1-b1", "1.1-b2"],
    "cannot_judge": ["6.4"],
    "kpis": {
        "7.1": [
            {"actual": 91, "target": 90, "direction": "more", "rule": "generic"},
            {"actual": 97.5, "rule": "ramp", "floor": 94, "ceiling": 98},
        ]
    },
}


def run(*arguments: str, given: str | None = None) -> Result:
    return CliRunner().invoke(score_command, arguments, input=given)


def test_a_sheet_on_standard_input_is_scored() -> None:
    result = run("pmqa40@2564", "-", given=json.dumps(SHEET))
    answer = json.loads(result.stdout)
    assert (result.exit_code, result.stderr) == (0, "")
    assert [answer["rubric"], answer["sha256"]] == ["pmqa40@2564", load_rubric("pmqa40@2564").sha256]
    assert [answer["total"], answer["at_least"], answer["maximum"], answer["band"]] == [None, "17", "500", None]
    assert [answer["nodes"][node] for node in ("1", "1.1", "6", "6.4", "7", "7.1")] == [
        "50",
        "200",
        None,
        None,
        None,
        "425",
    ]
    assert [answer["levels"]["1.1"], answer["levels"]["6.4"]] == ["below", None]
    assert answer["unscored"] == ["6.4", "7.2", "7.3", "7.4", "7.5", "7.6"]


def test_the_same_sheet_in_a_file_and_in_another_order_prints_the_same_bytes(tmp_path: Path) -> None:
    one, other = tmp_path / "one.json", tmp_path / "other.json"
    one.write_text(json.dumps(SHEET), encoding="utf-8")
    turned = {"kpis": SHEET["kpis"], "checkpoints": ["1.1-b2", "1.1-b1"], "cannot_judge": ["6.4"]}
    other.write_text(json.dumps(turned, indent=4), encoding="utf-8")
    first, second = run("pmqa40@2564", str(one)), run("pmqa40@2564", str(other))
    assert (first.exit_code, first.stdout_bytes) == (0, second.stdout_bytes)


@pytest.mark.parametrize(
    ("rubric_id", "sheet", "total"),
    [
        ("ps-development@2564", {"points": {"d1.1": "75"}}, None),
        ("pmqa-category@2564", {"adli": {}}, None),
    ],
)
def test_other_methods_take_their_own_keys(rubric_id: str, sheet: dict[str, object], total: str | None) -> None:
    answer = json.loads(run(rubric_id, "-", given=json.dumps(sheet)).stdout)
    assert [answer["rubric"], answer["total"], answer["levels"], answer["band"]] == [rubric_id, total, {}, None]


def test_every_fault_is_printed_and_the_exit_status_is_two() -> None:
    result = run("ps-development@2564", "-", given='{"points": {"d1.1": 76, "d1.2": NaN}, "adli": {}}')
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines() == [
        "adli: a sheet scored by points has no such key; it takes points",
        "points > d1.1: 76 is not a multiple of 5",
        "points > d1.2: NaN is not a decimal number",
    ]


def test_an_unknown_rubric_and_a_missing_file_are_both_named(tmp_path: Path) -> None:
    missing = tmp_path / "missing.json"
    result = run("pmqa40@2500", str(missing))
    lines = result.stderr.splitlines()
    assert (result.exit_code, result.stdout, len(lines)) == (2, "", 2)
    assert lines[0].startswith("no published rubric is called pmqa40@2500; there are pg-effective-change@2564, ")
    assert lines[1] == f"{missing}: No such file or directory"


def test_a_form_without_a_score_is_refused() -> None:
    result = run("unpsa@2020", "-", given="{}")
    assert (result.exit_code, result.stderr) == (2, "unpsa@2020: this is a form without a score\n")

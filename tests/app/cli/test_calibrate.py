"""`lertrat calibrate`: the answer on standard output, every fault on standard error, islands refused."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli.calibrate import calibrate_command

SCORES = """application,assessor,score
a1,s1,7
a1,s2,8
a1,s3,7
a2,s1,4
a2,s3,6
a3,s2,9
a3,s3,8
"""


def run(*arguments: str, given: bytes | str | None = None) -> Result:
    return CliRunner().invoke(calibrate_command, arguments, input=given)


def test_the_answer_has_the_keys_of_the_contract() -> None:
    result = run("-", given=SCORES)
    answer = json.loads(result.stdout)
    assert (result.exit_code, result.stderr) == (0, "")
    assert list(answer) == ["applications", "assessors", "icc", "alpha", "input_sha256"]
    assert [list(each) for each in answer["applications"]] == [["application", "raw", "calibrated", "se", "rank"]] * 3
    assert [list(each) for each in answer["assessors"]] == [["assessor", "severity", "se", "links", "fit"]] * 3
    assert [(each["application"], each["raw"]) for each in answer["applications"]] == [
        ("a1", "7.33"),
        ("a2", "5.00"),
        ("a3", "8.50"),
    ]
    assert [each["links"] for each in answer["assessors"]] == [2, 2, 3]
    assert answer["icc"]["form"] == "ICC(1,1)"
    assert answer["icc"]["mean"]["form"] == "ICC(1,k)"
    assert answer["input_sha256"] == hashlib.sha256(SCORES.encode()).hexdigest()


def test_the_same_file_gives_the_same_bytes(tmp_path: Path) -> None:
    file = tmp_path / "scores.csv"
    file.write_bytes(SCORES.encode())
    assert run(str(file)).stdout_bytes == run("-", given=SCORES).stdout_bytes != b""


def test_other_columns_their_order_and_a_byte_order_mark_are_taken() -> None:
    turned = "\ufeffscore,note,assessor,application\r\n7,ดี,s1,a1\r\n\r\n8,,s2,a1\r\n"
    result = run("-", given=turned.encode())
    assert result.exit_code == 0
    assert [each["raw"] for each in json.loads(result.stdout)["applications"]] == ["7.50"]


def test_islands_are_named_and_refused() -> None:
    result = run("-", given="application,assessor,score\na,s2,1\na,s1,2\nb,s3,3\nb,s4,3\n")
    assert result.exit_code == 3
    assert json.loads(result.stdout) == {"refused": "islands", "islands": [["s1", "s2"], ["s3", "s4"]]}


def test_every_fault_of_the_file_is_told() -> None:
    faulty = "application,assessor,score\na1,s1,7\na1,s1,8\n,s2,x\na2,,1e999\na3,s3\na4,s4,\na5,s5,NaN\n"
    result = run("-", given=faulty)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines() == [
        "Row 3: 's1' has scored 'a1' in row 2 already",
        "Row 4 has no application",
        "Row 4: the score 'x' is not a number between -10^9 and 10^9",
        "Row 5 has no assessor",
        "Row 5: the score '1e999' is not a number between -10^9 and 10^9",
        "Row 6 has 2 cells, the first line has 3",
        "Row 7 has no score",
        "Row 8: the score 'NaN' is not a number between -10^9 and 10^9",
    ]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (b"", ["The first line names no column " + repr(name) for name in ("application", "assessor", "score")]),
        (b"application,assessor,score\n", ["The file holds no scores"]),
        (
            b"application,score,score\n",
            ["The first line names no column 'assessor'", "The column 'score' is named twice"],
        ),
        (b"application,assessor,score\n\xff,s,1\n", ["The file is not UTF-8 text: byte 28 cannot be read"]),
        (b'application,assessor,score\n"a"x,s,1\n', ["The file is not CSV: ',' expected after '\"'"]),
    ],
)
def test_a_file_that_is_none_is_told_in_words(given: bytes, told: list[str]) -> None:
    result = run("-", given=given)
    assert (result.exit_code, result.stdout, result.stderr.splitlines()) == (2, "", told)

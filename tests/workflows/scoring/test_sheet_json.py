"""Sheets as JSON files: exact numbers, and every way a file can be wrong."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.workflows.scoring.editions import PMQA40, POINTS
from workflows.scoring.sheet import Sheet, SheetFaults
from workflows.scoring.sheet_json import sheet_from_json


def faults(content: bytes) -> list[str]:
    with pytest.raises(SheetFaults) as refused:
        sheet_from_json(POINTS, content)
    return list(refused.value.faults)


def test_json_numbers_are_read_as_the_decimals_they_write() -> None:
    content = b'{"kpis": {"7.1": [{"rule": "ramp", "actual": 94.1000000001, "floor": 94.1, "ceiling": 9.8e1}]}}'
    kpi = sheet_from_json(PMQA40, content).kpis["7.1"][0]
    assert (kpi.actual, kpi.floor, kpi.ceiling) == (Decimal("94.1000000001"), Decimal("94.1"), Decimal(98))


def test_a_file_with_a_byte_order_mark_is_read() -> None:
    assert sheet_from_json(POINTS, b'\xef\xbb\xbf{"points": {"d1.1": 75}}') == Sheet(points={"d1.1": Decimal(75)})


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "sheet: is not JSON: Expecting value in line 1, column 1"),
        (
            b'{"points": {\n"d1.1": 75,}}',
            "sheet: is not JSON: Expecting property name enclosed in double quotes in line 2, column 12",
        ),
        (b"\xff\xfe{}", "sheet: is not text in UTF-8"),
        (b"[" * 100_000, "sheet: is nested too deeply"),
        (b"[]", "sheet: must be an object"),
        (b"75", "sheet: must be an object"),
        (b'{"points": {"d1.1": NaN}}', "points > d1.1: NaN is not a decimal number"),
        (b'{"points": {"d1.1": -Infinity}}', "points > d1.1: -Infinity is not a decimal number"),
        (b'{"points": {"d1.1": 1e9999999999999999999}}', "points > d1.1: NaN is not a decimal number"),
        (
            b'{"points": {"d1.1": ' + b"9" * 5000 + b"}}",
            "points > d1.1: " + "9" * 59 + "… has more than 15 digits before or 10 after the point",
        ),
    ],
)
def test_a_file_that_is_no_sheet_is_refused_in_words(content: bytes, fault: str) -> None:
    assert faults(content) == [fault]


def test_a_key_given_twice_is_refused_together_with_everything_else() -> None:
    assert faults(b'{"points": {"d1.1": 75, "d1.1": 76, "d1.2": 77}}') == [
        "sheet: the key 'd1.1' is given twice in one object",
        "points > d1.1: 76 is not a multiple of 5",
        "points > d1.2: 77 is not a multiple of 5",
    ]


def test_a_key_given_twice_is_refused_even_if_all_else_is_well() -> None:
    assert faults(b'{"points": {"d1.1": 75, "d1.1": 75}}') == ["sheet: the key 'd1.1' is given twice in one object"]

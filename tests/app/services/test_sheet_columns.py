"""What a row of an assessor's workbook says of its item, however the codes of checkpoints are typed."""

from __future__ import annotations

import pytest

from app.reports.spreadsheet_input import Row
from app.services.sheet_columns import given_in
from rubrics import load_rubric
from workflows.errors import RuleBroken

RUBRIC = load_rubric("pmqa40@2564")


def ticks(said: str) -> object:
    return given_in(Row(7, {"ticks": said}), RUBRIC, RUBRIC.node("1.1"))["ticks"]


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ("1.1-b1, 1.1-b2", ["1.1-b1", "1.1-b2"]),
        ("๑.๑-b๑ ๑.๑-b๒", ["1.1-b1", "1.1-b2"]),
        ("1.1-b1; 1.1-b2", ["1.1-b1", "1.1-b2"]),
        ("-", []),
    ],
)
def test_codes_are_read_with_commas_semicolons_or_spaces_in_either_digits(said: str, codes: list[str]) -> None:
    assert ticks(said) == codes


def test_a_code_of_another_item_is_named() -> None:
    with pytest.raises(RuleBroken) as refused:
        ticks("1.1-b1 2.1-b1")
    assert [each.params for each in refused.value.obstacles] == [{"codes": "2.1-b1"}]

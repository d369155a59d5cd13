"""What a browser sends is stored, or refused with its reason."""

from __future__ import annotations

import pytest

from app.services.answer_values import stored_value
from rubrics.model import Text
from workflows.document import Question, QuestionKind
from workflows.errors import RuleBroken

ASKED = Question("contact", QuestionKind.CONTACT, "entry-head", Text(th="ผู้ประสานงาน", en="Contact"))


def refused(**given: str) -> list[str]:
    with pytest.raises(RuleBroken) as broken:
        stored_value(ASKED, given)
    assert {each.field for each in broken.value.obstacles} == {"contact"}
    return [str(each).split(" such as")[0] for each in broken.value.obstacles]


@pytest.mark.parametrize(
    "phone",
    [
        "",
        "1785",
        "02-123-4567",
        "0 2123 4567 ต่อ 89",
        "+66 (0) 2123 4567 ext. 89",
        "02 123 4567 EXT 8, 081 234 5678",
    ],
)
def test_a_telephone_number_is_kept_as_it_is_written(phone: str) -> None:
    assert stored_value(ASKED, {"name": "ก", "phone": phone})["phone"] == phone


def test_a_telephone_number_in_thai_digits_is_stored_as_it_is_dialled() -> None:
    typed = {"name": "ก ๑", "phone": "๐ ๒๑๒๓ ๔๕๖๗ ต่อ ๘๙-๙๐"}
    assert stored_value(ASKED, typed) == {"name": "ก ๑", "phone": "0 2123 4567 ต่อ 89-90", "email": ""}


@pytest.mark.parametrize("phone", ["abc", "-", "12", "call 02 123 4567", "02 123 4567 x", "ต่อ", "name@agency.go.th"])
def test_anything_else_is_no_telephone_number(phone: str) -> None:
    assert refused(phone=phone) == ["Enter a telephone number"]


def test_telephone_and_address_are_refused_together() -> None:
    assert refused(phone="abc", email="abc") == ["Enter a telephone number", "Enter an e-mail address"]

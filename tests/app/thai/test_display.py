"""Shown text does not break inside a compound, a date or a measure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.thai import keep_together


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("ร้อยละ 50", "ร้อย\u2060ละ\u00a050"),
        ("29 มกราคม 2570 เวลา 16.30 น.", "29\u00a0มกราคม\u00a02570 เวลา\u00a016.30\u00a0น."),
        ("29 ม.ค. 2570", "29\u00a0ม.ค.\u00a02570"),
        ("เหลือ 11 วัน", "เหลือ 11\u00a0วัน"),
        ("หัวข้อ 3.3 หมวด 3", "หัวข้อ\u00a03.3 หมวด\u00a03"),
        ("การประเมินของหน่วยงาน", "การประเมินของหน่วย\u2060งาน"),
        ("ประเภทนวัตกรรม ผู้ได้รับผลกระทบ", "ประ\u2060เภทนวัต\u2060กรรม ผู้ได้รับผล\u2060กระ\u2060ทบ"),
        ("คำอธิบายการตัดสินใจด้วยข้อมูล", "คำ\u2060อธิบายการตัดสิน\u2060ใจด้วยข้อมูล"),
        ("14 days left", "14\u00a0days left"),
        ("30 daily reports", "30 daily reports"),
        ("plain text", "plain text"),
    ],
)
def test_listed_compounds_and_measures_keep_together(text: str, shown: str) -> None:
    assert keep_together(text) == shown


@given(st.text(alphabet=" 0123456789ร้อยละหน่วยงานผู้ตรวจวัน.มคธ"))
def test_only_joiners_and_hard_spaces_are_added(text: str) -> None:
    shown = keep_together(text)

    assert shown.replace("\u2060", "").replace("\u00a0", " ") == text
    assert keep_together(shown) == shown

"""A member is called by the first name alone, whatever stands before it, and the name keeps all of its letters."""

from __future__ import annotations

import pytest

from app.views.panel.names import short_name


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("ผศ.ดร.ธนิดา ศรีเมืองแก้ว", "ธนิดา"),
        ("ดร.ศิริลักษณ์ ทดลองใช้", "ศิริลักษณ์"),
        ("นายศักดิ์ชัย สมมติชน", "ศักดิ์ชัย"),
        ("นายนพดล สมมติ", "นพดล"),
        ("นางสาวพลอย สาธิต", "พลอย"),
        ("แพทย์หญิงลลิตา สาธิตชน", "ลลิตา"),
        ("นายแพทย์บุญเลิศ ตัวอย่างดี", "บุญเลิศ"),
        ("นายสัตวแพทย์ก้องภพ จำลอง", "ก้องภพ"),
        ("พ.ต.ท.สมชาย จำลอง", "สมชาย"),
        ("น.ส. มาลัย นามจำลอง", "มาลัย"),
        ("ดร ธนิดา จำลอง", "ธนิดา"),
        ("Assoc. Prof. Dr. Chiraphon Sommut", "Chiraphon"),
        ("ธนิดา", "ธนิดา"),
    ],
)
def test_titles_are_left_out_and_nothing_of_the_name(name: str, called: str) -> None:
    assert short_name(name) == called

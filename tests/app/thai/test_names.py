"""People are found by their names, whatever title stands before them."""

from __future__ import annotations

import pytest

from app.thai import name_sort_key
from app.thai.names import without_title


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("นางสาวสุดา ใจดี", "สุดา ใจดี"),
        ("นาง สุดา ใจดี", "สุดา ใจดี"),
        ("นายสมชาย ดีงาม", "สมชาย ดีงาม"),
        ("น.ส.สุดา ใจดี", "สุดา ใจดี"),
        ("ผศ.ดร.อนันต์ สาธิต", "อนันต์ สาธิต"),
        ("ผศ. ดร. อนันต์ สาธิต", "อนันต์ สาธิต"),
        ("ศ.เกียรติคุณ ดร.ณรงค์", "เกียรติคุณ ดร.ณรงค์"),
        ("รองศาสตราจารย์ ดร.จิราพร สมมุติ", "จิราพร สมมุติ"),
        ("ว่าที่ ร.ต.เอก กล้าหาญ", "เอก กล้าหาญ"),
        ("พล.ต.อ.เอก กล้าหาญ", "เอก กล้าหาญ"),
        ("ม.ร.ว.เอก กล้าหาญ", "เอก กล้าหาญ"),
        ("Assoc. Prof. Dr. Chiraphon Sommut", "Chiraphon Sommut"),
        ("Asst. Prof. Anan Satit", "Anan Satit"),
        ("Mrs. Duangphon Tuayangdi", "Duangphon Tuayangdi"),
        ("Miss Suda", "Suda"),
        ("Drew Sommut", "Drew Sommut"),
        ("Msgr Name", "Msgr Name"),
        ("สมชาย", "สมชาย"),
        ("นาย", "นาย"),
        ("Dr.", "Dr."),
        ("", ""),
    ],
)
def test_titles_are_left_off(name: str, bare: str) -> None:
    assert without_title(name) == bare


def test_people_stand_by_name_and_leading_vowels_after_their_consonant() -> None:
    people = ["นายสมชาย", "นางสาวกมล", "ดร.เกษม", "ผศ.ดร.ขวัญ", "นางกานดา"]
    assert sorted(people, key=name_sort_key) == ["นางสาวกมล", "นางกานดา", "ดร.เกษม", "ผศ.ดร.ขวัญ", "นายสมชาย"]
    assert sorted(["Ms. Zoe", "Mr. Adam", "Dr. Mali"], key=name_sort_key) == ["Mr. Adam", "Dr. Mali", "Ms. Zoe"]

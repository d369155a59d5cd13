"""Thai text is counted, cleaned and ordered the same way everywhere."""

import json
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.thai import grapheme_count, normalise, search_key, sort_key, thai_digits_to_arabic

SHARED = Path(__file__).parents[2] / "graphemes.json"
SARA_AM, NIKHAHIT, SARA_AA, MAI_THO = "\u0e33", "\u0e4d", "\u0e32", "\u0e49"

thai_text = st.text(
    alphabet=st.characters(min_codepoint=0x0E01, max_codepoint=0x0E5B) | st.sampled_from(" \n\u200bab1")
)


def test_the_shared_file_holds_five_hundred_different_strings_with_their_counts() -> None:
    rows = json.loads(SHARED.read_text(encoding="utf-8"))

    assert len({text for text, _count in rows}) == 500
    assert [grapheme_count(text) for text, _count in rows] == [count for _text, count in rows]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("ที่", 1),
        ("น" + MAI_THO + SARA_AM, 1),
        ("น" + NIKHAHIT + MAI_THO + SARA_AA, 1),
        ("น" + MAI_THO + NIKHAHIT + SARA_AA, 1),
        ("หนึ่ง  \r\nสอง \r\n\r\n", 7),
        ("👨‍👩‍👧‍👦", 1),
    ],
)
def test_a_reader_and_the_counter_agree_on_what_one_character_is(text: str, count: int) -> None:
    assert grapheme_count(text) == count


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("ท\u0e48\u0e35", "ท\u0e35\u0e48"),  # tone before vowel
        ("ส\u0e34ทธ\u0e4c\u0e34", "ส\u0e34ทธ\u0e34\u0e4c"),  # silencer before vowel
        ("น" + SARA_AM + MAI_THO, "น" + MAI_THO + SARA_AM),  # tone after sara am
        ("น" + NIKHAHIT + MAI_THO + SARA_AA + "ใจ", "น" + MAI_THO + SARA_AM + "ใจ"),
        ("เเม่", "แม่"),
        ("ก\u0e48\u0e48า", "ก\u0e48า"),
        ("ราช\u200bการ\ufeff", "ราชการ"),
        ("ราช\u200dการ", "ราชการ"),
        ("ก \u0e33 ลัง", "กำ ลัง"),
        ("ท\uf701\uf70a", "ท\u0e34\u0e48"),  # marks of an old font
        ("  หนึ่ง   สอง \t\r\n\r\n\r\n\r\nสาม  ", "หนึ่ง สอง\n\nสาม"),
        ("ราช\x07การ\x00 ก\x1bา\x7f\x9f", "ราชการ กา"),  # what no font shows
        ("บรรทัด\x0bใหม่\u2028อีก\x85บรรทัด", "บรรทัด\nใหม่\nอีก\nบรรทัด"),  # how word processors end a line
        ("cafe\u0301", "café"),
        ("๑๒", "๑๒"),
    ],
)
def test_pasted_text_is_cleaned(typed: str, clean: str) -> None:
    assert normalise(typed) == clean


def test_joiners_inside_emoji_stay() -> None:
    assert normalise("👩‍💻") == "👩‍💻"


@given(thai_text)
@example("ก\u0e48\u0e35\u0e48\u0e4d\u0e32\u0e4c\u0e34")
@example("\u0e33\u0e48\u0e33\u0e48")
@example("เ\u200bเเ")
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(thai_text)
def test_line_ends_and_trailing_spaces_never_change_a_count(text: str) -> None:
    assert grapheme_count(text.replace("\n", "\r\n") + " \r\n ") == grapheme_count(text)


def test_thai_digits_become_arabic_and_nothing_else_changes() -> None:
    assert thai_digits_to_arabic("มาตรา ๗๑/๑ ข้อ 2") == "มาตรา 71/1 ข้อ 2"


@pytest.mark.parametrize(
    ("stored", "asked"),
    [
        ("ลุ่มน้ำ ปิง", "ลุ่มน" + NIKHAHIT + MAI_THO + SARA_AA + "ปิง"),
        ("ปี ๒๕๖๔", "ปี 2564"),
        ("Smart  City", "smart city"),
    ],
)
def test_texts_that_look_alike_are_found_by_each_other(stored: str, asked: str) -> None:
    assert search_key(stored) == search_key(asked)


def test_searching_keeps_the_spaces_between_english_words() -> None:
    assert search_key(" PMQA  Award ") == "pmqa award"


def test_sort_keys_give_the_order_of_the_dictionary() -> None:
    words = ["เขา", "ไก่", "ขา", "แก", "กา", "เก่า", "กก", "เกม", "กรม", "กระทรวง", "เก้า", "เก๋า"]

    ordered = ["กก", "กรม", "กระทรวง", "กา", "เกม", "เก่า", "เก้า", "เก๋า", "แก", "ไก่", "ขา", "เขา"]
    assert sorted(words, key=sort_key) == ordered


def test_sort_keys_of_different_tones_differ() -> None:
    assert sort_key("เก่า") != sort_key("เก้า")


@given(st.text(max_size=200))
def test_there_are_never_more_graphemes_than_code_points(text: str) -> None:
    """Gaps are found without counting where a text has fewer code points than its limit allows graphemes."""
    assert grapheme_count(text) <= len(text)


@given(thai_text)
def test_plain_thai_is_counted_as_it_is_beside_any_other_letter(text: str) -> None:
    """Told by its marks alone where every letter is Thai or Latin, by the tables of Unicode beside any other."""
    assert grapheme_count(text + "ก") == grapheme_count(text + "字")

"""What two versions of a text differ in is told in pieces a reader can follow."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.views.differences import Difference, Kind, differences

some_text = st.text(alphabet="กขคงจ่้ี abc12\n", max_size=60)


def test_a_changed_number_stands_alone() -> None:
    assert differences("ชุมชน 214 แห่งได้รับ", "ชุมชน 216 แห่งได้รับ") == [
        Difference(Kind.SAME, "ชุมชน "),
        Difference(Kind.REMOVED, "214"),
        Difference(Kind.ADDED, "216"),
        Difference(Kind.SAME, " แห่งได้รับ"),
    ]


def test_a_mark_never_leaves_its_letter() -> None:
    assert differences("น้ำดี", "น้ำดื่ม") == [
        Difference(Kind.SAME, "น้ำ"),
        Difference(Kind.REMOVED, "ดี"),
        Difference(Kind.ADDED, "ดื่ม"),
    ]


def test_a_letter_or_two_that_happen_to_agree_do_not_part_a_change() -> None:
    assert differences("กขคงจ", "ชขคซจฉ") == [Difference(Kind.REMOVED, "กขคงจ"), Difference(Kind.ADDED, "ชขคซจฉ")]


def test_a_figure_is_one_word() -> None:
    assert differences("งบ 15,200,000 บาท", "งบ 11,300,000 บาท")[1:3] == [
        Difference(Kind.REMOVED, "15,200,000"),
        Difference(Kind.ADDED, "11,300,000"),
    ]


def test_a_month_is_one_word() -> None:
    assert differences("เริ่ม 1 สิงหาคม 2562", "เริ่ม 1 ธันวาคม 2562")[1:3] == [
        Difference(Kind.REMOVED, "สิงหาคม"),
        Difference(Kind.ADDED, "ธันวาคม"),
    ]


def test_letters_that_agree_between_larger_changes_do_not_part_them() -> None:
    same = "บทนำที่เหมือนกันทั้งสองฉบับ "

    assert differences(f"{same}ดับไฟเพื่อการซ่อมบำรุงสาย", f"{same}ร้านค้าเล็กการจ่ายค่าไฟสูง") == [
        Difference(Kind.SAME, same),
        Difference(Kind.REMOVED, "ดับไฟเพื่อการซ่อมบำรุงสาย"),
        Difference(Kind.ADDED, "ร้านค้าเล็กการจ่ายค่าไฟสูง"),
    ]


def test_texts_with_little_in_common_are_told_whole() -> None:
    old, new = "ซ่อมบำรุงสายไฟก่อนฤดูฝนทุกปี", "ตลาดสดตรวจค่าไฟร้านค้ารายเดือน"

    assert differences(old, new) == [Difference(Kind.REMOVED, old), Difference(Kind.ADDED, new)]


def test_equal_texts_have_one_stretch_and_empty_ones_none() -> None:
    assert differences("เหมือนกัน", "เหมือนกัน") == [Difference(Kind.SAME, "เหมือนกัน")]
    assert differences("", "") == []


def test_texts_too_long_to_compare_are_told_whole() -> None:
    old, new = "ก" * 15_000, "ข" * 15_000

    assert differences(old, new) == [Difference(Kind.REMOVED, old), Difference(Kind.ADDED, new)]


@given(some_text, some_text)
def test_both_texts_can_be_read_from_the_differences(old: str, new: str) -> None:
    found = differences(old, new)

    assert "".join(piece.text for piece in found if piece.kind is not Kind.ADDED) == old
    assert "".join(piece.text for piece in found if piece.kind is not Kind.REMOVED) == new


@pytest.mark.parametrize(("old", "new"), [("", "ใหม่"), ("เก่า", "")])
def test_a_text_that_appears_or_goes_is_one_piece(old: str, new: str) -> None:
    kind = Kind.ADDED if new else Kind.REMOVED
    assert differences(old, new) == [Difference(kind, old or new)]

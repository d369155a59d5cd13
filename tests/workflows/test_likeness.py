"""What two texts have in common: copies, edits, text moved about, and texts that only share their turns of phrase."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rubrics.likeness import LikenessRules, likeness_rules
from tests.workflows.scoring.proof import proven
from workflows.likeness import (
    Folded,
    Passage,
    are_alike,
    fingerprints,
    fold,
    passages,
    pieces,
    share,
    shingles,
    without,
)

RULES = likeness_rules()
WORDS = (
    "ประชาชน",
    "บริการ",
    "ระบบ",
    "ขั้นตอน",
    "ระยะเวลา",
    "เจ้าหน้าที่",
    "ชุมชน",
    "ข้อมูล",
    "ความพึงพอใจ",
    "ลดลง",
    "พื้นที่",
    "โรงพยาบาล",
    "ผู้สูงอายุ",
    "น้ำ",
    "แผน",
)
SHORT = RULES.model_copy(update={"shingle": 4, "window": 3})


def told(seed: int, words: int = 120) -> str:
    """A text of its own, always the same for the same seed."""
    chance = Random(seed)
    return " ".join(chance.choice(WORDS) + str(chance.randrange(100)) * chance.randrange(2) for _ in range(words))


def matched(one: str, other: str, rules: LikenessRules = RULES) -> int:
    return sum(passage.letters for passage in passages(fold(one), fold(other), rules.shingle))


def in_common(one: str, other: str, rules: LikenessRules = RULES) -> int:
    return len(fingerprints(fold(one), rules) & fingerprints(fold(other), rules))


def test_spaces_punctuation_case_and_figures_make_no_difference() -> None:
    assert fold("ลดเวลา ๓๐ นาที (Smart-Queue)").letters == fold("ลดเวลา\n45 นาที “smart queue”").letters


def test_letters_know_where_they_stand() -> None:
    folded = fold("ก 1 b")
    assert folded == Folded("ก0b", (0, 2, 4))


def test_a_whole_copy_is_one_passage() -> None:
    text = told(1)
    copy = "เรียน ผู้เกี่ยวข้อง: " + text.replace(" ", "")
    (only,) = passages(fold(text), fold(copy), RULES.shingle)
    assert (text[only.start : only.end], copy[only.other_start : only.other_end]) == (text, text.replace(" ", ""))
    assert fingerprints(fold(text), RULES) <= fingerprints(fold(copy), RULES)


def test_an_edited_copy_is_found_around_its_edits() -> None:
    words = told(2).split()
    for place in range(10, len(words), 25):
        words[place] = "แก้ไขใหม่"
    edited = " ".join(words)
    length = fold(told(2)).length
    assert 75 < share(matched(told(2), edited), length) < 100
    assert in_common(told(2), edited) > 3


def test_text_moved_about_is_found_in_its_new_order() -> None:
    words = told(3).split()
    moved = " ".join(words[80:] + words[40:80] + words[:40])
    found = passages(fold(told(3)), fold(moved), RULES.shingle)
    assert len(found) == 3
    assert [passage.start for passage in found] == sorted(passage.start for passage in found)
    assert [passage.other_start for passage in found] == sorted((each.other_start for each in found), reverse=True)
    assert matched(told(3), moved) == fold(told(3)).length


def test_a_paragraph_lifted_into_another_text_is_alike_by_its_length() -> None:
    lifted = told(5, 400) + told(4, 40) + told(6, 400)
    found = matched(told(4, 40), lifted)
    assert are_alike(found, fold(told(4, 40)).length, fold(lifted).length, RULES)
    assert in_common(told(4, 40), lifted) > 0


def test_texts_of_the_same_words_are_not_alike() -> None:
    assert matched(told(7), told(8)) < RULES.least_matched
    assert not are_alike(matched(told(7), told(8)), fold(told(7)).length, fold(told(8)).length, RULES)


def test_a_question_copied_into_its_answer_is_nobodys_text() -> None:
    question = "อธิบายปัญหาก่อนดำเนินการ พร้อมข้อมูลแสดงขนาดและผลกระทบต่อประชาชนผู้รับบริการในพื้นที่"
    known = shingles([question], RULES.shingle)
    own = ("หน่วยงานจัดคิวและแจ้งเตือนผู้ป่วยก่อนถึงเวลานัด", "ชุมชนร่วมกันวางฝายชะลอน้ำและแบ่งเวรดูแลตลอดฤดูแล้ง")
    one, other = (without(fold(f"{question} {text}"), known, RULES.shingle) for text in own)
    assert matched(question + own[0], question + own[1]) == fold(question).length
    assert passages(one, other, RULES.shingle) == ()
    assert not fingerprints(one, RULES) & fingerprints(other, RULES)
    assert one.length == fold(own[0]).length


@pytest.mark.parametrize(
    ("found", "length", "other", "alike"),
    [
        (0, 100, 100, False),
        (199, 2000, 2000, False),
        (200, 2000, 2000, True),
        (30, 100, 900, True),
        (29, 100, 900, False),
    ],
)
def test_texts_are_alike_from_a_number_of_letters_or_a_share(
    found: int, length: int, other: int, *, alike: bool
) -> None:
    rules = RULES.model_copy(update={"least_matched": 200, "least_share": Decimal(30)})
    assert are_alike(found, length, other, rules) is alike


def test_a_share_never_passes_the_whole() -> None:
    assert (share(50, 200), share(300, 200), share(0, 0)) == (Decimal(25), Decimal(100), Decimal(0))


def test_a_text_is_cut_where_passages_begin_and_end_and_loses_nothing() -> None:
    text = "abcdefghij"
    cut = pieces(text, [(6, 9, 2), (1, 4, 1), (3, 7, 3)])
    assert [(each.text, each.passage) for each in cut] == [("a", None), ("bcd", 1), ("efg", 3), ("hi", 2), ("j", None)]
    assert pieces("ab", []) == (replace(cut[0], text="ab"),)


LETTERS = st.text(alphabet="กขคง0", max_size=40)


@proven
@given(LETTERS, LETTERS, LETTERS, LETTERS, st.text(alphabet="กขคง0", min_size=6, max_size=20))
def test_a_passage_of_shingle_and_window_is_never_missed(
    before: str, after: str, other_before: str, other_after: str, lifted: str
) -> None:
    """The promise of winnowing: any shingle + window - 1 letters in common give a print in common."""
    assert len(lifted) >= SHORT.surely_noticed
    assert in_common(before + lifted + after, other_before + lifted + other_after, SHORT)


@proven
@given(LETTERS, LETTERS)
def test_passages_read_the_same_in_both_texts_and_never_overlap_in_the_first(one: str, other: str) -> None:
    found = passages(fold(one), fold(other), 4)
    assert all(one[each.start : each.end] == other[each.other_start : each.other_end] for each in found)
    assert all(first.end <= second.start for first, second in pairwise(found))
    assert all(each.letters >= 4 for each in found)
    assert not found or isinstance(found[0], Passage)


@proven
@example("00", [(2, 1, 1)])
@given(LETTERS, st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40), st.integers(1, 9)), max_size=6))
def test_pieces_hold_the_whole_text(text: str, spans: list[tuple[int, int, int]]) -> None:
    assert "".join(piece.text for piece in pieces(text, spans)) == text

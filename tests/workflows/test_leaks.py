"""The checker of feedback reports: names with and without titles, parts of names, other applications, hidden scores."""

from __future__ import annotations

from typing import Any

import pytest

from workflows.leaks import Guarded, Leak, LeakKind, Names, find_leaks, parts_of

PEOPLE = ["รศ.ดร.ณรงค์ สมมติชน", "นางสาวมาลี ทดสอบระบบ", "Assoc. Prof. Narong Sommutchon"]
GUARDED = Guarded(
    assessors=PEOPLE,
    others=["PS-2570-0002", "กรมตัวอย่าง", "คลินิกเคลื่อนที่ทางน้ำ", "Mobile river clinic", "สั้น"],
    own=["กรมตัวอย่างหนึ่ง", "บริการดี"],
    totals=["82.5"],
    hides_scores=True,
)


def content(*lines: str) -> dict[str, Any]:
    return {"summary": lines[0], "categories": [{"strengths": list(lines[1:]), "opportunities": []}]}


def found(line: str, guarded: Guarded = GUARDED) -> list[tuple[str, str]]:
    return [(leak.kind.value, leak.found) for leak in find_leaks(content(line), guarded)]


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("รศ.ดร.ณรงค์ สมมติชน", ["ณรงค์ สมมติชน", "ณรงค์", "สมมติชน"]),
        ("นางสาวมาลี  ทดสอบระบบ", ["มาลี ทดสอบระบบ", "มาลี", "ทดสอบระบบ"]),
        ("ศ. ดร. ณรงค์ สมมติชน", ["ณรงค์ สมมติชน", "ณรงค์", "สมมติชน"]),
        ("Prof. Dr. Narong Li", ["Narong Li", "Narong"]),
        ("Assessor 1", ["Assessor 1", "Assessor"]),
    ],
)
def test_what_gives_a_person_away(name: str, parts: list[str]) -> None:
    assert parts_of(name) == parts


@pytest.mark.parametrize(
    ("line", "hits"),
    [
        ("รศ.ดร.ณรงค์ สมมติชน เห็นว่าดี", [("assessor", "ณรงค์ สมมติชน")]),
        ("ตามที่อาจารย์ณรงค์เสนอ", [("assessor", "ณรงค์")]),
        ("คุณทดสอบระบบชมเชย", [("assessor", "ทดสอบระบบ")]),
        ("as NARONG said", [("assessor", "Narong")]),
        ("Narongrit is somebody else", []),
        ("มาลีัย เป็นคำอื่น", []),
        ("เช่นเดียวกับ PS-2570-0002", [("other", "PS-2570-0002")]),
        (
            "เทียบกับคลินิกเคลื่อนที่ทางน้ำและ mobile river clinic",
            [("other", "คลินิกเคลื่อนที่ทางน้ำ"), ("other", "Mobile river clinic")],
        ),
        ("กรมตัวอย่างหนึ่งทำได้ดี", []),
        ("กรมตัวอย่างทำได้ดีกว่า", [("other", "กรมตัวอย่าง")]),
        ("สั้นเกินไป", []),
        ("รวม ๘๒.๕ จากร้อย", [("score", "82.5")]),
        ("ได้คะแนน 77 จากคณะ", [("score", "คะแนน 77")]),
        ("scored 4/100 here", [("score", "scored 4")]),
        ("ร้อยละ 82.55 ของประชาชน ปี 2570 มี 3 แห่ง", []),
    ],
)
def test_what_the_checker_finds_in_a_line(line: str, hits: list[tuple[str, str]]) -> None:
    assert found(line) == hits


def test_figures_may_be_told_where_the_programme_shows_them() -> None:
    assert found("ได้คะแนน 82.5", Guarded(totals=["82.5"], hides_scores=False)) == []


def test_a_hit_is_known_by_its_line_so_that_an_edit_makes_it_new() -> None:
    first, second = find_leaks(content("ณรงค์ เห็นว่าดี", "ณรงค์ ชมเชย"), GUARDED)
    assert first == Leak(LeakKind.ASSESSOR, "ณรงค์", "ณรงค์ เห็นว่าดี")
    assert first.key != second.key
    assert find_leaks(content("ณรงค์   เห็นว่าดี"), GUARDED)[0].key == first.key


def test_names_looked_for_all_at_once_are_those_that_one_by_one_would_find() -> None:
    names = ["PS-2570-0002", "กรมตัวอย่าง", "กรมตัวอย่างใต้", "Mobile river clinic", "สั้น", "กรมอื่นที่ไม่กล่าวถึง"]
    said = content("เช่น ps-2570-0002 และกรมตัวอย่างใต้", "MOBILE  RIVER\nclinic", "the Mobile   river clinic, สั้น")
    assert Names(names).within(said) == {"PS-2570-0002", "กรมตัวอย่าง", "กรมตัวอย่างใต้", "Mobile river clinic"}
    apart = content("Mobile river", "clinic")
    assert Names(names).within(apart) == set()

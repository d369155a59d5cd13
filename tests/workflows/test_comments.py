"""Comments with their marks: important or not, and the places they point to."""

from __future__ import annotations

import pytest

from workflows.comments import Anchor, Comment, by_importance, comments_in


@pytest.mark.parametrize(
    ("line", "comment"),
    [
        ("มีทะเบียน", Comment("มีทะเบียน")),
        ("++ มีทะเบียน", Comment("มีทะเบียน", is_major=True)),
        ("  --ยังไม่พบค่าเปรียบเทียบ", Comment("ยังไม่พบค่าเปรียบเทียบ", is_major=True)),
        ("+ มีทะเบียน", Comment("+ มีทะเบียน")),
        ("- มีทะเบียน", Comment("- มีทะเบียน")),
        ("มีผล [รายงานข้อ 2.1]", Comment("มีผล", anchors=(Anchor(part="2.1"),))),
        ("มีผล [รายงาน ๒]", Comment("มีผล", anchors=(Anchor(part="2"),))),
        ("มีผล [เอกสาร ๓ หน้า ๔]", Comment("มีผล", anchors=(Anchor(file=3, page=4),))),
        ("มีผล[เอกสาร 3 น. 4] สามปี", Comment("มีผล สามปี", anchors=(Anchor(file=3, page=4),))),
        ("Trend [Document 3, page 4][report 02]", Comment("Trend", anchors=(Anchor(file=3, page=4), Anchor(part="2")))),
        ("มีผล [เอกสาร 3] [เอกสาร 3]", Comment("มีผล", anchors=(Anchor(file=3),))),
        ("อ้าง [1] และ [เอกสารแนบ]", Comment("อ้าง [1] และ [เอกสารแนบ]")),
    ],
)
def test_a_line_is_a_comment_with_its_marks(line: str, comment: Comment) -> None:
    assert comments_in(line) == (comment,)


def test_every_line_is_a_comment_of_its_own_and_an_empty_one_is_none() -> None:
    assert comments_in("ก\n\n ++ \n[รายงานข้อ 1]\n-- ข") == (Comment("ก"), Comment("ข", is_major=True))


def test_important_ones_come_first_and_keep_their_order() -> None:
    assert [each.text for each in by_importance(comments_in("ก\n++ข\nค\n++ง"))] == ["ข", "ง", "ก", "ค"]

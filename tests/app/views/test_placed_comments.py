"""Comments written out for paper: nobody reads marks and numbers of places there as a page shows them."""

from __future__ import annotations

from flask_babel import force_locale

from app.views.placed_comments import said_on_paper
from tests.world import World


def test_marks_and_places_of_comments_are_words_on_paper(world: World) -> None:
    del world
    written = "มีแผน [เอกสาร 1 หน้า 2]\n\n++ วัดผลก่อนและหลัง [เอกสาร 3] [รายงาน 2]"
    with force_locale("en"):
        assert said_on_paper(written) == (
            "Very important: วัดผลก่อนและหลัง (document 3, report 2)\nมีแผน (document 1 page 2)"
        )
        assert said_on_paper("") == ""
    with force_locale("th"):
        assert said_on_paper(written).startswith("สำคัญมาก: วัดผลก่อนและหลัง (เอกสาร 3, รายงานข้อ 2)\n")

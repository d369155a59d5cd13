"""No character a person can paste keeps a document from being set."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.reports.characters import displayable, displayable_text, is_shown
from app.reports.receipt import receipt_manuscript
from tests.app.reports.samples.receipts import receipt

WHEN = datetime(2027, 1, 28, tzinfo=UTC)


@pytest.mark.parametrize(
    ("pasted", "shown"),
    [
        ("น้ำปิง ฎุ ปื้น “ก” – 50 % ½ ≥ → ✓", "น้ำปิง ฎุ ปื้น “ก” – 50 % ½ ≥ → ✓"),
        ("ดีมาก 😀", "ดีมาก □"),
        ("老人 ລາວ", "□□ □□□"),
        ("a\tb\r\nc\rd", "a b\nc\nd"),
        ("ก\x00ข\x07ค\ufe0f", "กขค"),
        ("\ud800", "□"),
        ("e\u0301", "é"),
        ("ก" + "\u0e48" * 900 + "ข", "ก" + "\u0e48" * 6 + "ข"),
    ],
)
def test_what_no_font_shows_becomes_a_square_and_controls_go(pasted: str, shown: str) -> None:
    assert displayable_text(pasted) == shown


def test_texts_are_made_fit_wherever_they_stand_and_the_rest_stays() -> None:
    given = {"a": ["😀", ("ก", 1)], "b": {"c": None, "d": True, "e": 2.5}}
    assert displayable(given) == {"a": ["□", ["ก", 1]], "b": {"c": None, "d": True, "e": 2.5}}


def test_every_character_called_shown_can_be_set() -> None:
    every = "".join(chr(code) for code in range(0x20, 0x3000) if is_shown(chr(code)))
    document = receipt("en")
    marked = "".join(f"ก{chr(code)} " for code in range(0x300, 0x370))
    pdf = receipt_manuscript(type(document)(**{**vars(document), "title": every, "agency": marked}), "en").typeset()
    assert pdf.startswith(b"%PDF-")

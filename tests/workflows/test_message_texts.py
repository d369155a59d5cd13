"""Named places in texts of messages: read, checked and filled, and nothing else ever happens to a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.message_texts import filled, from_standard, places_in, places_left_out, text_obstacles


def test_a_standard_text_is_rewritten_with_braces() -> None:
    assert from_standard("%(title)s (%(code)s) 100%%") == "{title} ({code}) 100%"


def test_values_are_put_in_and_never_read_as_places() -> None:
    assert filled("{title}: {code}", {"title": "{code}", "code": "{title.__class__}"}) == "{code}: {title.__class__}"
    with pytest.raises(KeyError):
        filled("{title}", {})


@given(st.text())
def test_filling_a_text_without_places_changes_nothing(text: str) -> None:
    if not places_in(text):
        assert filled(text, {}) == text


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("ผลงาน {title}", []),
        (" \n", ["Write a text"]),
        ("{title} {secret} {a}", ["This message knows no %(unknown)s"]),
        ("{title.__class__}", ["Braces { } stand around the name of a place only"]),
        ("{{title}}", ["Braces { } stand around the name of a place only"]),
        ("{% if x %}", ["Braces { } stand around the name of a place only"]),
        ("a\nb", ["A subject is one line"]),
        ("ก" * 11, ["At most %(most)s characters"]),
    ],
)
def test_every_fault_is_named_beside_its_field(text: str, refused: list[str]) -> None:
    found = text_obstacles("subject", text, known={"title"}, length=text.count("ก"), longest=10)
    assert [each.message for each in found] == refused
    assert {each.field for each in found} <= {"subject"}


def test_what_the_standard_text_says_and_the_new_one_does_not_is_named() -> None:
    assert places_left_out("{title}", "ภายใน {due}", {"title", "code", "due"}) == ["code"]

"""When a part still is what was found ready, what a comment must be, who counts as being here."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.teamwork import LONGEST_COMMENT, SEEN_FOR, comment_obstacles, fingerprint, is_here, is_still_ready

FIELDS = ("a", "b", "c")
NOON = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)
versions = st.dictionaries(st.sampled_from(FIELDS), st.integers(1, 9))
files = st.dictionaries(st.sampled_from(FIELDS), st.lists(st.sampled_from(["x", "y", "z"]), unique=True))


@given(versions, files, st.sampled_from(FIELDS))
def test_every_later_edit_makes_another_fingerprint(
    had: dict[str, int], kept: dict[str, list[str]], field: str
) -> None:
    mark = fingerprint(FIELDS, had, kept)
    edited = had | {field: had.get(field, 0) + 1}
    attached = kept | {field: [*kept.get(field, []), "new"]}
    assert is_still_ready(mark, fingerprint(FIELDS, had, kept))
    assert not is_still_ready(mark, fingerprint(FIELDS, edited, kept))
    assert not is_still_ready(mark, fingerprint(FIELDS, had, attached))


@given(versions, files)
def test_what_is_edited_elsewhere_changes_nothing(had: dict[str, int], kept: dict[str, list[str]]) -> None:
    elsewhere = had | {"z": 7}
    assert fingerprint(FIELDS, had, kept) == fingerprint(reversed(FIELDS), elsewhere, kept | {"z": ["w"]})


def test_what_was_never_found_ready_is_not() -> None:
    assert not is_still_ready(None, fingerprint(FIELDS, {}, {}))


@pytest.mark.parametrize(
    ("length", "stands"), [(0, False), (1, True), (LONGEST_COMMENT, True), (LONGEST_COMMENT + 1, False)]
)
def test_a_comment_says_something_and_not_too_much(length: int, *, stands: bool) -> None:
    assert (comment_obstacles(length) == []) is stands


def test_somebody_is_here_until_their_browser_has_been_silent_for_long() -> None:
    assert is_here(NOON, NOON + SEEN_FOR - timedelta(seconds=1))
    assert not is_here(NOON, NOON + SEEN_FOR)

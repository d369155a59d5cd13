"""Numbers of official letters: the next one, how it is written, what stands against giving it."""

from __future__ import annotations

import pytest

from workflows.letters import giving_obstacles, next_number, prefix_obstacles, written_number


def test_numbers_follow_each_other_and_a_year_begins_at_one() -> None:
    assert [next_number(given) for given in ([], [1], [1, 2, 3], [2, 1])] == [1, 2, 4, 3]


@pytest.mark.parametrize(
    ("prefix", "written"), [("นร ๑๒๐๐/", "นร ๑๒๐๐/๑๐๕"), ("ที่/", "ที่/๑๐๕"), ("OPDC 1200/", "OPDC 1200/105")]
)
def test_a_number_is_written_in_the_digits_of_its_prefix(prefix: str, written: str) -> None:
    assert written_number(prefix, 105) == written


@pytest.mark.parametrize(
    ("prefix", "is_refused"), [("", True), ("/", True), ("นร ๑๒๐๐", True), ("ก" * 30 + "/", True), ("นร ๑๒๐๐/", False)]
)
def test_a_prefix_ends_with_a_slash(
    prefix: str,
    is_refused: bool,  # noqa: FBT001  # a case of the table
) -> None:
    assert bool(prefix_obstacles(prefix)) is is_refused


def test_a_paper_gets_one_number_once_there_is_a_prefix() -> None:
    assert giving_obstacles(prefix="ก/", has_number=False) == []
    assert len(giving_obstacles(prefix="", has_number=True)) == 2

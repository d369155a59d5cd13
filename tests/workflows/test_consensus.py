"""What keeps one node of a consensus open, as a matrix over everything the rule looks at."""

from __future__ import annotations

import itertools

import pytest

from workflows.consensus import Gap, Point, gaps

FLAGS = list(itertools.product([False, True], repeat=6))


@pytest.mark.parametrize("silent", [0, 2])
@pytest.mark.parametrize("flags", FLAGS, ids=str)
def test_every_gap_follows_from_its_own_fact(flags: tuple[bool, ...], silent: int) -> None:
    asked, proposed, value, reason, evidence, link = flags
    point = Point(asked, proposed, value, reason, evidence, link, silent)
    expected = {
        Gap.VALUE: asked and not value,
        Gap.REASON: asked and not reason,
        Gap.EVIDENCE: asked and link and not evidence,
        Gap.VOICES: (asked or proposed) and silent == 2,
    }
    assert gaps(point) == tuple(gap for gap, is_open in expected.items() if is_open)


def test_where_the_sheets_agree_nothing_is_asked() -> None:
    assert gaps(Point(False, False, False, False, False, True, 3)) == ()

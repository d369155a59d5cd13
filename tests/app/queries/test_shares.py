"""One rounding of shares: half up, and only all of it is all."""

from __future__ import annotations

import pytest

from app.queries.shares import whole_percent


@pytest.mark.parametrize(
    ("count", "of", "share"),
    [
        (10, 13, 77),
        (6, 9, 67),
        (1, 8, 13),
        (1, 40, 3),
        (0, 9, 0),
        (9, 9, 100),
        (999, 1000, 99),
        (1, 1000, 1),
        (3, 2, 150),
    ],
)
def test_a_share_is_rounded_half_up_and_only_all_is_100(count: int, of: int, share: int) -> None:
    assert whole_percent(count, of) == share

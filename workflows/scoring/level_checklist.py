"""The level checklist of PMQA 4.0: an item earns each level's points only on top of complete lower levels.

`app/static/js/pmqa40-score.js` is the same rule for the browser's live totals; a test runs both on the same patterns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from workflows.scoring.exact import exact


class ItemLevelReached(StrEnum):
    """The level an item holds."""

    BELOW = "below"
    BASIC = "basic"
    ADVANCE = "advance"
    SIGNIFICANCE = "significance"


@dataclass(frozen=True)
class LevelTicks:
    """One level of one item: `ticked` of its `checkpoints` are met; all of them together are worth `points`."""

    code: str
    points: Decimal
    ticked: int
    checkpoints: int

    def __post_init__(self) -> None:
        if not 0 <= self.ticked <= self.checkpoints or self.checkpoints == 0:
            raise ValueError(f"level {self.code}: {self.ticked} of {self.checkpoints} checkpoints")

    @property
    def is_complete(self) -> bool:
        """Whether every checkpoint of the level is met."""
        return self.ticked == self.checkpoints


def item_score(levels: Sequence[LevelTicks]) -> Fraction:
    """The item's points, exact, between 0 and the sum of its levels' points (0 to 500 in PMQA 4.0).

    `levels` stand in rising order. A level adds points x ticked / checkpoints; the first incomplete level is the last
    that adds anything. Source: PMQA 4.0 item rule, 300*b/B, then 100*a/A if b = B, then 100*s/S if also a = A.
    """
    return _score_of(tuple(levels))


@lru_cache(maxsize=4096)
def _score_of(levels: tuple[LevelTicks, ...]) -> Fraction:
    """The same, remembered: an edition has few patterns of counts, and every page asks for all its items."""
    score = Fraction()
    for level in levels:
        score += exact(level.points) * level.ticked / level.checkpoints
        if not level.is_complete:
            break
    return score


def item_level(levels: Sequence[LevelTicks]) -> ItemLevelReached:
    """The highest level that is complete together with every level under it, else `below`.

    Source: PMQA 4.0, an item holds a level when every checkpoint of that level and of all lower levels is met.
    """
    reached = ItemLevelReached.BELOW
    for level in levels:
        if not level.is_complete:
            break
        reached = ItemLevelReached(level.code)
    return reached

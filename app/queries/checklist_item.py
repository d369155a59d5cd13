"""One checklist item as every audience sees it: its levels, what is met, and what each lock waits for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from rubrics.model import Rubric
from rubrics.nodes import Node
from rubrics.scales import Checkpoint
from rubrics.strict import Text


@dataclass(frozen=True)
class LevelShown:
    """One level of an item: its checkpoints in order, which are met, and whether it counts yet.

    `place` rises from 1. `below` is the code of the level right under it, `left_below` how many checkpoints are missing
    in all levels under it together: the level counts once none is.
    """

    code: str
    place: int
    points: Decimal
    meaning: Text | None
    checkpoints: tuple[Checkpoint, ...]
    met: frozenset[str]
    below: str | None
    left_below: int

    @property
    def ticked(self) -> int:
        """How many checkpoints are met."""
        return len(self.met)

    @property
    def left(self) -> int:
        """How many checkpoints are not met."""
        return len(self.checkpoints) - len(self.met)

    @property
    def state(self) -> str:
        """Return "locked" while a lower level is incomplete, "complete", or "open"."""
        if self.left_below:
            return "locked"
        return "open" if self.left else "complete"

    @property
    def more(self) -> Decimal:
        """The points that completing the level would still add."""
        return self.points * self.left / len(self.checkpoints)


@dataclass(frozen=True)
class ItemShown:
    """A process item with its levels in rising order."""

    item: Node
    levels: tuple[LevelShown, ...]

    @property
    def ticked(self) -> int:
        """How many checkpoints are met on all levels together."""
        return sum(level.ticked for level in self.levels)


def item_shown(rubric: Rubric, item: Node, met: Collection[str]) -> ItemShown:
    """Return an item with the checkpoints that somebody found met: the agency, a certifier, or the panel together."""
    meanings = {each.code: each.meaning for each in rubric.item_levels}
    levels: list[LevelShown] = []
    left = 0
    for place, level in enumerate(item.levels, start=1):
        points = {point.id for point in level.checkpoints}
        levels.append(
            LevelShown(
                code=level.code.value,
                place=place,
                points=level.points,
                meaning=meanings.get(level.code),
                checkpoints=level.checkpoints,
                met=frozenset(points & set(met)),
                below=levels[-1].code if levels else None,
                left_below=left,
            )
        )
        left += levels[-1].left
    return ItemShown(item, tuple(levels))

"""The cheapest way up: named examples, and small rubrics where every set of checkpoints is tried."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from random import Random

import pytest

from rubrics.model import Rubric
from rubrics.nodes import Node
from tests.workflows.scoring.editions import ALL_TICKS, PMQA40, POINTS, checklist, on_ramp, ticks
from tests.workflows.scoring.proof import IS_PROOF
from workflows.scoring.cheapest_raise import CheapestRaise, cheapest_raise
from workflows.scoring.exact import as_decimal, exact
from workflows.scoring.sheet import Sheet
from workflows.scoring.totals import score

SEEDS = range(400 if IS_PROOF else 40)
BASIC = ticks("basic")


def test_the_way_from_nothing_to_basic_names_every_checkpoint_it_needs() -> None:
    found = cheapest_raise(PMQA40, checklist((), on_ramp("50")), Decimal(300))
    assert found is not None
    after = score(PMQA40, checklist(found.checkpoints, on_ramp("50")))
    assert (after.total == found.total, found.total >= 300, len(found.checkpoints)) == (True, True, 58)


def test_what_is_ticked_above_a_lock_is_counted_when_the_lock_opens() -> None:
    """3.3 has both Significance checkpoints: its one Advance checkpoint is worth 200 of its points."""
    met = BASIC | ticks("significance", items=["3.3"])
    found = cheapest_raise(PMQA40, checklist(met, on_ramp("50")), Decimal(307))
    assert found == CheapestRaise(Decimal(307), as_decimal(300 + Fraction(200, 28)), ("3.3-a1",))


def test_of_two_ways_with_the_same_points_the_earlier_item_is_named() -> None:
    """One Advance checkpoint completes 1.1, 2.2, 3.1, 3.2 and 3.3 alike; the first of them stands first."""
    found = cheapest_raise(PMQA40, checklist(BASIC, on_ramp("50")), Decimal("303.5"))
    assert found is not None
    assert found.checkpoints == ("1.1-a1",)


def test_a_target_that_is_reached_asks_for_nothing() -> None:
    found = cheapest_raise(PMQA40, checklist(BASIC, on_ramp("50")), Decimal(300))
    assert found == CheapestRaise(Decimal(300), Decimal(300), ())


def test_without_results_no_checkpoints_reach_the_highest_band() -> None:
    """Everything ticked and no indicator is 500 * 6/7, which is 428."""
    assert cheapest_raise(PMQA40, checklist(BASIC), Decimal(470)) is None
    found = cheapest_raise(PMQA40, checklist(BASIC), Decimal(428))
    assert found is not None
    assert frozenset(found.checkpoints) == ALL_TICKS - BASIC


def test_an_item_that_could_not_be_judged_is_left_alone() -> None:
    sheet = checklist(BASIC, on_ramp("50"), cannot_judge=["1.1"])
    found = cheapest_raise(PMQA40, sheet, Decimal("292.8"))
    assert found is not None
    assert found.checkpoints == ("2.2-a1",)


def test_points_have_no_checkpoints() -> None:
    with pytest.raises(ValueError, match="no checkpoints"):
        cheapest_raise(POINTS, Sheet(), Decimal(60))


def small_rubric(chance: Random) -> Rubric:
    """Two or three categories of one or two items with few checkpoints, cut out of the edition."""
    categories = chance.sample(list(PMQA40.nodes[:6]), chance.randint(2, 3))
    nodes = tuple(
        category.model_copy(
            update={"nodes": tuple(_cut(item, chance) for item in category.nodes[: chance.randint(1, 2)])}
        )
        for category in categories
    )
    made = PMQA40.model_copy(update={"nodes": nodes})
    for name in ("_placed", "leaves", "checkpoints"):
        made.__dict__.pop(name, None)
    return made


def _cut(item: Node, chance: Random) -> Node:
    levels = tuple(
        level.model_copy(update={"checkpoints": level.checkpoints[: chance.randint(1, 2)]}) for level in item.levels
    )
    return item.model_copy(update={"levels": levels})


def tried(rubric: Rubric, met: frozenset[str], target: Fraction) -> tuple[str, ...] | None:
    """The best of the smallest sets that reach the target, by trying all of them."""
    missing = [point for point in rubric.checkpoints if point not in met]
    for size in range(len(missing) + 1):
        reaching = [
            (-total, len({rubric.checkpoints[point][2] for point in chosen}), places)
            for places in combinations(range(len(missing)), size)
            if (total := worth(rubric, met | set(chosen := [missing[place] for place in places]))) >= target
        ]
        if reaching:
            return tuple(missing[place] for place in min(reaching)[2])
    return None


def worth(rubric: Rubric, met: frozenset[str]) -> Fraction:
    """The total, worked out once more and differently from the product: level by level with a flag."""
    total = Fraction()
    for category in rubric.nodes:
        for item in category.nodes:
            counts = True
            for level in item.levels:
                have = len(met & {point.id for point in level.checkpoints})
                if counts:
                    earned = Fraction(level.points) * have / len(level.checkpoints)
                    total += earned / len(category.nodes) / len(rubric.nodes)
                counts = counts and have == len(level.checkpoints)
    return total


@pytest.mark.parametrize("seed", SEEDS)
def test_on_small_rubrics_nothing_cheaper_or_better_is_found_by_trying_everything(seed: int) -> None:
    chance = Random(seed)
    rubric = small_rubric(chance)
    everything = list(rubric.checkpoints)
    met = frozenset(chance.sample(everything, max(chance.randint(0, len(everything)), len(everything) - 11)))
    now = worth(rubric, met)
    target = as_decimal(now + (500 - now) * Fraction(chance.randint(0, 11), 10))
    found = cheapest_raise(rubric, Sheet(checkpoints=met), target)
    expected = tried(rubric, met, exact(target))
    assert (None if found is None else found.checkpoints) == expected
    if found is not None:
        assert exact(found.total) == worth(rubric, met | set(found.checkpoints))

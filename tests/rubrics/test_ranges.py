"""An officer's ranges stand in place of the file's own, and change nothing else of the criteria."""

from __future__ import annotations

from decimal import Decimal

import pytest

from rubrics import load_rubric
from rubrics.scales import RampRange

CRITERIA = load_rubric("pmqa40@2564")
RANGE = RampRange(floor=Decimal(40), ceiling=Decimal("80.5"))


def test_a_range_stands_in_place_of_the_files_own_or_of_the_target() -> None:
    ranged = CRITERIA.with_ranges({"7.1-k1": RANGE, "7.5-k2": RANGE})
    changed = {name for name, (example, _item) in ranged.rampable.items() if example != CRITERIA.rampable[name][0]}
    assert changed == {"7.1-k1", "7.5-k2"}
    ramp = ranged.node("7.5").examples[1].ramp
    assert ramp is not None
    assert (ramp.floor, ramp.ceiling, ramp.at_floor, ramp.at_ceiling) == (40, Decimal("80.5"), 100, 500)
    assert (ramp.is_officers, ranged.sha256) == (True, CRITERIA.sha256)
    assert [leaf.id for leaf in ranged.leaves] == [leaf.id for leaf in CRITERIA.leaves]


def test_neither_an_unknown_indicator_nor_one_where_less_is_better_takes_a_range() -> None:
    for strange in ("7.1-k9", "7.1-k3"):
        with pytest.raises(KeyError, match=strange):
            CRITERIA.with_ranges({strange: RANGE})

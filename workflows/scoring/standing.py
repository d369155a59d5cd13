"""Where a total stands among the bands of its edition, and what it lacks to the next one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from rubrics.stages import Band
from workflows.scoring.exact import as_decimal, exact


@dataclass(frozen=True)
class Standing:
    """The band a total lies in, the next one to reach (None from the highest), and the points it lacks, not rounded."""

    band: Band
    next: Band | None
    lacking: Decimal | None


def standing_at(bands: Sequence[Band], total: Decimal) -> Standing:
    """Return where `total` stands; bands rise from 0, each begins at its `min`. Raises IndexError without bands."""
    reached = [band for band in bands if band.min <= total]
    following = next((band for band in bands if band.min > total), None)
    lacking = None if following is None else as_decimal(exact(following.min) - exact(total))
    return Standing(reached[-1], following, lacking)

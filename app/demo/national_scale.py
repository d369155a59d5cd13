"""How much of everything a national round has: entries by branch and type, how far each has come, how many assess."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import floor
from typing import TypeVar

Key = TypeVar("Key")

# What the award took in 2563, and one self-assessment from most agencies that may enter.
ENTRIES = {"PS": 715, "PMQA": 132, "PG": 339, "PMQA40": 250}
ASSESSORS = 200
FEWEST_ASSESSORS = 48

# Out of a hundred entries of a branch, how many are of a type. Illustrative.
TYPES: Mapping[str, Mapping[str, int]] = {
    "PS": {
        "ps-innovation@2564": 28,
        "ps-development@2564": 40,
        "ps-expansion@2564": 13,
        "ps-data-integration@2564": 19,
    },
    "PG": {
        "pg-open-governance@2564": 22,
        "pg-effective-change@2564": 25,
        "pg-engaged-citizen@2564": 18,
        "pg-participation-expanded@2564": 19,
        "pg-poverty@2564": 16,
    },
    "PMQA": {"pmqa-category@2564": 100},
    "PMQA40": {"pmqa40@2564": 100},
}


class Halt(StrEnum):
    """Where an entry stands on the day the round is looked at."""

    DRAFT = "draft"
    AWAITING_APPROVAL = "awaiting_approval"
    SUBMITTED = "submitted"
    SCREENING = "screening"
    RETURNED = "returned"
    SCREENED_OUT = "screened_out"
    WITHDRAWN = "withdrawn"
    PASSED = "passed"
    REPORT_AWAITING = "report_awaiting_approval"
    REPORT_SUBMITTED = "report_submitted"
    ASSESSMENT = "assessment"
    CONSENSUS = "consensus"
    RECORDED = "recorded"


_AWARD = {
    Halt.DRAFT: 5,
    Halt.AWAITING_APPROVAL: 2,
    Halt.SUBMITTED: 1,
    Halt.SCREENING: 6,
    Halt.RETURNED: 3,
    Halt.SCREENED_OUT: 4,
    Halt.WITHDRAWN: 1,
    Halt.PASSED: 8,
    Halt.ASSESSMENT: 46,
    Halt.CONSENSUS: 10,
    Halt.RECORDED: 14,
}
# Out of a hundred entries of a branch, how many have come how far: a round half way.
HALTS: Mapping[str, Mapping[Halt, int]] = {
    "PS": _AWARD,
    "PG": _AWARD,
    "PMQA": {
        Halt.DRAFT: 5,
        Halt.AWAITING_APPROVAL: 2,
        Halt.SUBMITTED: 1,
        Halt.SCREENING: 4,
        Halt.RETURNED: 3,
        Halt.SCREENED_OUT: 4,
        Halt.PASSED: 20,
        Halt.REPORT_AWAITING: 5,
        Halt.REPORT_SUBMITTED: 10,
        Halt.ASSESSMENT: 30,
        Halt.CONSENSUS: 8,
        Halt.RECORDED: 8,
    },
    "PMQA40": {
        Halt.DRAFT: 6,
        Halt.AWAITING_APPROVAL: 3,
        Halt.SUBMITTED: 1,
        Halt.SCREENING: 5,
        Halt.RETURNED: 3,
        Halt.SCREENED_OUT: 4,
        Halt.PASSED: 8,
        Halt.ASSESSMENT: 40,
        Halt.CONSENSUS: 10,
        Halt.RECORDED: 20,
    },
}
EARLY = frozenset(
    {
        Halt.SCREENED_OUT,
        Halt.WITHDRAWN,
        Halt.REPORT_AWAITING,
        Halt.REPORT_SUBMITTED,
        Halt.ASSESSMENT,
        Halt.CONSENSUS,
        Halt.RECORDED,
    }
)
"""Entries that came in soon after the opening; the others come in shortly before the closing."""


@dataclass(frozen=True)
class Scale:
    """A national round, or a share of one (more than 0, at most 1) for a quick look."""

    share: Fraction = Fraction(1)

    def entries(self, branch: str) -> int:
        """Return how many entries a branch gets: at least as many as there are ways they can stand."""
        return max(floor(ENTRIES[branch] * self.share), len(HALTS[branch]))

    @property
    def assessors(self) -> int:
        """Return how many assess: enough for panels whose members come from different ministries."""
        return max(floor(ASSESSORS * self.share), FEWEST_ASSESSORS)


def halts_of(branch: str, count: int) -> list[Halt]:
    """Return where each of so many entries stands, each way at least once, in the order of the ways."""
    return apportioned(HALTS[branch], count)


def apportioned(weights: Mapping[Key, int], count: int) -> list[Key]:
    """Deal `count` out in proportion, one of each first and the largest remainders last; never more than `count`."""
    keys = list(weights)
    given = dict.fromkeys(keys[:count], 1)
    left, total = count - len(given), sum(weights.values())
    exact = {key: Fraction(left * weights[key], total) for key in given}
    for key, share in exact.items():
        given[key] += floor(share)
    by_remainder: Sequence[Key] = sorted(exact, key=lambda key: floor(exact[key]) - exact[key])
    for key in by_remainder[: count - sum(given.values())]:
        given[key] += 1
    return [key for key, times in given.items() for _ in range(times)]

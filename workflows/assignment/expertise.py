"""How well an assessor fits an application, from their profile, past service and wish: one whole number."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

BRANCH, TOPIC, SERVICE, WISH = 1, 2, 1, 2


class Wish(StrEnum):
    """What an assessor says of a programme before panels are seated: wants it, could, or would rather not."""

    WANT = "want"
    CAN = "can"
    RATHER_NOT = "rather_not"


@dataclass(frozen=True)
class Fit:
    """What is known of an assessor for one programme. `served` counts earlier sheets handed in for this award type."""

    topics: Collection[str] = ()
    served: int = 0
    wish: Wish = Wish.CAN


def expertise(fit: Fit, subjects: Collection[str]) -> int:
    """Return the expertise of an assessor of the branch for an application about these subjects, from 0 up.

    1 for the branch, 2 for each subject among the own topics, 1 for having handed in sheets of this award type before,
    2 more for whoever wants it, 2 less for whoever would rather not; never below 0. Source: a convention of this
    system, told to assessors on their profile; `docs/decisions/005`.
    """
    wished = {Wish.WANT: WISH, Wish.CAN: 0, Wish.RATHER_NOT: -WISH}[fit.wish]
    known = len(set(fit.topics) & set(subjects))
    return max(0, BRANCH + TOPIC * known + SERVICE * (fit.served > 0) + wished)

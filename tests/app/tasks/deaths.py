"""Where a worker can be told to die, and that it may live: names of files in the var folder of an installation."""

from __future__ import annotations

from enum import StrEnum


class Death(StrEnum):
    """On which side of a commit it dies; the file says how many it does before."""

    BEFORE = "die-before-commit"
    AFTER = "die-after-commit"


LIFE = "live-on"
HELD = "held-since-a-death"  # put there by whoever dies by an order in one task: no task begins until it is taken away


def order_in(task: str, death: Death) -> str:
    """Name the file that tells the worker to die in this task."""
    return f"{death}-of-{task}"

"""Where a worker can be told to die, and that it may live: names of files in the var folder of an installation."""

from __future__ import annotations

from enum import StrEnum


class Death(StrEnum):
    """On which side of a commit it dies; the file says how many it does before."""

    BEFORE = "die-before-commit"
    AFTER = "die-after-commit"


LIFE = "live-on"

"""A reason that goes on record: given where it is needed, and no longer than anybody reads."""

from __future__ import annotations

from workflows.errors import Obstacle

LONGEST_REASON = 2000
"""The most grapheme clusters a reason may have, as many as a kept reason of screening."""


def reason_obstacles(reason: str, length: int, *, is_needed: bool = True) -> list[Obstacle]:
    """Return what stands against a reason of this many grapheme clusters, at its field."""
    if is_needed and not reason.strip():
        return [Obstacle("Give a reason", field="reason")]
    if length > LONGEST_REASON:
        return [Obstacle("At most %(count)s characters", {"count": LONGEST_REASON}, "reason")]
    return []

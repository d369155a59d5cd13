"""How colleagues share a document: when a part still is what was found ready, and what a comment must be."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from workflows.errors import Obstacle

LONGEST_COMMENT = 2_000
"""The most grapheme clusters a comment between colleagues may have."""
SEEN_FOR = timedelta(seconds=75)
"""How long somebody counts as being on a page after their browser last said so: three polls of 25 seconds."""


def fingerprint(fields: Iterable[str], versions: Mapping[str, int], files: Mapping[str, Iterable[str]]) -> str:
    """Return what tells one standing of a part from every other: each answer's version and each field's files.

    Versions only count up, so that a part once edited never becomes again what it was.
    """
    lines = [
        f"{field} {versions.get(field, 0)} {' '.join(sorted(files.get(field, ())))}" for field in sorted(set(fields))
    ]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def is_still_ready(mark: str | None, present: str) -> bool:
    """Say whether a part found ready for review is untouched since: an edit undoes it by itself."""
    return mark is not None and mark == present


def comment_obstacles(length: int) -> list[Obstacle]:
    """Return what stands against a comment of this many grapheme clusters."""
    if length < 1:
        return [Obstacle("Write the comment first", field="comment")]
    if length > LONGEST_COMMENT:
        return [Obstacle("A comment has at most %(count)s characters", {"count": LONGEST_COMMENT}, "comment")]
    return []


def is_here(seen_at: datetime, now: datetime) -> bool:
    """Say whether somebody last seen on a page at `seen_at` still counts as being there."""
    return now - seen_at < SEEN_FOR

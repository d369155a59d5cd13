"""How a browser knows that the server took a form which has no draft there, and forgets what it kept of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime


def taken_at(times: Iterable[datetime]) -> int:
    """Return the version of such a form for keep-typed.js: the last time it was taken, in milliseconds, 0 before."""
    return max((int(each.timestamp() * 1000) for each in times), default=0)

"""Shares as staff read them: one rounding wherever a count stands beside the whole."""

from __future__ import annotations


def whole_percent(count: int, of: int) -> int:
    """Return a share in whole per cent, half up; only all is 100 and only none is 0."""
    share = (200 * count + of) // (2 * of)
    if 0 < count < of:
        return min(max(share, 1), 99)
    return share

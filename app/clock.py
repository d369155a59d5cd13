"""The only clock of the application; everything else is handed the time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

BANGKOK = ZoneInfo("Asia/Bangkok")
_frozen: ContextVar[datetime | None] = ContextVar("frozen_now", default=None)


def now() -> datetime:
    """Return the present instant, aware and in UTC, or the instant this context is frozen at."""
    return _frozen.get() or datetime.now(UTC)  # noqa: TID251  # this is the clock


@contextmanager
def frozen_at(instant: datetime) -> Iterator[None]:
    """Hold the clock still for one block: the demo and the tests play rounds at fixed dates."""
    if instant.tzinfo is None:
        raise ValueError("the clock needs an aware instant")
    token = _frozen.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.reset(token)


def in_days(days: float) -> datetime:
    """Return the instant so many days from now (negative: ago)."""
    return now() + timedelta(days=days)

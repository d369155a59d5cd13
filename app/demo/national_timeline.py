"""When things happen in a national round: in office hours, and so that time only runs forward."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from app.clock import BANGKOK, frozen_at
from app.demo.acts import Story
from app.demo.national_case import Case
from app.demo.national_rows import BATCH, Rows, in_batches
from app.services.ledger import seal_day

Subject = TypeVar("Subject")
_OFFICE_OPENS = 9
_OFFICE_HOURS = timedelta(hours=7)


@dataclass(frozen=True)
class Timeline:
    """The days of a round, told as days before `today`."""

    today: datetime

    def day(self, ago: int, hour: int = _OFFICE_OPENS, minute: int = 0) -> datetime:
        """Return an hour of a day in Bangkok; a negative `ago` lies ahead."""
        day = self.today.astimezone(BANGKOK) - timedelta(days=ago)
        return day.replace(hour=hour, minute=minute, second=0, microsecond=0)

    def spread(self, subjects: Sequence[Subject], first: int, last: int) -> list[tuple[Subject, datetime]]:
        """Spread subjects over the office hours from one day to another, in their order."""
        days = first - last + 1
        moments = []
        for place, subject in enumerate(subjects):
            whole, part = divmod(place * days, len(subjects))
            moments.append((subject, self.day(first - whole) + _OFFICE_HOURS * part / len(subjects)))
        return moments

    def together(
        self,
        act: Callable[[Rows, Subject], None],
        subjects: Sequence[Subject],
        first: int,
        last: int | None = None,
        *,
        size: int = BATCH,
    ) -> None:
        """Let an act happen to many, written in bulk; the ledger is sealed when its days are over."""
        last = first if last is None else last
        in_batches(act, self.spread(subjects, first, last), size)
        self._seal(last)

    def one_by_one(
        self, act: Callable[[Story], object], cases: Sequence[Case], first: int, last: int | None = None
    ) -> None:
        """Let an act happen to each by its use case; the ledger is sealed when its days are over."""
        last = first if last is None else last
        for case, at in self.spread(cases, first, last):
            with frozen_at(at):
                act(case.awake())
            case.sleep()
        self._seal(last)

    def _seal(self, ago: int) -> None:
        with frozen_at(self.day(ago, 23, 50)):
            seal_day()

"""Days on which no office works: weekends, and the public holidays of the files beside this module, one a year."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType

import yaml

_FILES = Path(__file__).parent / "holidays"
_ERA = 543
_SATURDAY = 5


@dataclass(frozen=True)
class Holiday:
    """A public holiday. `is_official` says whether its file was compared with the year's announcement."""

    day: date
    th: str
    en: str
    is_official: bool

    def name(self, language: str) -> str:
        """Return the name in "th" or "en"."""
        return self.en if language == "en" else self.th


@functools.cache
def holidays_of(year_be: int) -> Mapping[date, Holiday]:
    """Return the public holidays of a Buddhist-era year; nothing where there is no file for it."""
    path = _FILES / f"{year_be}.yaml"
    if not path.is_file():
        return MappingProxyType({})
    read = yaml.safe_load(path.read_text(encoding="utf-8"))
    is_official = read["official_status"] == "official"
    days = (Holiday(each["date"], each["th"], each["en"], is_official) for each in read["days"])
    return MappingProxyType({holiday.day: holiday for holiday in days})


def holiday_on(day: date) -> Holiday | None:
    """Return the public holiday of this day, if it is one."""
    return holidays_of(day.year + _ERA).get(day)


def has_holidays(day: date) -> bool:
    """Say whether the holidays of this day's year are known at all."""
    return bool(holidays_of(day.year + _ERA))


def is_weekend(day: date) -> bool:
    """Say whether the day is a Saturday or a Sunday."""
    return day.weekday() >= _SATURDAY


def is_day_off(day: date) -> bool:
    """Say whether offices are closed on this day."""
    return is_weekend(day) or holiday_on(day) is not None


def next_working_day(day: date) -> date:
    """Return the day itself, or the first after it on which offices are open."""
    while is_day_off(day):
        day += timedelta(days=1)
    return day

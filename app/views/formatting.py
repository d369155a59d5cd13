"""How figures, dates, times left and Thai text are written on every page: the filters and globals of the templates."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal
from functools import lru_cache
from typing import Final, Protocol

from flask import Flask
from flask_babel import gettext, ngettext
from markupsafe import Markup

from app.thai import keep_together, thai_date
from app.translations import present_language
from app.views.differences import differences
from workflows.certificate import written_code

_NOT_SCORED: Final = "–"
_BEYOND_ANY_SCORE: Final = 10**12
_TAG: Final = re.compile(r"(<[^>]*>)")


class InBothLanguages(Protocol):
    """Any text that exists in Thai and English, such as a rubric's."""

    def in_language(self, language: str, /) -> str:
        """Return the text in "th" or "en"."""
        ...


def init_formatting(app: Flask) -> None:
    """Give the templates of `app` their filters and globals."""
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        thai=shown,
        when=when,
        in_language=in_language,
        points=points,
        figure=figure,
        whole=whole,
        whole_above=whole_above,
        number=number,
        percent=percent,
        file_size=file_size,
        in_fours=in_fours,
        certificate_code=written_code,
        differences=differences,
    )
    app.jinja_env.tests.update(pair=lambda value: isinstance(value, tuple))
    app.jinja_env.globals.update(
        days=days,
        page_language=page_language,
        time_left=time_left,
        time_left_parts=time_left_parts,
        time_left_text=time_left_text,
        polar=polar,
    )


def page_language() -> str:
    """Return the language of the page being written: "th", or "en" where the reader chose it."""
    return present_language()


def shown(text: str) -> str:
    """Keep compounds and measures of a shown text on one line; tags and their attributes in markup stay as they are."""
    if isinstance(text, Markup):
        return _shown_markup(str(text))
    return keep_together(str(text))


@lru_cache(maxsize=4096)
def _shown_markup(markup: str) -> Markup:
    """The same for markup, which is mostly words of pages that come again and again."""
    parts = _TAG.split(markup)
    return Markup("".join(part if part.startswith("<") else keep_together(part) for part in parts))  # noqa: S704


def when(moment: date | datetime, style: str = "long") -> str:
    """Write a day or an instant in the page's language; the styles are those of `app.thai.thai_date`."""
    return thai_date(moment, page_language(), style)


def days(first: date, last: date) -> str:
    """Write the days from the first to the last, naming the month once where it is the same."""
    same = (first.year, first.month) == (last.year, last.month)
    begin = "" if first == last else f"{first.day}–" if same else f"{when(first, 'short')} – "
    return begin + when(last, "short")


def in_language(text: InBothLanguages) -> str:
    """Pick the page's language of a text that has both."""
    return text.in_language(page_language())


@lru_cache(maxsize=4096)
def points(value: Decimal | int | None) -> str:
    """Write a score with two decimals, half up; a dash where nothing was scored, which is not 0.

    What was typed by mistake and is shown again may be beyond any score: it is none.
    """
    if value is None or abs(Decimal(value)) >= _BEYOND_ANY_SCORE:
        return _NOT_SCORED
    return f"{Decimal(value).quantize(Decimal('0.01'), rounding=ROUND_HALF_UP):,f}"


def figure(value: Decimal | int | None) -> str:
    """Write a score with two decimals only where it has a fraction part: 405.50, but 300."""
    return points(value).removesuffix(".00")


def whole(value: Decimal | int | None) -> str:
    """Write a total as the whole number below it, as PMQA 4.0 and PMQA totals are printed."""
    if value is None:
        return _NOT_SCORED
    return f"{Decimal(value).quantize(Decimal(1), rounding=ROUND_DOWN):,f}"


def whole_above(value: Decimal | int | None) -> str:
    """Write what a total lacks as the whole number above it: with the total as printed it makes up the limit."""
    if value is None:
        return _NOT_SCORED
    return f"{Decimal(value).quantize(Decimal(1), rounding=ROUND_UP):,f}"


def number(value: int) -> str:
    """Write a count with thousands separators."""
    return f"{value:,d}"


def percent(value: Decimal | float, maximum: Decimal | float = 100) -> str:
    """Write a share of `maximum` for an SVG attribute, such as "78.8%", kept between 0 and 100."""
    share = 100 * float(value) / float(maximum)
    return f"{min(max(share, 0.0), 100.0):.4g}%"


def file_size(size: int) -> str:
    """Write a size in bytes as kilobytes or megabytes."""
    if size < 1_000_000:
        return gettext("%(number)s kB", number=f"{max(1, round(size / 1000)):,d}")
    return gettext("%(number)s MB", number=f"{size / 1_000_000:,.1f}")


def in_fours(code: str) -> str:
    """Part a long code into groups of four, so that two people can compare it aloud."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


@dataclass(frozen=True)
class TimeLeft:
    """How far away a deadline is. `stage` is calm, soon (14 days), near (48 hours), grace or past."""

    stage: str
    days: int
    hours: int
    minutes: int


def time_left(closes_at: datetime, now: datetime, grace: timedelta = timedelta()) -> TimeLeft:
    """Measure from `now` to the deadline, or to the end of grace once the deadline has passed."""
    if now < closes_at:
        span = closes_at - now
        stage = "near" if span <= timedelta(hours=48) else "soon" if span <= timedelta(days=14) else "calm"
    else:
        span = max(closes_at + grace - now, timedelta())
        stage = "grace" if span else "past"
    minutes = math.ceil(span / timedelta(minutes=1))
    return TimeLeft(stage=stage, days=minutes // 1440, hours=minutes % 1440 // 60, minutes=minutes % 60)


def time_left_parts(left: TimeLeft) -> tuple[str, str]:
    """Say the time left in its two largest useful units: days and hours, hours and minutes; the second may be empty."""
    if left.stage in ("calm", "soon"):
        hours = ngettext("%(num)s hour", "%(num)s hours", left.hours) if left.stage == "soon" and left.hours else ""
        return ngettext("%(num)s day", "%(num)s days", left.days), hours
    minutes = ngettext("%(num)s minute", "%(num)s minutes", left.minutes)
    whole_hours = left.days * 24 + left.hours
    if not whole_hours:
        return minutes, ""
    return ngettext("%(num)s hour", "%(num)s hours", whole_hours), minutes if left.minutes else ""


def time_left_text(left: TimeLeft) -> str:
    """Say the time left in one piece."""
    return " ".join(part for part in time_left_parts(left) if part)


def polar(place: int, places: int, radius: float, *, centre: tuple[float, float]) -> tuple[float, float]:
    """Return the point at `radius` on one of `places` evenly spread axes, the first pointing up, going clockwise."""
    angle = 2 * math.pi * place / places - math.pi / 2
    return round(centre[0] + radius * math.cos(angle), 1), round(centre[1] + radius * math.sin(angle), 1)

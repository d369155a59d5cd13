"""Reads and writes dates the way Thai officials do: Buddhist era, Thai month names, Bangkok time."""

import re
from datetime import date, datetime, time
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from app.thai.text import thai_digits_to_arabic

BANGKOK: Final = ZoneInfo("Asia/Bangkok")
_ERA: Final = 543
_FIRST_BUDDHIST_YEAR: Final = (
    2400  # years from here on are Buddhist era, below they are common era; no date of an award lies between
)

# fmt: off
_MONTHS: Final = {
    "th": ["มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน", "กรกฎาคม",
           "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม"],
    "en": ["January", "February", "March", "April", "May", "June",
           "July", "August", "September", "October", "November", "December"],
}
_SHORT_MONTHS: Final = {
    "th": ["ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."],
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
}
_WEEKDAYS: Final = {
    "th": ["วันจันทร์", "วันอังคาร", "วันพุธ", "วันพฤหัสบดี", "วันศุกร์", "วันเสาร์", "วันอาทิตย์"],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
}
# fmt: on

_NAMED_MONTHS: Final = {
    name.replace(".", "").lower(): number
    for names in (*_MONTHS.values(), *_SHORT_MONTHS.values())
    for number, name in enumerate(names, start=1)
}

_WEEKDAY: Final = re.compile(r"^(วัน\S+ที่|[a-z]+day,?)\s*")
_ERA_WORD: Final = re.compile(r"(พ\.?ศ\.?|ค\.?ศ\.?)\s*(?=\d)")
_YEAR_FIRST: Final = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_DAY_FIRST: Final = re.compile(r"(?P<day>\d{1,2})\s*[/.\-]\s*(?P<month>\d{1,2})\s*[/.\-]\s*(?P<year>\d{4})")
_NAMED: Final = re.compile(r"(?P<day>\d{1,2})\s*(?P<name>[^\d\s][^\d]*?)\s*(?P<year>\d{4})")
_TIME: Final = re.compile(r"(?P<hour>\d{1,2})[.:](?P<minute>\d{2})(\s*(น\.?|hrs?\.?))?")


class NotADate(ValueError):
    """The text names no day or no time; the message is a plain English sentence."""


class DateStyle(StrEnum):
    """The ways a date is written on a page."""

    LONG = "long"  # 29 มกราคม 2570
    SHORT = "short"  # 29 ม.ค. 2570
    DAY = "day"  # 29 ม.ค.
    WEEKDAY = "weekday"  # วันศุกร์ที่ 29 มกราคม 2570
    MONTH = "month"  # มกราคม 2570
    YEAR = "year"  # 2570
    TIME = "time"  # 16.30 น.
    DATETIME = "datetime"  # 29 มกราคม 2570 เวลา 16.30 น.
    SHORT_DATETIME = "short_datetime"  # 29 ม.ค. 2570 เวลา 16.30 น.
    WEEKDAY_DATETIME = "weekday_datetime"  # วันศุกร์ที่ 29 มกราคม 2570 เวลา 16.30 น.


def thai_date(moment: date | datetime, language: str = "th", style: str = DateStyle.LONG) -> str:
    """Write a day or an instant in Thai (Buddhist era) or English (common era).

    An instant is written in Bangkok time and must have a zone (ValueError). A day has no time of day: a style showing
    one raises TypeError.
    """
    wanted = DateStyle(style)
    local = in_bangkok(moment) if isinstance(moment, datetime) else moment
    match wanted:
        case DateStyle.TIME:
            return _clock(local, language)
        case DateStyle.DATETIME | DateStyle.SHORT_DATETIME | DateStyle.WEEKDAY_DATETIME:
            return _day_and_clock(local, language, wanted)
    return _day(local, language, wanted)


def in_bangkok(instant: datetime) -> datetime:
    """Move an aware instant to Bangkok time. Raises ValueError for one without a zone."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return instant.astimezone(BANGKOK)


def parse_date(text: str) -> date:
    """Read a day written as 2570-01-29, 29/1/2570, 29 ม.ค. 2570 or 29 January 2027, in Thai or Arabic digits.

    The year needs four digits. From 2400 on it is Buddhist era, below that common era, unless พ.ศ. or ค.ศ. says which.
    Raises NotADate.
    """
    written = _WEEKDAY.sub("", " ".join(thai_digits_to_arabic(text).lower().split()))
    era = _ERA_WORD.search(written)
    written = _ERA_WORD.sub("", written)
    for pattern in (_YEAR_FIRST, _DAY_FIRST, _NAMED):
        if found := pattern.fullmatch(written):
            return _existing_day(found.groupdict(), era=era[1] if era else "")
    raise NotADate("Write the date as day, month and year, for example 29 January 2027 or 29/1/2570")


def parse_time(text: str) -> time:
    """Read a time of day written as 16.30, 16:30 or 16.30 น., in Thai or Arabic digits. Raises NotADate."""
    found = _TIME.fullmatch(thai_digits_to_arabic(text).strip().lower())
    if not found or int(found["hour"]) > 23 or int(found["minute"]) > 59:
        raise NotADate("Write the time as hours and minutes, for example 16.30")
    return time(int(found["hour"]), int(found["minute"]))


def _day(local: date, language: str, style: DateStyle) -> str:
    months = _MONTHS if style in (DateStyle.LONG, DateStyle.WEEKDAY, DateStyle.MONTH) else _SHORT_MONTHS
    month = months[language][local.month - 1]
    year = str(local.year + _ERA if language == "th" else local.year)
    match style:
        case DateStyle.YEAR:
            return year
        case DateStyle.MONTH:
            return f"{month} {year}"
        case DateStyle.DAY:
            return f"{local.day} {month}"
        case DateStyle.WEEKDAY:
            weekday = _WEEKDAYS[language][local.weekday()]
            return f"{weekday}{'ที่' if language == 'th' else ''} {local.day} {month} {year}"
    return f"{local.day} {month} {year}"


def _day_and_clock(local: date, language: str, style: DateStyle) -> str:
    of_day = {DateStyle.SHORT_DATETIME: DateStyle.SHORT, DateStyle.WEEKDAY_DATETIME: DateStyle.WEEKDAY}
    day, clock = _day(local, language, of_day.get(style, DateStyle.LONG)), _clock(local, language)
    if language == "th":
        return f"{day} เวลา {clock}"
    return f"{day}, {clock}" if style is DateStyle.SHORT_DATETIME else f"{day}, {clock} (Bangkok)"


def _clock(local: date, language: str) -> str:
    if not isinstance(local, datetime):
        raise TypeError("a day has no time of day")
    return f"{local:%H.%M} น." if language == "th" else f"{local:%H:%M}"


def _existing_day(parts: dict[str, str], *, era: str) -> date:
    year = int(parts["year"])
    if era.startswith("พ") or (not era and year >= _FIRST_BUDDHIST_YEAR):
        year -= _ERA
    month = _month(parts)
    try:
        return date(year, month, int(parts["day"]))
    except ValueError as error:
        raise NotADate("This day is not in the calendar") from error


def _month(parts: dict[str, str]) -> int:
    if "name" not in parts:
        return int(parts["month"])
    name = parts["name"].replace(".", "").strip()
    if name not in _NAMED_MONTHS:
        raise NotADate("Write the name of the month in full or in its usual short form")
    return _NAMED_MONTHS[name]

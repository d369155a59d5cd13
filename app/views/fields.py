"""Form fields that read what Thai people type: dates of both eras, Thai digits, Bangkok time, pasted text."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from datetime import UTC, date, datetime
from decimal import Decimal

from flask_babel import gettext
from wtforms import Field, StringField, TextAreaField
from wtforms.widgets import TextInput

from app.thai import BANGKOK, NotADate, normalise, parse_date, parse_time, thai_date, thai_digits_to_arabic
from app.views.formatting import page_language

_MOST_DIGITS = 9  # what a column of integers holds
_PLAIN_NUMBER = re.compile(r"[+-]?([0-9]{1,40}(\.[0-9]{0,40})?|\.[0-9]{1,40})")


class ThaiText(StringField):
    """One line of text, cleaned as pasted Thai needs."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the text as cleaned."""
        if valuelist:
            self.data = " ".join(normalise(valuelist[0]).split())


class ThaiLongText(TextAreaField):
    """Running text, cleaned as pasted Thai needs."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the text as cleaned."""
        if valuelist:
            self.data = normalise(valuelist[0])


class _Typed(Field, ABC):
    """A value typed as text: what could not be read is shown again as it was typed."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else self.written(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the text, or leave the field empty with a message."""
        self.data = None
        typed = valuelist[0].strip() if valuelist else ""
        if typed:
            self.data = self.read(typed)

    @abstractmethod
    def written(self, value: object) -> str:
        """Write the value as the person would type it."""

    @abstractmethod
    def read(self, typed: str) -> object:
        """Read what was typed; ValueError with a translated sentence where it cannot be read."""


class ThaiDate(_Typed):
    """A day, in either era."""

    def written(self, value: object) -> str:
        """Write the day in the page's era."""
        assert isinstance(value, date)
        return thai_date(value, page_language(), "long")

    def read(self, typed: str) -> date:
        """Read a day of either era."""
        try:
            return parse_date(typed)
        except NotADate as fault:
            raise ValueError(gettext(str(fault))) from fault


class ThaiInstant(_Typed):
    """A day and a time in Bangkok, kept as an aware instant in UTC."""

    def written(self, value: object) -> str:
        """Write day and time in the page's era."""
        assert isinstance(value, datetime)
        local = value.astimezone(BANGKOK)
        return f"{thai_date(local.date(), page_language(), 'long')} {local:%H.%M}"

    def read(self, typed: str) -> datetime:
        """Read "29/1/2570 16.30" and the like."""
        day, _, clock = typed.removesuffix("น.").replace("เวลา", " ").strip().rpartition(" ")
        try:
            local = datetime.combine(parse_date(day), parse_time(clock), tzinfo=BANGKOK)
        except NotADate as fault:
            raise ValueError(gettext("Write day and time, for example 29/1/2570 16.30")) from fault
        return local.astimezone(UTC)


class ThaiDecimal(_Typed):
    """A number, in Thai or Arabic digits, with or without thousands separators."""

    def written(self, value: object) -> str:
        """Write the number without an exponent."""
        assert isinstance(value, Decimal)
        return format(value, "f")

    def read(self, typed: str) -> Decimal:
        """Read the number."""
        plain = thai_digits_to_arabic(typed).replace(",", "")
        if not _PLAIN_NUMBER.fullmatch(plain):  # Decimal reads "1e400000000" and "9_0" too
            raise ValueError(gettext("Write a number"))
        return Decimal(plain)


class ThaiInteger(_Typed):
    """A whole number, in Thai or Arabic digits."""

    def written(self, value: object) -> str:
        """Write the number."""
        return str(value)

    def read(self, typed: str) -> int:
        """Read the whole number."""
        digits = thai_digits_to_arabic(typed).replace(",", "")
        if not digits.removeprefix("-").isdecimal():
            raise ValueError(gettext("Write a whole number"))
        if len(digits) > _MOST_DIGITS:
            raise ValueError(gettext("This number is too large"))
        return int(digits)


class ThaiDays(_Typed):
    """Whole days with commas between them, as text: each once, the most first; "" where there are none."""

    def written(self, value: object) -> str:
        """Write the days as they are kept."""
        return str(value)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the days; a field left empty says that there are none."""
        super().process_formdata(valuelist)
        self.data = self.data or ""

    def read(self, typed: str) -> str:
        """Read the days."""
        parts = [part for part in re.split(r"[\s,]+", thai_digits_to_arabic(typed)) if part]
        if not all(part.isdecimal() and len(part) <= _MOST_DIGITS for part in parts):
            raise ValueError(gettext("Write whole days with a comma between them"))
        return ", ".join(map(str, sorted({int(part) for part in parts}, reverse=True)))

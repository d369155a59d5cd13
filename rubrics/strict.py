"""The base every rubric value stands on: frozen, nothing unknown accepted, all of its own faults reported at once."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Annotated, Any, NamedTuple, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    ValidationError,
    model_validator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError

FAULT = "rubric_fault"
"""The pydantic error type of every fault this package finds itself; such a message is already plain words."""


class Fault(NamedTuple):
    """One thing wrong, at a location relative to the value that found it."""

    location: tuple[str | int, ...]
    message: str


def refuse(title: str, faults: Iterable[Fault], given: object) -> ValidationError:
    """Return one error that carries every fault with its location, for a validator to raise."""
    details = [
        InitErrorDetails(type=PydanticCustomError(FAULT, "{reason}", {"reason": text}), loc=where, input=given)
        for where, text in faults
    ]
    return ValidationError.from_exception_data(title, details)


class Strict(BaseModel):
    """A frozen value that refuses unknown keys; subclasses say in `faults` what else must hold."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    def faults(self) -> Iterator[Fault]:
        """Yield what contradicts itself inside this value; nothing by default."""
        return iter(())

    @model_validator(mode="after")
    def _refuse_its_own_faults(self) -> Self:
        found = list(self.faults())
        if found:
            raise refuse(type(self).__name__, found, None)
        return self


PLAIN_NUMBER = re.compile(r"[-+]?[0-9]{1,18}(\.[0-9]{1,18})?")


def plain_number(value: object) -> Decimal | None:
    """Return a whole number, a Decimal or a decimal string as a Decimal; None for anything else, floats included."""
    if isinstance(value, str):
        return Decimal(value) if PLAIN_NUMBER.fullmatch(value) else None
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    return Decimal(value)


def _exact(value: Any) -> Decimal:
    number = plain_number(value)
    if number is None:
        raise PydanticCustomError(FAULT, "this must be a plain number")
    return number


Number = Annotated[Decimal, BeforeValidator(_exact), Field(allow_inf_nan=False)]
"""An exact decimal: never a float, never a truth value."""
NotNegative = Annotated[Decimal, BeforeValidator(_exact), Field(allow_inf_nan=False, ge=0)]
Percent = Annotated[Decimal, BeforeValidator(_exact), Field(allow_inf_nan=False, ge=0, le=100)]
Count = Annotated[StrictInt, Field(ge=0)]
AtLeastOne = Annotated[StrictInt, Field(ge=1)]
Flag = StrictBool
Identifier = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=60)]
"""An id or code: Latin letters, digits, dot, hyphen, underscore; it is used in addresses and in score sheets."""
Words = Annotated[str, Field(min_length=1)]

_THAI_LETTER = re.compile("[\u0e01-\u0e2e]")
_ANY_THAI = re.compile("[\u0e00-\u0e7f]")
_BROKEN_THAI = re.compile(
    "(?P<space>\\s[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])"
    "|(?P<order>[\u0e48-\u0e4b][\u0e31\u0e34-\u0e39\u0e47])"
    "|(?P<doubled>[\u0e48-\u0e4b]{2}|[\u0e31\u0e34-\u0e39]{2})"
    "|(?P<am>\u0e4d[\u0e48-\u0e4b]?\u0e32|\u0e33[\u0e48-\u0e4b])"
    "|(?P<ae>\u0e40\u0e40)"
    "|(?P<leading>[\u0e40-\u0e44][\u0e30\u0e31\u0e32\u0e33\u0e34-\u0e3a\u0e47-\u0e4e])"
    "|(?P<invisible>[\u200b-\u200f\ufeff\u00ad])"
)
_THAI_MISTAKES = {
    "space": "a space stands before a combining mark",
    "order": "a tone mark stands before a vowel sign",
    "doubled": "a mark is doubled",
    "am": "sara am is broken into parts",
    "ae": "two sara e stand for sara ae",
    "leading": "a mark follows a leading vowel",
    "invisible": "an invisible character is inside",
}


def thai_mistake(text: str) -> str | None:
    """Say in words how `text` is badly encoded Thai, or None where it is well formed NFC."""
    broken = _BROKEN_THAI.search(text)
    if broken is not None and broken.lastgroup is not None:
        return _THAI_MISTAKES[broken.lastgroup]
    return None if unicodedata.is_normalized("NFC", text) else "it is not in Unicode form NFC"


def _thai(text: str) -> str:
    mistake = thai_mistake(text)
    if mistake:
        raise PydanticCustomError(FAULT, "the Thai text is badly written: {mistake}", {"mistake": mistake})
    if not _THAI_LETTER.search(text):
        raise PydanticCustomError(FAULT, "the Thai text holds no Thai letter")
    return text


def _english(text: str) -> str:
    if _ANY_THAI.search(text):
        raise PydanticCustomError(FAULT, "the English text holds Thai letters")
    if not text.strip():
        raise PydanticCustomError(FAULT, "the English text is empty")
    return text


class Text(Strict):
    """One human text in both languages of the system."""

    th: Annotated[str, AfterValidator(_thai)]
    en: Annotated[str, AfterValidator(_english)]

    def in_language(self, language: str) -> str:
        """Return the text in `language` ("th" or "en"); raises KeyError for any other language."""
        return {"th": self.th, "en": self.en}[language]

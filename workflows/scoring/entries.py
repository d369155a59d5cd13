"""Reading single entries of a raw sheet: each gives its value or leaves a fault at its place."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from workflows.errors import Obstacle

# Wider than any figure an agency reports, and narrow enough that no entry can make the arithmetic slow.
_WHOLE_DIGITS = 15
_DECIMALS = 10
_WRITTEN_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_ORDINARY_KEY = re.compile(r"[A-Za-z0-9._@-]{1,60}")
_SHOWN_CHARACTERS = 60


@dataclass(frozen=True)
class Place:
    """Where in the sheet the reading has come to, and every fault found so far, shared by all places of one sheet."""

    path: tuple[str, ...] = ()
    found: list[Obstacle] = field(default_factory=list)

    def inside(self, key: str) -> Place:
        """The place of `key` within this one."""
        return Place((*self.path, key if _ORDINARY_KEY.fullmatch(key) else quoted(key)), self.found)

    def fault(self, message: str, **params: object) -> None:
        """Note one fault here; `message` speaks of `%(place)s` and of `params`."""
        where = " > ".join(self.path)
        self.found.append(Obstacle(message, {"place": where, **params}, field=where))


def quoted(value: object) -> str:
    """A given value as a fault shows it: as JSON writes it, shortened, on one line."""
    match value:
        case None | True | False:
            text = {None: "null", True: "true", False: "false"}[value]
        case Mapping() | list() | tuple():
            text = "an object" if isinstance(value, Mapping) else "a list"
        case int():
            text = str(Decimal(value))
        case _:
            text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= _SHOWN_CHARACTERS else text[: _SHOWN_CHARACTERS - 1] + "…"


def listed(names: Collection[str]) -> str:
    """Names as a fault lists them."""
    return ", ".join(names)


def object_entry(raw: object, at: Place) -> Mapping[str, object] | None:
    """An object with text keys; None, with a fault, for anything else."""
    if isinstance(raw, Mapping):
        return {str(key): value for key, value in raw.items()}
    at.fault("%(place)s: must be an object")
    return None


def list_entry(raw: object, at: Place) -> Sequence[object]:
    """A list; empty, with a fault, for anything else."""
    if isinstance(raw, list | tuple):
        return raw
    at.fault("%(place)s: must be a list")
    return ()


def id_list(raw: object, at: Place) -> Iterator[str]:
    """The ids of a list; notes a fault for each entry that is no text."""
    for entry in list_entry(raw, at):
        if isinstance(entry, str):
            yield entry
        else:
            at.fault("%(place)s: %(value)s is not an id", value=quoted(entry))


def check_keys(
    entry: Mapping[str, object], at: Place, *, required: Sequence[str], optional: Sequence[str] = ()
) -> None:
    """Note every missing and every unknown key of an object."""
    for key in required:
        if key not in entry:
            at.inside(key).fault("%(place)s: is missing")
    for key in entry:
        if key not in required and key not in optional:
            allowed = listed([*required, *optional])
            at.inside(key).fault("%(place)s: is no key of this entry; it takes %(allowed)s", allowed=allowed)


def number_entry(raw: object, at: Place) -> Decimal | None:
    """A decimal given as text or as an exact number; None for null, and, with a fault, for anything else.

    At most 15 digits before and 10 after the point.
    """
    if raw is None:
        return None
    if isinstance(raw, float):
        at.fault("%(place)s: %(value)s is a binary float; give a decimal", value=quoted(raw))
        return None
    value = plain_decimal(raw)
    if value is None:
        at.fault("%(place)s: %(value)s is not a decimal number", value=quoted(raw))
    elif value and (value.adjusted() >= _WHOLE_DIGITS or _decimals(value) > _DECIMALS):
        message = "%(place)s: %(value)s has more than %(whole)s digits before or %(decimals)s after the point"
        at.fault(message, value=quoted(raw), whole=_WHOLE_DIGITS, decimals=_DECIMALS)
        return None
    return value


def plain_decimal(raw: object) -> Decimal | None:
    """The finite decimal that `raw` writes as text (ASCII digits, no exponent), Decimal or int; None if it is none."""
    if isinstance(raw, str):
        return Decimal(raw) if _WRITTEN_NUMBER.fullmatch(raw) else None
    if isinstance(raw, Decimal):
        return (raw or Decimal(0)) if raw.is_finite() else None
    return Decimal(raw) if isinstance(raw, int) and not isinstance(raw, bool) else None


def is_in_range(value: Decimal, low: Decimal, high: Decimal, at: Place) -> bool:
    """Whether `value` lies from `low` to `high`; notes a fault if not."""
    if low <= value <= high:
        return True
    message = "%(place)s: %(value)s does not lie between %(low)s and %(high)s"
    at.fault(message, value=f"{value:f}", low=f"{low:f}", high=f"{high:f}")
    return False


def _decimals(value: Decimal) -> int:
    """Digits after the point, trailing zeros not counted."""
    parts = value.as_tuple()
    assert isinstance(parts.exponent, int)  # the value is finite
    zeros = len(parts.digits) - len("".join(map(str, parts.digits)).rstrip("0"))
    return -parts.exponent - zeros

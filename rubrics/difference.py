"""What differs between two rubrics, in plain words."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

LONGEST_QUOTE = 120
_NAMES = ("id", "code", "band", "value", "path")


def differences(old: dict[str, Any], new: dict[str, Any]) -> tuple[str, ...]:
    """Return one sentence for each part added, removed, moved or changed, in the order of the new content."""
    return tuple(_compared(old, new, ""))


def _compared(old: Any, new: Any, at: str) -> Iterator[str]:
    if isinstance(old, dict) and isinstance(new, dict):
        yield from _compared_parts(old, new, at)
    elif isinstance(old, list) and isinstance(new, list):
        yield from _compared_lists(old, new, at)
    elif old != new or type(old) is not type(new):
        yield f"{at} was {_quoted(old)} and is now {_quoted(new)}."


def _compared_parts(old: dict[str, Any], new: dict[str, Any], at: str) -> Iterator[str]:
    for key in [*new, *(key for key in old if key not in new)]:
        where = f"{at} / {key}" if at else key
        if key not in old:
            yield f"{where} is new: {_quoted(new[key])}."
        elif key not in new:
            yield f"{where} is gone; it was {_quoted(old[key])}."
        else:
            yield from _compared(old[key], new[key], where)


def _compared_lists(old: list[Any], new: list[Any], at: str) -> Iterator[str]:
    before, after = _by_name(old), _by_name(new)
    if before is None or after is None:
        yield from _compared_places(old, new, at)
        return
    for name, part in after.items():
        if name in before:
            yield from _compared(before[name], part, f"{at} / {name}")
        else:
            yield f"{at} / {name} is new: {_quoted(part)}."
    for name, part in before.items():
        if name not in after:
            yield f"{at} / {name} is gone; it was {_quoted(part)}."
    if [name for name in before if name in after] != [name for name in after if name in before]:
        yield f"{at} stand in another order: {', '.join(after)}."


def _compared_places(old: list[Any], new: list[Any], at: str) -> Iterator[str]:
    if not any(isinstance(part, dict | list) for part in (*old, *new)):
        if old != new:
            yield f"{at} was {_quoted(old)} and is now {_quoted(new)}."
        return
    for place in range(max(len(old), len(new))):
        where = f"{at} / {place + 1}"
        if place >= len(old):
            yield f"{where} is new: {_quoted(new[place])}."
        elif place >= len(new):
            yield f"{where} is gone; it was {_quoted(old[place])}."
        else:
            yield from _compared(old[place], new[place], where)


def _by_name(parts: list[Any]) -> dict[str, Any] | None:
    """Return the parts by the name each carries; None where they have none or share one."""
    for key in _NAMES:
        named = {str(part[key]): part for part in parts if isinstance(part, dict) and key in part}
        if len(named) == len(parts):
            return named
    return None


def _quoted(part: Any) -> str:
    """Return a part short enough for a sentence: a text by its Thai and English, a group by its title."""
    if isinstance(part, dict):
        words = part if {"th", "en"} <= part.keys() else part.get("title") or part.get("text") or part.get("label")
        if isinstance(words, dict) and {"th", "en"} <= words.keys():
            return _cut(f"“{words['th']}” (“{words['en']}”)")
        return _cut("; ".join(f"{key}: {_quoted(value)}" for key, value in part.items()))
    if isinstance(part, list):
        return _cut(", ".join(_quoted(each) for each in part) or "nothing")
    if part is None:
        return "nothing"
    if isinstance(part, bool):
        return "yes" if part else "no"
    return f"“{_cut(part)}”" if isinstance(part, str) else str(Decimal(part))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + "…"

"""Numbers of official letters: which comes next, how they are written, and what stands against giving one."""

from __future__ import annotations

import re
from collections.abc import Iterable

from workflows.errors import Obstacle

LONGEST_PREFIX = 30
_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_THAI_DIGIT = re.compile("[๐-๙]")


def next_number(given: Iterable[int]) -> int:
    """Return the number that follows those given this year, the voided ones among them; the first is 1."""
    return max(given, default=0) + 1


def written_number(prefix: str, number: int) -> str:
    """Write a number as on the letter: in Thai digits where its prefix has Thai digits, or no digits at all."""
    is_thai = bool(_THAI_DIGIT.search(prefix)) or not re.search(r"\d", prefix)
    return prefix + (str(number).translate(_THAI) if is_thai else str(number))


def giving_obstacles(*, prefix: str, has_number: bool) -> list[Obstacle]:
    """Return what stands against giving a number: no prefix set yet, or a paper that has its number."""
    against = []
    if not prefix:
        against.append(Obstacle("Set the prefix of the letters first"))
    if has_number:
        against.append(Obstacle("This paper has its number already"))
    return against


def prefix_obstacles(prefix: str) -> list[Obstacle]:
    """Return what stands against a prefix: it ends with "/", so that the number stands apart from the office's code."""
    if not prefix.endswith("/") or len(prefix) < len("ก/"):
        return [Obstacle("The prefix ends with /, such as นร ๑๒๐๐/", field="begins_with")]
    if len(prefix) > LONGEST_PREFIX:
        return [Obstacle("The prefix is too long", field="begins_with")]
    return []

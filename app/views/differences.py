"""Finds what differs between two versions of a text, in pieces a reader can follow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby
from typing import Final

import regex

# No spaces part Thai words, so Thai is compared letter by letter with its marks, everything else word by word; a figure
# such as 15,200.50 is one word, and so is the name of a month.
_MONTH: Final = "(?:มกรา|มีนา|พฤษภา|กรกฎา|สิงหา|ตุลา|ธันวา)คม|(?:เมษา|มิถุนา|กันยา|พฤศจิกา)ยน|กุมภาพันธ์"
_PIECE: Final = regex.compile(rf"{_MONTH}|\p{{N}}+(?:[.,]\p{{N}}+)+|[\p{{L}}\p{{N}}--\p{{Thai}}]+|\X", regex.V1)
_TOO_SHORT_TO_STAND: Final = 2
_LONG_ENOUGH_TO_STAND: Final = 12
_TOO_LITTLE_IN_COMMON: Final = 0.25
_LONGEST: Final = 20_000


_Step = tuple[str, int, int, int, int]


class Kind(StrEnum):
    """Whether a piece is in both versions or in one."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True)
class Difference:
    """A stretch of text and the version it belongs to."""

    kind: Kind
    text: str


def differences(old: str, new: str) -> list[Difference]:
    """Return the stretches that turn `old` into `new`, in reading order; together they hold both texts completely."""
    if len(old) + len(new) > _LONGEST:
        return _joined([(Kind.REMOVED, old), (Kind.ADDED, new)])
    before, after = _PIECE.findall(old), _PIECE.findall(new)
    steps = _without_chance(list(SequenceMatcher(None, before, after, autojunk=False).get_opcodes()))
    stretches: list[tuple[Kind, str]] = []
    for step, start, end, new_start, new_end in steps:
        if step == "equal":
            stretches.append((Kind.SAME, "".join(before[start:end])))
        else:
            stretches.append((Kind.REMOVED, "".join(before[start:end])))
            stretches.append((Kind.ADDED, "".join(after[new_start:new_end])))
    kept = sum(len(text) for kind, text in stretches if kind is Kind.SAME)
    if kept < _TOO_LITTLE_IN_COMMON * min(len(old), len(new)):
        return _joined([(Kind.REMOVED, old), (Kind.ADDED, new)])
    return _joined(stretches)


def _without_chance(steps: list[_Step]) -> list[_Step]:
    """Let changes swallow what lies between them and only happens to agree, until nothing more is swallowed."""
    place = 1
    while place < len(steps) - 1:
        if _is_chance(steps, place):
            before, after = steps[place - 1], steps[place + 1]
            steps[place - 1 : place + 2] = [("replace", before[1], after[2], before[3], after[4])]
            place = max(1, place - 2)
        else:
            place += 1
    return steps


def _is_chance(steps: Sequence[_Step], place: int) -> bool:
    """Say whether this stretch is equal, short, and smaller than the changes on both of its sides."""
    length = _size(steps[place])
    if steps[place][0] != "equal" or length > _LONG_ENOUGH_TO_STAND:
        return False
    return length <= _TOO_SHORT_TO_STAND or length < min(_size(steps[place - 1]), _size(steps[place + 1]))


def _size(step: _Step) -> int:
    _name, start, end, new_start, new_end = step
    return max(end - start, new_end - new_start)


def _joined(stretches: list[tuple[Kind, str]]) -> list[Difference]:
    """Gather each run of changes into at most one removal and one addition."""
    found: list[Difference] = []
    for is_same, run in groupby(stretches, key=lambda stretch: stretch[0] is Kind.SAME):
        texts = list(run)
        kinds = (Kind.SAME,) if is_same else (Kind.REMOVED, Kind.ADDED)
        for kind in kinds:
            text = "".join(piece for its_kind, piece in texts if its_kind is kind)
            if text:
                found.append(Difference(kind, text))
    return found

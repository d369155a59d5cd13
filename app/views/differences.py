"""Finds what differs between two versions of a text, in pieces a reader can follow."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby
from typing import Final

import regex

# No spaces part Thai words, so Thai is compared letter by letter with its marks, everything else word by word.
_PIECE: Final = regex.compile(r"[\p{L}\p{N}--\p{Thai}]+|\X", regex.V1)
_TOO_SHORT_TO_STAND: Final = 2
_LONGEST: Final = 20_000


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
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    stretches: list[tuple[Kind, str]] = []
    for place, (step, start, end, new_start, new_end) in enumerate(steps):
        between_changes = 0 < place < len(steps) - 1
        if step == "equal" and not (between_changes and end - start <= _TOO_SHORT_TO_STAND):
            stretches.append((Kind.SAME, "".join(before[start:end])))
        else:
            stretches.append((Kind.REMOVED, "".join(before[start:end])))
            stretches.append((Kind.ADDED, "".join(after[new_start:new_end])))
    return _joined(stretches)


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

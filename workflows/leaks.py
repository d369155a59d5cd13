"""What a feedback report must not tell: who assessed, who else entered, and figures that are hidden."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from workflows.errors import Obstacle
from workflows.feedback import texts_of

# Longest first: of two that fit, the longer is the title.
_TITLES = sorted(
    (
        *("นางสาว", "น.ส.", "นาย", "นาง", "เด็กชาย", "เด็กหญิง", "คุณหญิง", "คุณ", "หม่อมหลวง", "ม.ล.", "ม.ร.ว."),
        *("ศาสตราจารย์", "รองศาสตราจารย์", "ผู้ช่วยศาสตราจารย์", "อาจารย์", "ศ.", "รศ.", "ผศ.", "อ.", "ดร."),
        *("นพ.", "พญ.", "นายแพทย์", "แพทย์หญิง", "ว่าที่", "พล.อ.", "พล.ท.", "พล.ต.", "พ.อ.", "พ.ท.", "พ.ต."),
        *("ร.อ.", "ร.ท.", "ร.ต.", "พล.ต.อ.", "พล.ต.ท.", "พล.ต.ต.", "Mr.", "Mrs.", "Miss", "Ms.", "Dr."),
        *("Associate Professor", "Assistant Professor", "Assoc. Prof.", "Asst. Prof.", "Professor", "Prof."),
    ),
    key=len,
    reverse=True,
)
_SHORTEST_PART, _SHORTEST_NAME = 3, 6
_BELOW_OR_ABOVE = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
_THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_FIGURE = r"\d{1,4}(?:,\d{3})*(?:\.\d+)?"
_SCORE = re.compile(
    rf"(?:คะแนน|scores?|scored)\s*(?:รวม|เท่ากับ|ได้|of|is|was|:)?\s*{_FIGURE}"
    rf"|{_FIGURE}\s*(?:คะแนน|points?\b|/\s*(?:100|500|1,?000)\b)",
    re.IGNORECASE,
)


class LeakKind(StrEnum):
    """Whom or what a text gives away."""

    ASSESSOR = "assessor"
    OTHER = "other"
    SCORE = "score"


_SAID = {
    LeakKind.ASSESSOR: "The text names an assessor: %(found)s",
    LeakKind.OTHER: "The text names another application: %(found)s",
    LeakKind.SCORE: "The text tells a score that this programme hides: %(found)s",
}


@dataclass(frozen=True)
class Leak:
    """One hit: what was found, and the line it stands in. What is confirmed is this hit in this very line."""

    kind: LeakKind
    found: str
    line: str

    @property
    def key(self) -> str:
        """The name of the hit; it changes when its line does."""
        return hashlib.sha256(f"{self.kind}\n{self.found}\n{self.line}".encode()).hexdigest()

    @property
    def obstacle(self) -> Obstacle:
        """The hit as a reason against approving the report."""
        return Obstacle(_SAID[self.kind], {"found": self.found})


@dataclass(frozen=True)
class Guarded:
    """What must stay out of one report.

    `assessors` are full names of everybody who sat on a panel, in both languages; `others` the codes, titles and
    agencies of the other applications; `own` what belongs to the application itself and may be said. `totals` are the
    printed totals, and where `hides_scores` no figure may be written as a score at all.
    """

    assessors: Collection[str] = ()
    others: Collection[str] = ()
    own: Collection[str] = ()
    totals: Collection[str] = ()
    hides_scores: bool = False


def without_title(name: str) -> str:
    """Return a name without the titles before it, whether they stand apart or joined to the first name."""
    rest = " ".join(name.split())
    while (title := next((each for each in _TITLES if rest.startswith(each)), None)) and len(rest) > len(title):
        rest = rest.removeprefix(title).lstrip()
    return rest


def parts_of(name: str) -> list[str]:
    """Return what gives a person away: the whole name without titles, the first name, the family name.

    Parts of fewer than three letters are left out: they stand in any text.
    """
    bare = without_title(name)
    parts = [bare, *bare.split()] if " " in bare else [bare]
    return list(dict.fromkeys(part for part in parts if len(part) >= _SHORTEST_PART and not part.isdecimal()))


def find_leaks(content: Mapping[str, Any], guarded: Guarded) -> list[Leak]:
    """Return every hit in a report's texts, once for each line, in reading order."""
    people = [part for name in guarded.assessors for part in parts_of(name)]
    others = [name for name in guarded.others if len(name) >= _SHORTEST_NAME]
    found = []
    for line in _lines_of(content):
        found += [*_named(line, people, others, guarded.own), *_figures(line, guarded)]
    return list(dict.fromkeys(found))


class Names:
    """Very many names to look for at once: what that takes goes by the length of a text, not by how many names."""

    def __init__(self, names: Iterable[str]) -> None:
        self._named: dict[str, list[str]] = defaultdict(list)
        self._lengths: dict[str, set[int]] = defaultdict(set)
        for name in dict.fromkeys(names):
            if len(name) >= _SHORTEST_NAME:
                folded = name.casefold()
                self._named[folded].append(name)
                self._lengths[folded[:_SHORTEST_NAME]].add(len(folded))

    def within(self, content: Mapping[str, Any]) -> set[str]:
        """Return every name whose letters stand somewhere in a report; `find_leaks` judges whether one is told."""
        found: set[str] = set()
        for line in map(str.casefold, _lines_of(content)):
            for place in range(len(line) - _SHORTEST_NAME + 1):
                for length in self._lengths.get(line[place : place + _SHORTEST_NAME], ()):
                    found.update(self._named.get(line[place : place + length], ()))
        return found


def _lines_of(content: Mapping[str, Any]) -> Iterator[str]:
    for text in texts_of(content):
        yield from filter(None, (" ".join(each.split()) for each in text.splitlines()))


def _named(line: str, people: list[str], others: list[str], own: Collection[str]) -> Iterator[Leak]:
    rest = line
    for mine in sorted(filter(None, own), key=len, reverse=True):
        rest = rest.replace(mine, " ")
    for kind, names in ((LeakKind.ASSESSOR, people), (LeakKind.OTHER, others)):
        for name in _longest(name for name in names if _stands_in(name, rest)):
            yield Leak(kind, name, line)


def _longest(names: Iterable[str]) -> list[str]:
    """Leave out a part of a name that is found whole."""
    found = list(dict.fromkeys(names))
    return [name for name in found if not any(name != other and name in other for other in found)]


def _stands_in(name: str, line: str) -> bool:
    """Say whether a name stands in a line: Latin letters as whole words, Thai where no vowel or tone mark follows."""
    if name not in line and (not name.isascii() or name.casefold() not in line.casefold()):
        return False
    if name.isascii():
        return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", line, re.IGNORECASE) is not None
    return re.search(rf"{re.escape(name)}(?![{_BELOW_OR_ABOVE}])", line) is not None


def _figures(line: str, guarded: Guarded) -> Iterator[Leak]:
    if not guarded.hides_scores:
        return
    plain = line.translate(_THAI_DIGITS)
    for total in guarded.totals:
        if re.search(rf"(?<![\d.]){re.escape(total)}(?:\.0+)?(?![\d]|\.\d)", plain):
            yield Leak(LeakKind.SCORE, total, line)
    for match in _SCORE.finditer(plain):
        if not any(total in match[0] for total in guarded.totals):
            yield Leak(LeakKind.SCORE, match[0], line)

"""Scores as assessors gave them, one row an application and an assessor: read from a file, and seen as a network."""

from __future__ import annotations

import csv
import hashlib
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property

NEEDED = ("application", "assessor", "score")
_MOST = Decimal(10) ** 9
Panel = tuple[tuple[int, float], ...]


class RatingFaults(ValueError):
    """A file of scores that cannot be read; `faults` holds every reason as a sentence."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(self.faults))


@dataclass(frozen=True)
class Rating:
    """One score; `beside` holds what further columns of the row say."""

    application: str
    assessor: str
    score: Decimal
    beside: Mapping[str, str]


@dataclass(frozen=True)
class Ratings:
    """Every score of a round, each pair of application and assessor at most once."""

    rows: tuple[Rating, ...]
    columns: tuple[str, ...] = ()
    sha256: str = ""

    @cached_property
    def applications(self) -> tuple[str, ...]:
        """The applications by name."""
        return tuple(sorted({row.application for row in self.rows}))

    @cached_property
    def assessors(self) -> tuple[str, ...]:
        """The assessors by name."""
        return tuple(sorted({row.assessor for row in self.rows}))

    @cached_property
    def scores(self) -> tuple[tuple[Decimal, ...], ...]:
        """The scores of each application as they were given, by assessor."""
        return tuple(tuple(row.score for row in rows) for rows in self._by_application)

    @cached_property
    def panels(self) -> tuple[Panel, ...]:
        """The panel of each application: the place of each assessor among `assessors`, and the score."""
        place = {name: number for number, name in enumerate(self.assessors)}
        return tuple(tuple((place[row.assessor], float(row.score)) for row in rows) for rows in self._by_application)

    @cached_property
    def _by_application(self) -> tuple[tuple[Rating, ...], ...]:
        found: dict[str, list[Rating]] = defaultdict(list)
        for row in sorted(self.rows, key=lambda row: (row.application, row.assessor)):
            found[row.application].append(row)
        return tuple(tuple(found[name]) for name in self.applications)

    def of_column(self, name: str) -> Ratings:
        """Return the same rows with another column as the score; a row that leaves it empty is left out."""
        rows = (
            Rating(row.application, row.assessor, Decimal(row.beside[name]), {})
            for row in self.rows
            if row.beside[name]
        )
        return Ratings(tuple(rows), (), self.sha256)


def read_ratings(content: bytes) -> Ratings:
    """Return the scores of a CSV file (UTF-8, columns application, assessor, score; others are kept beside).

    Raises RatingFaults with every fault of the file.
    """
    try:
        lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    except UnicodeDecodeError as fault:
        raise RatingFaults([f"The file is not UTF-8 text: byte {fault.start + 1} cannot be read"]) from None
    except csv.Error as fault:
        raise RatingFaults([f"The file is not CSV: {fault}"]) from None
    head, faults = [name.strip() for name in lines[0]] if lines else [], list[str]()
    faults += [f"The first line names no column {name!r}" for name in NEEDED if name not in head]
    faults += [f"The column {name!r} is named twice" for name in dict.fromkeys(head) if head.count(name) > 1]
    if faults:
        raise RatingFaults(faults)
    rows = tuple(_rows(head, lines[1:], faults))
    if not rows and not faults:
        faults.append("The file holds no scores")
    if faults:
        raise RatingFaults(faults)
    return Ratings(rows, tuple(name for name in head if name not in NEEDED), hashlib.sha256(content).hexdigest())


def _rows(head: list[str], lines: Iterable[list[str]], faults: list[str]) -> Iterator[Rating]:
    seen: dict[tuple[str, str], int] = {}
    for number, cells in enumerate(lines, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(head):
            faults.append(f"Row {number} has {len(cells)} cells, the first line has {len(head)}")
            continue
        said = {name: cell.strip() for name, cell in zip(head, cells, strict=True)}
        missing = [name for name in NEEDED if not said[name]]
        faults += [f"Row {number} has no {name}" for name in missing]
        score = _score(said["score"]) if said["score"] else None
        if said["score"] and score is None:
            faults.append(f"Row {number}: the score {said['score']!r} is not a number between -10^9 and 10^9")
        pair = (said["application"], said["assessor"])
        if not missing and pair in seen:
            faults.append(f"Row {number}: {pair[1]!r} has scored {pair[0]!r} in row {seen[pair]} already")
        seen.setdefault(pair, number)
        if score is not None and not missing:
            yield Rating(*pair, score, {name: cell for name, cell in said.items() if name not in NEEDED})


def _score(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) <= _MOST and "_" not in text else None


def islands_of(ratings: Ratings) -> list[tuple[str, ...]]:
    """Return the groups of assessors that shared applications join, each and all of them by name.

    More than one group: who is strict in one cannot be told from who saw weaker work in the other.
    """
    root = list(range(len(ratings.assessors)))

    def find(place: int) -> int:
        while root[place] != place:
            root[place] = root[root[place]]
            place = root[place]
        return place

    for panel in ratings.panels:
        for place, _score_given in panel[1:]:
            root[find(place)] = find(panel[0][0])
    groups: dict[int, list[str]] = defaultdict(list)
    for place, name in enumerate(ratings.assessors):
        groups[find(place)].append(name)
    return sorted(tuple(names) for names in groups.values())

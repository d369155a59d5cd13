"""Finds what two texts have in common: fingerprints to look up by, and the passages themselves to read."""

from __future__ import annotations

import hashlib
import unicodedata
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from rubrics.likeness import LikenessRules

_GAP = "\0"
_FIGURE = "0"
# A passage that a text repeats is looked for in so many of its places; more would only slow down what repeats itself.
_MOST_PLACES = 8


@dataclass(frozen=True)
class Folded:
    """A text without what copies differ in unseen: `letters`, and where each of them stands in the text."""

    letters: str
    places: tuple[int, ...]

    @property
    def length(self) -> int:
        """Return the number of letters that are the writer's own."""
        return len(self.letters) - self.letters.count(_GAP)


@dataclass(frozen=True)
class Passage:
    """A stretch both texts have: its ends in either text as it was written, and its length in letters."""

    start: int
    end: int
    other_start: int
    other_end: int
    letters: int


@dataclass(frozen=True)
class Piece:
    """A stretch of a text to show: the number of the passage it belongs to, None for what only this text has."""

    text: str
    passage: int | None


def fold(text: str) -> Folded:
    """Keep letters, marks and figures in small letters, every figure as the same one, each with its place.

    So a copy with other spaces, line ends, punctuation or figures is still the same text.
    """
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        kind = unicodedata.category(character)[0]
        if kind in "LMN":
            folded = _FIGURE if kind == "N" else character.lower()
            letters += folded
            places += [place] * len(folded)
    return Folded("".join(letters), tuple(places))


def shingles(texts: Iterable[str], length: int) -> frozenset[str]:
    """Return every run of `length` letters of these texts: what criteria and forms say themselves."""
    folded = (fold(text).letters for text in texts)
    return frozenset(each[at : at + length] for each in folded for at in range(len(each) - length + 1))


def without(folded: Folded, known: frozenset[str], length: int) -> Folded:
    """Take out what is known already, such as a question copied into its answer; what is left keeps its places."""
    letters = list(folded.letters)
    for at in range(len(letters) - length + 1):
        if folded.letters[at : at + length] in known:
            letters[at : at + length] = _GAP * length
    return Folded("".join(letters), folded.places)


def fingerprints(folded: Folded, rules: LikenessRules) -> frozenset[int]:
    """Return the chosen prints, each below 2**63: of every `window` shingles in a row the least (winnowing).

    Any `shingle` + `window` - 1 letters that two texts have in common give both a print in common. A print in common
    proves nothing: two different passages may share one.
    """
    return frozenset(
        chosen
        for run in folded.letters.split(_GAP)
        if len(run) >= rules.shingle
        for chosen in _winnowed(
            [_print(run[at : at + rules.shingle]) for at in range(len(run) - rules.shingle + 1)], rules
        )
    )


def _print(shingle: str) -> int:
    return int.from_bytes(hashlib.blake2b(shingle.encode(), digest_size=8).digest()) >> 1


def _winnowed(prints: Sequence[int], rules: LikenessRules) -> Iterator[int]:
    """The least print of each window; `least` holds the places that may still become it, in rising order."""
    least: deque[int] = deque()
    for at, each in enumerate(prints):
        while least and prints[least[-1]] >= each:
            least.pop()
        least.append(at)
        if least[0] <= at - rules.window:
            least.popleft()
        if at >= min(rules.window, len(prints)) - 1:
            yield prints[least[0]]


def passages(one: Folded, other: Folded, shortest: int) -> tuple[Passage, ...]:
    """Return what `one` has in common with `other`, in the order of `one`, no passage under `shortest` letters.

    Passages do not overlap in `one`; they may in `other`. Their order in `other` does not matter, so text that was
    moved about is found too.
    """
    places = _places(other.letters, shortest)
    found, at = [], 0
    while at <= len(one.letters) - shortest:
        starts = places.get(one.letters[at : at + shortest], ())
        length, start = max(
            ((_common(one.letters, at, other.letters, start), -start) for start in starts), default=(0, 0)
        )
        if length:
            found.append(_passage(one, at, other, -start, length))
        at += length or 1
    return tuple(found)


def _places(letters: str, length: int) -> dict[str, list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for at in range(len(letters) - length + 1):
        shingle = letters[at : at + length]
        if _GAP not in shingle and len(places[shingle]) < _MOST_PLACES:
            places[shingle].append(at)
    return places


def _common(one: str, at: int, other: str, start: int) -> int:
    most, length = min(len(one) - at, len(other) - start), 0
    while length < most and one[at + length] == other[start + length] != _GAP:
        length += 1
    return length


def _passage(one: Folded, at: int, other: Folded, start: int, length: int) -> Passage:
    last = length - 1
    return Passage(
        one.places[at], one.places[at + last] + 1, other.places[start], other.places[start + last] + 1, length
    )


def share(matched: int, length: int) -> Decimal:
    """Return what percent of a text of `length` letters is in common, from 0 to 100."""
    return Decimal(100) * min(matched, length) / length if length else Decimal(0)


def are_alike(matched: int, length: int, other_length: int, rules: LikenessRules) -> bool:
    """Say whether so many letters in common make two texts alike: by their number, or by their share of the shorter."""
    return matched >= rules.least_matched or (
        matched > 0 and share(matched, min(length, other_length)) >= rules.least_share
    )


def pieces(text: str, spans: Iterable[tuple[int, int, int]]) -> tuple[Piece, ...]:
    """Cut a text at these spans of start, end and number; where two overlap, the earlier one goes first.

    A span that ends before it starts holds nothing.
    """
    cut: list[Piece] = []
    at = 0
    for start, end, number in sorted(spans):
        begin = max(start, at)
        if end > begin:
            cut += [Piece(text[at:begin], None), Piece(text[begin:end], number)]
            at = end
    cut.append(Piece(text[at:], None))
    return tuple(piece for piece in cut if piece.text)

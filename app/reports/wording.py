"""The words and figures of the documents in both languages: fixed texts, dates, sizes, scores."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from app.thai import thai_date

NO_FIGURE = "–"
_LANGUAGES = ("th", "en")
_HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True)
class Text:
    """One fixed text of a document in both languages; a place for a value is written %(name)s."""

    th: str
    en: str

    def in_language(self, language: str, **values: object) -> str:
        """Return the text with its values filled in. Raises ValueError for a language the documents do not speak."""
        if language not in _LANGUAGES:
            raise ValueError(f"documents are written in {' and '.join(_LANGUAGES)}, not {language!r}")
        words = self.th if language == "th" else self.en
        return words % values if values else words


def day(value: date, language: str) -> str:
    """Write a day in full, in the era of the language: 29 มกราคม 2570 or 29 January 2027."""
    return thai_date(value, language, "long")


def instant(value: datetime, language: str) -> str:
    """Write an instant in full with its zone, as every receipt and record must show it."""
    written = thai_date(value, language, "datetime").removesuffix(" (Bangkok)")
    return f"{written} (เวลาไทย Asia/Bangkok)" if language == "th" else f"{written} (Asia/Bangkok)"


def award_year(year_be: int, language: str) -> str:
    """Write an award year, kept in the Buddhist era, as the language counts it."""
    return f"{year_be}" if language == "th" else f"{year_be - 543} (B.E. {year_be})"


def figure(value: Decimal | None) -> str:
    """Print a maximum or a limit as pages do: half up, decimals only where it has a fraction; a dash where unknown."""
    return points(value).removesuffix(".00")


def points(value: Decimal | None) -> str:
    """Print the points of an item or criterion as pages do: two decimals always, so that a column of them lines up."""
    if value is None:
        return NO_FIGURE
    return f"{value.quantize(_HUNDREDTH, rounding=ROUND_HALF_UP):,f}"


def total(value: Decimal | None) -> str:
    """Print a total with the decimals it comes with: how many is the rule of its criteria."""
    return NO_FIGURE if value is None else f"{value:,f}"


def rate(value: Decimal | None) -> str:
    """Print a percent with the decimals that say something, two at most: 82.5, but 95 where it came out as 95.00."""
    if value is None:
        return NO_FIGURE
    return f"{value.quantize(_HUNDREDTH, rounding=ROUND_HALF_UP).normalize():f}"


def count(value: int) -> str:
    """Print a number of things with thousands apart."""
    return f"{value:,}"


def file_size(size_bytes: int) -> str:
    """Print the size of a file in the unit a reader expects, rounded up so that nothing is 0 kB."""
    if size_bytes < 1_000_000:
        return f"{-(-size_bytes // 1000):,} kB"
    return f"{Decimal(size_bytes) / 1_000_000:.1f} MB"


def grouped_hash(digest: str, *, groups_per_line: int = 8) -> str:
    """Print a hexadecimal digest in groups of four, so that two of them can be compared by eye."""
    groups = [digest[start : start + 4] for start in range(0, len(digest), 4)]
    lines = [groups[start : start + groups_per_line] for start in range(0, len(groups), groups_per_line)]
    return "\n".join(" ".join(line) for line in lines)

"""Checking a comment against the phrase book, and the book itself for whoever prints its words."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from rubrics.phrase_book import Language, PhraseBook, Severity, prepared
from rubrics.reader import read_file
from rubrics.strict import Text

BOOKS = Path(__file__).parent / "phrases"


@dataclass(frozen=True)
class Finding:
    """One rule a comment breaks; `words` are those found, empty where something is missing."""

    rule_id: str
    severity: Severity
    title: Text
    why: Text
    words: str

    @property
    def blocks_submit(self) -> bool:
        """Tell whether the sheet cannot be submitted until this is mended or explained."""
        return self.severity is Severity.ERROR


def has_book(book_id: str) -> bool:
    """Tell whether there is a phrase book of this id in any edition."""
    return any(BOOKS.glob(f"{book_id}-*.yaml"))


@lru_cache(maxsize=8)
def load_phrases(book_id: str = "feedback-phrases") -> PhraseBook:
    """Return the newest edition of a phrase book; raises LookupError where there is none, RubricFaults for faults."""
    books = [read_file(path, PhraseBook) for path in sorted(BOOKS.glob("*.yaml"))]
    editions = sorted((book for book in books if book.id == book_id), key=lambda book: book.edition)
    if not editions:
        raise LookupError(book_id)
    return editions[-1]


def check_comment(text: str, language: Language, *, is_double: bool = False) -> list[Finding]:
    """Return every rule the comment breaks, in the book's order.

    `is_double` is for comments marked as weighing double, which must also say why they matter to this agency.
    """
    shown = prepared(text)
    findings = []
    for rule in load_phrases().rules:
        if rule.check.kind == "requires_any_for_double" and not is_double:
            continue
        words = rule.broken_by(shown, language)
        if words is not None:
            findings.append(Finding(rule.id, rule.severity, rule.title, rule.why, words))
    return findings

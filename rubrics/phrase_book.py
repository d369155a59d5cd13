"""The shape of a phrase book: rules of comment writing, ways to begin a comment, words of the feedback report."""

import re
import unicodedata
from collections.abc import Iterator
from enum import StrEnum
from functools import cached_property
from typing import Literal

from pydantic import Field

from rubrics.document import Document
from rubrics.provenance import Sourced
from rubrics.strict import AtLeastOne, Count, Fault, Flag, Identifier, Strict, Text

Language = Literal["th", "en"]
LANGUAGES: tuple[Language, ...] = ("th", "en")


class Severity(StrEnum):
    """How much a finding weighs."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class SeverityMeaning(Strict):
    """What a severity means to the writer of a comment."""

    code: Severity
    label: Text
    blocks_submit: Flag


class Patterns(Strict):
    """Regular expressions of each language, matched without regard to case."""

    th: tuple[str, ...] = Field(min_length=1)
    en: tuple[str, ...] = Field(min_length=1)

    def faults(self) -> Iterator[Fault]:
        """Every pattern must compile."""
        for language in LANGUAGES:
            for place, pattern in enumerate(getattr(self, language)):
                try:
                    re.compile(pattern)
                except re.error as error:
                    yield Fault((language, place), f"this is not a regular expression: {error}")

    @cached_property
    def compiled(self) -> dict[str, re.Pattern[str]]:
        """Return one expression for each language that finds any of its patterns."""
        return {
            name: re.compile("|".join(f"(?:{p})" for p in getattr(self, name)), re.IGNORECASE) for name in LANGUAGES
        }


class Limits(Strict):
    """A length limit for each language, in characters as readers see them."""

    th: AtLeastOne
    en: AtLeastOne


class CommentCheck(Strict):
    """What a rule looks for: words to avoid, words of which one is needed, or the length of the opening sentence."""

    kind: Literal["refuses_any", "requires_any", "requires_any_for_double", "max_graphemes_first_sentence"]
    patterns: Patterns | None = None
    limits: Limits | None = None

    def faults(self) -> Iterator[Fault]:
        """A length check has limits, any other has patterns."""
        lengths = self.kind == "max_graphemes_first_sentence"
        if lengths != (self.limits is not None) or lengths == (self.patterns is not None):
            yield Fault((), "a length check has 'limits', every other check has 'patterns'")


class Sentences(Strict):
    """Example comments in each language."""

    th: tuple[str, ...] = ()
    en: tuple[str, ...] = ()


class Examples(Strict):
    """Comments the rule must catch and comments it must let pass."""

    flagged: Sentences
    clean: Sentences


class CommentRule(Strict):
    """One rule of comment writing, with the reason for it and examples that prove it."""

    id: Identifier
    severity: Severity
    title: Text
    why: Text
    check: CommentCheck
    examples: Examples

    def faults(self) -> Iterator[Fault]:
        """The rule must catch every flagged example and none of the clean ones."""
        for kind, wanted in (("flagged", True), ("clean", False)):
            for language in LANGUAGES:
                for place, text in enumerate(getattr(getattr(self.examples, kind), language)):
                    if (self.broken_by(prepared(text), language) is not None) is not wanted:
                        verb = "does not catch" if wanted else "wrongly catches"
                        yield Fault(("examples", kind, language, place), f"the rule {verb} this example")

    def broken_by(self, text: str, language: Language) -> str | None:
        """Return the words of a prepared text that break the rule: "" for something missing, None where it holds."""
        if self.check.limits is not None:
            opening = re.split(r"(?<=[.!?])\s|\n", text, maxsplit=1)[0]
            return opening if visible_length(opening) > getattr(self.check.limits, language) else None
        if self.check.patterns is None:
            return None
        found = self.check.patterns.compiled[language].search(text)
        if self.check.kind == "refuses_any":
            return found.group() if found else None
        return None if found else ""


class Part(Strict):
    """A part of a good comment, or a way to begin one."""

    id: Identifier
    order: AtLeastOne | None = None
    title: Text | None = None
    text: Text


class Starters(Strict):
    """Ways to begin a strength, an opportunity for improvement, a point to verify on site."""

    strength: tuple[Part, ...]
    ofi: tuple[Part, ...]
    site_issue: tuple[Part, ...]


class CommentLimits(Sourced):
    """How many comments of each kind are usual and how long one may be."""

    strengths_typical: Count
    ofi_typical: Count
    site_issue_max: Count
    max_graphemes: AtLeastOne


class ReportPart(Strict):
    """A part of the feedback report and its standing text; words in square brackets are filled in."""

    id: Identifier
    title: Text
    boilerplate: Text
    order: AtLeastOne
    only_if: Literal["site_visit"] | None = None


class StatusLabels(Strict):
    """What the three degrees of proof are called in print."""

    official: Text
    reconstructed: Text
    illustrative: Text


class ReportWords(Strict):
    """The words of the feedback report."""

    title: Text
    sections: tuple[ReportPart, ...]
    disclaimer: Text
    illustrative_banner: Text
    status_labels: StatusLabels


class PhraseBook(Document):
    """Everything of one edition of the phrase book."""

    schema_version: Literal[1]
    applies_to: tuple[Literal["strength", "ofi", "site_issue", "suggestion"], ...]
    preprocess: Text
    severities: tuple[SeverityMeaning, ...]
    anatomy: tuple[Part, ...]
    rules: tuple[CommentRule, ...]
    starters: Starters
    comment_limits: CommentLimits
    report: ReportWords

    def faults(self) -> Iterator[Fault]:
        """Every severity has its meaning, and rules have different ids."""
        if {meaning.code for meaning in self.severities} != set(Severity):
            yield Fault(("severities",), f"the severities must be {', '.join(Severity)}")
        ids = [rule.id for rule in self.rules]
        for place, name in enumerate(ids):
            if name in ids[:place]:
                yield Fault(("rules", place, "id"), f"the id '{name}' is used twice")


_INVISIBLE = re.compile("[\u200b-\u200f\ufeff\u00ad]")
_SPACE_BEFORE_MARK = re.compile("\\s+(?=[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])")


def prepared(text: str) -> str:
    """Return the text as rules read it: NFC, without invisible characters or spaces before combining marks."""
    return _SPACE_BEFORE_MARK.sub("", _INVISIBLE.sub("", unicodedata.normalize("NFC", text)))


def visible_length(text: str) -> int:
    """Count characters as a reader sees them: combining marks and sara am join the letter before them."""
    return sum(not unicodedata.category(each).startswith("M") and each != "\u0e33" for each in text)

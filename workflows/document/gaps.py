"""What is still missing from a document before it may be handed in: every gap with the place to mend it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from rubrics.model import Rubric
from workflows.application import Phase
from workflows.document.questions import Part, Question, QuestionKind, parts
from workflows.errors import N_, Obstacle

Answers = Mapping[str, Any]
Length = Callable[[str], int]
OVER_LIMIT = N_("Shorten this by %(count)s characters")
OVER_PAGES = N_("This takes %(pages)s pages in the report; at most %(most)s are allowed")
OVER_CHOICES = N_("Choose at most %(most)s. Now %(count)s are chosen")
UNFINISHED_ROW = N_("1 row is not filled in completely")
UNFINISHED_ROWS = N_("%(count)s rows are not filled in completely")
NOT_SET: Mapping[str, int] = MappingProxyType({})
"""The pages of a document whose texts nobody had set."""


@dataclass(frozen=True)
class Gap:
    """One thing missing or over its limit, at one question of one part."""

    part_id: str
    question: Question
    obstacle: Obstacle

    @property
    def is_over_limit(self) -> bool:
        """Tell what is too long, or too many, from something that is missing."""
        return self.obstacle.message in (OVER_LIMIT, OVER_CHOICES) or self.is_over_pages

    @property
    def is_over_pages(self) -> bool:
        """Tell a text within its characters that takes too many pages, by its many lines."""
        return self.obstacle.message == OVER_PAGES


def document_gaps(
    rubric: Rubric,
    phase: Phase,
    answers: Answers,
    files: Mapping[str, int],
    length: Length,
    *,
    pages: Mapping[str, int] = NOT_SET,
) -> tuple[Gap, ...]:
    """Return every gap of the document, in its order.

    `answers` holds values by question id, `files` the number of accepted files and `pages` the pages of a text by
    question id; `length` counts grapheme clusters (UAX 29) after normalisation. The pages of the whole need no gap of
    their own: a rubric's limit for them is the sum of its parts', so a part is over its limit where the whole is.
    """
    return tuple(
        gap for part in parts(rubric, phase) for gap in section_gaps(part, answers, files, length, pages=pages)
    )


def section_gaps(
    part: Part, answers: Answers, files: Mapping[str, int], length: Length, *, pages: Mapping[str, int] = NOT_SET
) -> tuple[Gap, ...]:
    """Return the gaps of one part."""
    unsettled = [each for each in part.owing if each.max_pages or not _fits(each, answers.get(each.id))]
    return tuple(
        Gap(part.id, question, obstacle)
        for question in unsettled
        for obstacle in (*_of_question(question, part, answers, files, length), *_of_pages(question, pages))
    )


def _of_pages(question: Question, pages: Mapping[str, int]) -> Iterator[Obstacle]:
    if question.max_pages is not None and pages.get(question.id, 0) > question.max_pages:
        yield Obstacle(OVER_PAGES, {"pages": pages[question.id], "most": question.max_pages}, field=question.id)


def _fits(question: Question, value: object) -> bool:
    """Whether the answer is a text within its limit: what most questions of a finished document hold."""
    if not isinstance(value, str) or question.kind is QuestionKind.FILE:
        return False
    return not is_blank(value) and len(value) <= (question.max_graphemes or len(value))


def is_blank(value: object) -> bool:
    """Say whether an answer counts as not given."""
    if isinstance(value, str):
        return not value or value.isspace()
    if isinstance(value, bool):
        return not value
    if isinstance(value, dict):
        return not any(str(each).strip() for each in value.values())
    return value is None or value in ([], ())


def _of_question(
    question: Question, part: Part, answers: Answers, files: Mapping[str, int], length: Length
) -> Iterator[Obstacle]:
    value = answers.get(question.id)
    if question.kind is QuestionKind.FILE:
        if question.file is not None and files.get(question.id, 0) < question.file.min:
            yield Obstacle("Attach at least %(count)s file", {"count": question.file.min}, field=question.id)
        return
    if is_blank(value):
        if question.required or _explanation_owed(question, part, answers):
            yield Obstacle(_ASK.get(question.kind, "Fill this in"), field=question.id)
        return
    if isinstance(value, str) and question.max_graphemes is not None and len(value) > question.max_graphemes:
        over = length(value) - question.max_graphemes  # never more than its code points, which are counted in no time
        if over > 0:
            yield Obstacle(OVER_LIMIT, {"count": over}, field=question.id)
    if isinstance(value, list):
        yield from _of_list(question, value)


_ASK = {
    QuestionKind.CHOICE: "Choose at least one",
    QuestionKind.DATE: "Enter a date",
    QuestionKind.YES_NO: "Tick to confirm",
    QuestionKind.CONTACT: "Enter a name, a telephone number and an e-mail address",
    QuestionKind.MEASURES: "Add a row",
    QuestionKind.INDICATORS: "Add an indicator",
    QuestionKind.AGENCY: "Choose an agency",
}


def _of_list(question: Question, rows: Collection[Any]) -> Iterator[Obstacle]:
    yield from too_many_chosen(question, rows)
    if question.kind in (QuestionKind.MEASURES, QuestionKind.INDICATORS):
        if len(rows) < question.min_rows:
            missing = question.min_rows - len(rows)
            yield Obstacle("Add at least %(count)s more row", {"count": missing}, field=question.id)
        unfinished = sum(1 for row in rows if blank_cells(question, row))
        if unfinished:
            words = UNFINISHED_ROW if unfinished == 1 else UNFINISHED_ROWS
            yield Obstacle(words, {"count": unfinished}, field=question.id)


def too_many_chosen(question: Question, chosen: object) -> tuple[Obstacle, ...]:
    """Return what stands against a choice of more than the question allows; a draft keeps it until it is mended."""
    if question.kind is not QuestionKind.CHOICE or not isinstance(chosen, list):
        return ()
    if not question.max_choices or len(chosen) <= question.max_choices:
        return ()
    return (Obstacle(OVER_CHOICES, {"most": question.max_choices, "count": len(chosen)}, field=question.id),)


def blank_cells(question: Question, row: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the columns a row of measures or indicators still owes."""
    asked: Iterable[str] = ("title", "unit", "direction", "target", "actual")
    if question.kind is QuestionKind.MEASURES:
        asked = (column.id for column in question.columns)
    return tuple(name for name in asked if is_blank(row.get(name)))


def _explanation_owed(question: Question, part: Part, answers: Answers) -> bool:
    """A level that is claimed by a tick, or an item with indicators, owes its explanation."""
    if question.kind is not QuestionKind.LONG_TEXT or question.node_id is None:
        return False
    if question.level is None:
        return not is_blank(answers.get(f"kpis.{question.node_id}"))
    return any(
        answers.get(other.id) is True
        for other in part.questions
        if other.kind is QuestionKind.TICK and (other.node_id, other.level) == (question.node_id, question.level)
    )

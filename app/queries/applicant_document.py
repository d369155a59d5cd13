"""The document an agency fills in, as its pages show it: where each part stands, and what is missing where."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from app.models import Application, Evidence, FileState
from app.queries.application_content import Content, content_of
from app.queries.criteria import document_parts, rubric_of
from app.queries.deadlines import window_of
from app.thai import grapheme_count
from rubrics.model import Rubric
from workflows.application import EDITABLE, ApplicationState
from workflows.deadlines import Window
from workflows.document import Gap, Part, Question, QuestionKind, section_gaps


@dataclass(frozen=True)
class PartStanding:
    """One part of the document: where it stands and whether it may be edited now.

    `state` is one of the task list's: done, incomplete, not_started, must_fix, should_read where nothing is missing and
    a file was refused, or some_items for a category of which nothing is missing and some items are left empty. `used`
    of `limit` characters are written where the part is one text; its texts take `pages` of `most_pages`, where they
    have a limit of pages.
    """

    part: Part
    number: int
    state: str
    gaps: tuple[Gap, ...]
    is_open: bool
    text: str | None = None
    limit: int | None = None
    files: tuple[Evidence, ...] = ()
    empty_items: tuple[str, ...] = ()
    pages: int = 0

    @property
    def most_pages(self) -> int:
        """How many pages the texts of this part may take; 0 where none has such a limit."""
        return sum(question.max_pages or 0 for question in self.part.questions)

    @cached_property
    def used(self) -> int | None:
        """How many characters are written, where the part is one text; counted when a page asks."""
        return None if self.text is None else grapheme_count(self.text)

    @property
    def counts(self) -> bool:
        """Tell whether the part counts among those to complete: an optional one does while it lacks something.

        So the count says what blocks sending: everything is complete when nothing is missing any more.
        """
        return self.part.required or bool(self.gaps)

    @property
    def items(self) -> tuple[str, ...]:
        """The items of a category; a part that is none has no items."""
        return self.part.items


@dataclass(frozen=True)
class Document:
    """An application's document at hand with everything its pages need."""

    application: Application
    rubric: Rubric
    content: Content
    standings: tuple[PartStanding, ...]
    window: Window

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """Every gap, in the order of the document."""
        return tuple(gap for standing in self.standings for gap in standing.gaps)

    @property
    def total(self) -> int:
        """How many parts there are to complete."""
        return sum(1 for standing in self.standings if standing.counts)

    @property
    def done(self) -> int:
        """How many parts are complete."""
        return sum(1 for standing in self.standings if standing.counts and not standing.gaps)

    @property
    def pages(self) -> int:
        """How many pages the texts of the document take, each begun on a page of its own."""
        return sum(standing.pages for standing in self.standings)

    @property
    def most_pages(self) -> int:
        """How many they may take; a rubric that limits the whole limits it to the sum of its parts."""
        return sum(standing.most_pages for standing in self.standings)

    @property
    def left_empty(self) -> tuple[PartStanding, ...]:
        """The categories with items of which nothing is claimed; each may be left so, and no one should by mistake."""
        return tuple(standing for standing in self.standings if standing.empty_items)

    @property
    def refused_files(self) -> tuple[Evidence, ...]:
        """The files that did not pass the check, each once: the document goes without them."""
        files = (each for standing in self.standings for each in standing.files)
        return tuple({each.id: each for each in files if each.state is FileState.REFUSED}.values())

    @property
    def files_being_checked(self) -> int:
        """How many files are still kept from everybody."""
        return sum(1 for standing in self.standings for each in standing.files if each.state is FileState.QUARANTINED)

    def standing(self, part_id: str) -> PartStanding | None:
        """Return the part of this id, if the document has one."""
        return next((each for each in self.standings if each.part.id == part_id), None)

    def is_editable(self, at: datetime) -> bool:
        """Say whether anything may be edited at this instant."""
        return self.application.state in EDITABLE and self.window.is_open(at)


def document_of(application: Application) -> Document:
    """Read the document at hand in a constant number of statements."""
    return document_with(application, content_of(application), window_of(application))


def document_with(application: Application, content: Content, window: Window) -> Document:
    """Return the same for a list that has read contents and windows of all its applications at once."""
    rubric = rubric_of(application.programme)
    standings = tuple(
        _standing(part, place, application, content) for place, part in enumerate(document_parts(application), start=1)
    )
    return Document(application, rubric, content, standings, window)


def _standing(part: Part, number: int, application: Application, content: Content) -> PartStanding:
    gaps = section_gaps(part, content.answers, content.file_counts, grapheme_count, pages=content.pages)
    files = _files_in(part, content)
    text, limit = _only_text(part, content.answers)
    begun = _begun_items(part, content)
    empty = tuple(item for item in part.items if item not in begun)
    return PartStanding(
        part=part,
        number=number,
        state=_state(part, gaps, files, content.given, is_partly_empty=bool(empty)),
        gaps=gaps,
        is_open=_is_open(part, application),
        text=text,
        limit=limit,
        files=files,
        empty_items=empty,
        pages=sum(content.pages.get(question.id, 0) for question in part.questions) if content.pages else 0,
    )


def _files_in(part: Part, content: Content) -> tuple[Evidence, ...]:
    """The files of one part; most documents have none for long, and hundreds of questions."""
    if not content.files:
        return ()
    return tuple(each for question in part.questions for each in content.files.get(question.id, ()))


def _begun_items(part: Part, content: Content) -> set[str]:
    """Return the items of a category that hold anything at all."""
    if part.node_id is None:
        return set()
    given, files = content.given, content.files
    return {
        question.node_id
        for question in part.questions
        if question.node_id and (question.id in given or question.id in files)
    }


def _is_open(part: Part, application: Application) -> bool:
    if application.state is ApplicationState.RETURNED:
        return part.id in application.returned_sections
    return application.state in EDITABLE


def _state(
    part: Part,
    gaps: tuple[Gap, ...],
    files: tuple[Evidence, ...],
    given: Collection[str],
    *,
    is_partly_empty: bool,
) -> str:
    if any(gap.is_over_limit for gap in gaps):
        return "must_fix"
    if not files and not any(is_answered(question, given) for question in part.questions):
        return "not_started"
    if gaps:
        return "incomplete"
    if any(each.state is FileState.REFUSED for each in files):
        return "should_read"
    return "some_items" if is_partly_empty else "done"


def is_answered(question: Question, given: Collection[str]) -> bool:
    """Say whether somebody answered the question; what the system fills in itself does not count."""
    return question.id != "submitting_agency" and question.id in given


def _only_text(part: Part, answers: Mapping[str, Any]) -> tuple[str | None, int | None]:
    if part.node_id is not None:
        return None, None
    texts = [question for question in part.questions if question.kind is QuestionKind.LONG_TEXT]
    if len(texts) != 1 or texts[0].max_graphemes is None:
        return None, None
    return str(answers.get(texts[0].id) or ""), texts[0].max_graphemes

"""How many pages the texts of an Application Report take, set as the assembled report sets them."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from app.clock import now
from app.models import Application
from app.queries.applicant_document import Document, document_with
from app.queries.application_content import Content, content_of
from app.queries.criteria import document_questions
from app.queries.deadlines import window_of
from app.reports.application_report import KIND
from app.reports.letterhead import frame
from app.reports.pdf import measure
from app.thai import grapheme_count
from workflows.document import Question
from workflows.document.gaps import is_blank

LANGUAGE = "th"
"""The language in which reports are assembled."""


def typeset_document(application: Application) -> Document:
    """Read the document at hand, with the pages its texts take."""
    return document_with(application, typeset_content(application), window_of(application))


def typeset_content(application: Application) -> Content:
    """Read answers and files of an application, with the pages its texts take."""
    content = content_of(application)
    return replace(content, pages=pages_of(document_questions(application).values(), content.answers))


def pages_of(questions: Iterable[Question], answers: Mapping[str, Any]) -> dict[str, int]:
    """Return the pages of each text that has a limit of pages, begun on a page of its own under its heading.

    Left out is what is empty, and what is over its limit of characters: that is told first, and bounds the work.
    """
    return {
        question.id: text_pages(question.title.in_language(LANGUAGE), answers[question.id])
        for question in questions
        if question.max_pages is not None and _is_measured(question, answers.get(question.id))
    }


def _is_measured(question: Question, text: object) -> bool:
    return (
        isinstance(text, str)
        and not is_blank(text)
        and (question.max_graphemes is None or grapheme_count(text) <= question.max_graphemes)
    )


@functools.lru_cache(maxsize=256)
def text_pages(title: str, text: str) -> int:
    """Return how many pages this text takes. Set once for each text: pages and sending ask for it again and again."""
    head = frame(KIND, LANGUAGE, issuer="", code="", subject="", issued_at=now())
    (pages,) = measure("text_pages", {"frame": head, "title": title, "text": text.strip()}, "pages")
    assert isinstance(pages, int), "the template notes a number"
    return pages

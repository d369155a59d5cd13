"""The pages a document is written on, each with its questions: what a browser still keeps is told of page by page."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import url_for

from app.queries.applicant_document import Document
from app.views.applicant.answer_fields import KNOWN_BY_SYSTEM
from app.views.formatting import page_language
from workflows.document import Part, Question, QuestionKind


@dataclass(frozen=True)
class WrittenPage:
    """One page: a part, or one item of a self-assessment. `versions` says as JSON which version each field is at."""

    title: str
    url: str
    versions: str


def written_pages(document: Document) -> list[WrittenPage]:
    """Return the pages of the document at hand, in order."""
    return [
        WrittenPage(
            title=_title(document, part, item),
            url=url_for(".edit_part", application_id=document.application.id, part_id=part.id, item=item),
            versions=json.dumps({each.id: document.content.versions.get(each.id, 0) for each in questions}),
        )
        for standing in document.standings
        for part in [standing.part]
        for item, questions in _by_page(part).items()
    ]


def _title(document: Document, part: Part, item: str | None) -> str:
    if item is None:
        return part.title.in_language(page_language())
    node = document.rubric.node(item)
    return f"{node.number or node.id} {node.title.in_language(page_language())}"


def _by_page(part: Part) -> Mapping[str | None, list[Question]]:
    """The questions somebody types an answer to, by the item whose page they are on."""
    pages: dict[str | None, list[Question]] = {}
    for question in _typed(part):
        pages.setdefault(question.node_id if part.node_id is not None else None, []).append(question)
    return pages


def _typed(part: Part) -> Iterator[Question]:
    return (each for each in part.questions if each.kind is not QuestionKind.FILE and each.id != KNOWN_BY_SYSTEM)

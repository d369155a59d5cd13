"""The fields of one page of the document: the stored answers, or what was typed and could not be saved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from flask_babel import gettext as _

from app.queries.applicant_document import Document
from app.services.answers import StalePatch
from app.services.drafts import PartSaved
from app.views.access import settings
from app.views.applicant.answer_fields import AnswerField, Registry, in_words, shown_value
from app.views.formatting import page_language
from app.views.reasons import sentence
from rubrics.scales import KpiExample
from workflows.document import Question, QuestionKind
from workflows.document.gaps import too_many_chosen
from workflows.errors import Obstacle


def answer_fields(
    document: Document,
    questions: Iterable[Question],
    registry: Registry,
    typed: Mapping[str, object],
    outcome: PartSaved,
) -> list[AnswerField]:
    """Return a field for each question, in order."""
    return [_field(document, question, registry, typed, outcome) for question in questions]


def _field(
    document: Document, question: Question, registry: Registry, typed: Mapping[str, object], outcome: PartSaved
) -> AnswerField:
    stored = document.content.answers.get(question.id)
    stale, refused = outcome.stale.get(question.id), outcome.refused.get(question.id, ())
    standing = tuple(sentence(each) for each in too_many_chosen(question, stored) if not refused and not stale)
    value = typed[question.id] if question.id in typed else shown_value(question, stored, registry)
    return AnswerField(
        question=question,
        language=page_language(),
        value=value,
        version=stale.version if stale else document.content.versions.get(question.id, 0),
        errors=(*_errors(question, refused, stale), *standing),
        standing=standing,
        part_errors={_cell(question, each): sentence(each) for each in refused if _cell(question, each)},
        theirs=in_words(question, stale.theirs, registry) if stale else None,
        mine=in_words(question, stale.yours, registry) if stale else "",
        who=stale.saved_by.name(page_language()) if stale else "",
        files=document.content.files.get(question.id, ()),
        examples=_examples(document, question),
        most_megabytes=min(question.file.max_mb, settings().max_upload_mb) if question.file else 0,
        pages=document.content.pages.get(question.id, 0),
    )


def _examples(document: Document, question: Question) -> tuple[KpiExample, ...]:
    """The indicators the criteria offer for a results item."""
    if question.kind is not QuestionKind.INDICATORS or question.node_id is None:
        return ()
    return document.rubric.node(question.node_id).examples


def _errors(question: Question, refused: Sequence[Obstacle], stale: StalePatch | None) -> tuple[str, ...]:
    errors = tuple(sentence(obstacle) for obstacle in refused if not _cell(question, obstacle))
    if stale is None:
        return errors
    return (*errors, _("Someone else saved this first. Both texts are below; nothing is lost"))


def _cell(question: Question, obstacle: Obstacle) -> str:
    """The cell of a table an obstacle is about, as "row/column"; empty where it is about the whole question."""
    return (obstacle.field or "").removeprefix(question.id).removeprefix("/")


def summary_of(fields: Sequence[AnswerField]) -> list[tuple[str, str]]:
    """Return every error that stood against saving the page, with the way to its field."""
    return [
        *(
            (f"{field.label.text}: {error}", f"#{field.id}")
            for field in fields
            for error in field.errors[: len(field.errors) - len(field.standing)]
        ),
        *(
            (_("Row %(row)s: %(error)s", row=int(cell.partition("/")[0]) + 1, error=error), _anchor(field, cell))
            for field in fields
            for cell, error in field.part_errors.items()
        ),
    ]


def _anchor(field: AnswerField, cell: str) -> str:
    return f"#{field.id}-{cell.replace('/', '-')}"

"""What an application says: its answers, its files, and what is still missing."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import bindparam, exists, func, select
from sqlalchemy.orm import selectinload

from app.extensions import db
from app.models import Answer, AppealFile, Application, Evidence, FileState, VisitFile
from app.queries.criteria import rubric_of
from app.thai import grapheme_count
from workflows.application import ApplicationState, Phase
from workflows.document import Gap, Part, document_gaps, parts
from workflows.document.gaps import is_blank


@dataclass(frozen=True)
class Content:
    """Answers by field, their versions, the files that back each field, and all files whether they back one or not.

    `pages` are those of the texts that have a limit of pages, by field; empty where nobody had them set.
    """

    answers: Mapping[str, Any]
    versions: Mapping[str, int]
    saved_at: datetime | None
    files: Mapping[str, tuple[Evidence, ...]]
    uploaded: tuple[Evidence, ...] = ()
    pages: Mapping[str, int] = dataclasses.field(default_factory=dict)

    @cached_property
    def given(self) -> frozenset[str]:
        """The fields that hold an answer."""
        return frozenset(field for field, value in self.answers.items() if value is True or not is_blank(value))

    @cached_property
    def file_counts(self) -> dict[str, int]:
        """How many accepted files each field has."""
        return {
            field: sum(1 for each in evidence if each.state is not FileState.REFUSED)
            for field, evidence in self.files.items()
        }


# Every page of a document reads these; a statement put together once costs a fraction of one put together each time.
_COLUMNS = Answer.__table__.c
_SAID = select(_COLUMNS.field, _COLUMNS.value, _COLUMNS.version).where(
    _COLUMNS.application_id == bindparam("application_id")
)
_SCORED = select(_COLUMNS.field, _COLUMNS.value).where(
    _COLUMNS.application_id == bindparam("application_id"),
    _COLUMNS.field.startswith("tick.") | _COLUMNS.field.startswith("kpis."),
)
_EVIDENCE = Evidence.__table__.c
# Most documents have no file for long: whether there is one is asked together with when something was saved last.
_BESIDES = select(
    select(func.max(_COLUMNS.saved_at)).where(_COLUMNS.application_id == bindparam("application_id")).scalar_subquery(),
    exists().where(_EVIDENCE.application_id == bindparam("application_id")),
)
_UPLOADED = (
    select(Evidence)
    .where(
        Evidence.application_id == bindparam("application_id"),
        Evidence.removed_at.is_(None),
        Evidence.id.not_in(select(VisitFile.evidence_id)),
        Evidence.id.not_in(select(AppealFile.evidence_id)),
    )
    .options(selectinload(Evidence.links), selectinload(Evidence.file))
    .order_by(Evidence.uploaded_at)
)


def content_of(application: Application) -> Content:
    """Read answers and files of an application in a constant number of statements."""
    here = {"application_id": application.id}
    answers: dict[str, Any] = {}
    versions: dict[str, int] = {}
    for field, value, version in db.session.execute(_SAID, here).all():
        answers[field], versions[field] = value, version
    saved_at, has_files = db.session.execute(_BESIDES, here).one()
    uploaded = _uploaded_to(application) if has_files else ()
    return Content(
        answers=answers,
        versions=versions,
        saved_at=saved_at,
        files=_by_field(uploaded),
        uploaded=uploaded,
    )


def scored_answers(application_id: uuid.UUID) -> dict[str, Any]:
    """Return only the answers a self-assessment is scored by, in one statement."""
    return {row.field: row.value for row in db.session.execute(_SCORED, {"application_id": application_id}).all()}


def files_of(application: Application) -> dict[str, tuple[Evidence, ...]]:
    """Return the files of an application by the field they back up, oldest first."""
    return _by_field(_uploaded_to(application))


def _uploaded_to(application: Application) -> tuple[Evidence, ...]:
    """The files the agency attached and nobody took off again, oldest first; none of a visit or an appeal."""
    return tuple(db.session.scalars(_UPLOADED, {"application_id": application.id}))


def _by_field(evidence: Iterable[Evidence]) -> dict[str, tuple[Evidence, ...]]:
    by_field: dict[str, tuple[Evidence, ...]] = {}
    for each in evidence:
        for link in each.links:
            by_field[link.field] = (*by_field.get(link.field, ()), each)
    return by_field


def gaps_of(application: Application, content: Content | None = None) -> tuple[Gap, ...]:
    """Return every gap of the document at hand."""
    content = content or content_of(application)
    return document_gaps(
        rubric_of(application.programme),
        application.phase,
        content.answers,
        content.file_counts,
        grapheme_count,
        pages=content.pages,
    )


def open_parts(application: Application) -> tuple[Part, ...]:
    """Return the parts that may be edited in the present state: all of them, or those a return names."""
    everything = parts(rubric_of(application.programme), application.phase)
    if application.state is ApplicationState.RETURNED:
        return tuple(part for part in everything if part.id in application.returned_sections)
    return everything


def phase_name(phase: Phase) -> str:
    """Return the msgid of the document's name."""
    return "Application Report" if phase is Phase.REPORT else "Application"

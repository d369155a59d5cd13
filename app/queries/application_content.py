"""What an application says: its answers, its files, and what is still missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.extensions import db
from app.models import Answer, Application, Evidence, FileState
from app.queries.criteria import rubric_of
from app.thai import grapheme_count
from workflows.application import ApplicationState, Phase
from workflows.document import Gap, Part, document_gaps, parts


@dataclass(frozen=True)
class Content:
    """Answers by field, their versions, and the files that back each field."""

    answers: Mapping[str, Any]
    versions: Mapping[str, int]
    saved_at: datetime | None
    files: Mapping[str, tuple[Evidence, ...]]

    @property
    def file_counts(self) -> dict[str, int]:
        """How many accepted files each field has."""
        return {
            field: sum(1 for each in evidence if each.state is not FileState.REFUSED)
            for field, evidence in self.files.items()
        }


def content_of(application: Application) -> Content:
    """Read answers and files of an application in two statements."""
    answers = db.session.scalars(select(Answer).where(Answer.application_id == application.id)).all()
    return Content(
        answers={answer.field: answer.value for answer in answers},
        versions={answer.field: answer.version for answer in answers},
        saved_at=max((answer.saved_at for answer in answers), default=None),
        files=files_of(application),
    )


def files_of(application: Application) -> dict[str, tuple[Evidence, ...]]:
    """Return the files of an application by the field they back up, oldest first."""
    evidence = db.session.scalars(
        select(Evidence)
        .where(Evidence.application_id == application.id, Evidence.removed_at.is_(None))
        .options(selectinload(Evidence.links), selectinload(Evidence.file))
        .order_by(Evidence.uploaded_at)
    ).all()
    by_field: dict[str, tuple[Evidence, ...]] = {}
    for each in evidence:
        for link in each.links:
            by_field[link.field] = (*by_field.get(link.field, ()), each)
    return by_field


def gaps_of(application: Application, content: Content | None = None) -> tuple[Gap, ...]:
    """Return every gap of the document at hand."""
    content = content or content_of(application)
    return document_gaps(
        rubric_of(application.programme), application.phase, content.answers, content.file_counts, grapheme_count
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

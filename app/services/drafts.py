"""Drafts: a whole part saved at once without a script, and a draft given up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from app.extensions import db
from app.models import (
    Advice,
    Answer,
    AnswerVersion,
    Application,
    CarryOver,
    ColleagueComment,
    CoOwner,
    DeclaredInterest,
    Evidence,
    EvidenceLink,
    PartCare,
    Person,
    Presence,
    Snapshot,
)
from app.permissions import Permission, is_allowed
from app.services.answer_values import stored_value
from app.services.answers import StalePatch, editable_question, save_answer
from app.services.events import record
from app.transaction import lock, transactional
from workflows.application import ApplicationState
from workflows.document import Question, QuestionKind
from workflows.document.gaps import is_blank
from workflows.errors import Obstacle, RuleBroken

DRAFT_DELETED = "draft_deleted"


@dataclass
class PartSaved:
    """What became of each field of a part: saved, refused with reasons, or saved by somebody else meanwhile."""

    saved: list[str] = field(default_factory=list)
    refused: dict[str, tuple[Obstacle, ...]] = field(default_factory=dict)
    stale: dict[str, StalePatch] = field(default_factory=dict)

    @property
    def is_complete(self) -> bool:
        """Say whether everything that was typed is saved."""
        return not self.refused and not self.stale


@transactional
def save_part(
    application: Application,
    questions: Sequence[Question],
    raw: Mapping[str, object],
    *,
    versions: Mapping[str, int],
    actor: Person,
    received_at: datetime,
) -> PartSaved:
    """Save every field of a part that was changed. Raises RuleBroken if the part may not be edited at all.

    A field nobody touched is left alone even where somebody else changed it meanwhile: only a person's own change can
    be in conflict with another's.
    """
    application = lock(application)
    typed = [question for question in questions if question.kind is not QuestionKind.FILE]
    if typed:
        editable_question(application, typed[0].id, actor, received_at)
    present, started_from = _present(application), _started_from(application, versions)
    outcome = PartSaved()
    for question in typed:
        try:
            value = stored_value(question, raw.get(question.id))
            version = versions.get(question.id, 0)
            if (is_blank(value) and not version) or _is_untouched(value, question.id, present, started_from):
                continue
            save_answer(
                application, question.id, raw.get(question.id), version=version, actor=actor, received_at=received_at
            )
            outcome.saved.append(question.id)
        except StalePatch as stale:
            outcome.stale[question.id] = stale
        except RuleBroken as broken:
            outcome.refused[question.id] = broken.obstacles
    return outcome


def _present(application: Application) -> dict[str, Any]:
    answers = db.session.scalars(select(Answer).where(Answer.application_id == application.id))
    return {answer.field: answer.value for answer in answers}


def _started_from(application: Application, versions: Mapping[str, int]) -> dict[str, Any]:
    """The values a page that carries these versions was made with, where they have been changed since."""
    kept = db.session.scalars(
        select(AnswerVersion).where(
            AnswerVersion.application_id == application.id, AnswerVersion.field.in_(list(versions))
        )
    )
    return {each.field: each.value for each in kept if each.version == versions[each.field]}


def _is_untouched(value: Any, field_id: str, present: Mapping[str, Any], started_from: Mapping[str, Any]) -> bool:
    if field_id in started_from:
        return bool(value == started_from[field_id])
    return field_id in present and bool(value == present[field_id])


@transactional
def delete_draft(application: Application, *, actor: Person) -> None:
    """Give up a draft that was never handed in: its answers go now, its files after thirty days."""
    application = lock(application)
    against = []
    if not is_allowed(Permission.START_APPLICATION, application, actor):
        against.append(Obstacle("Your role does not allow this step"))
    if application.state is not ApplicationState.DRAFT or application.submitted_at is not None:
        against.append(Obstacle("Only a draft that was never submitted can be deleted"))
    if _is_referred_to(application):
        against.append(Obstacle("Others have worked with this draft. Withdraw it instead"))
    if against:
        raise RuleBroken(against)
    files = _files_of(application)
    record(DRAFT_DELETED, about=application, actor=actor, code=application.code, files=files)
    _delete_rows(application)


def _is_referred_to(application: Application) -> bool:
    return any(
        db.session.scalar(select(model.id).where(model.application_id == application.id).limit(1)) is not None
        for model in (Snapshot, Advice, DeclaredInterest)
    )


def _files_of(application: Application) -> list[str]:
    """The hashes of every file of the draft and of its stripped copies, for the day they go."""
    rows = db.session.execute(
        select(Evidence.sha256, Evidence.clean_sha256).where(Evidence.application_id == application.id)
    )
    return sorted({sha256 for row in rows for sha256 in row if sha256 is not None})


def _delete_rows(application: Application) -> None:
    evidence = select(Evidence.id).where(Evidence.application_id == application.id)
    db.session.execute(delete(EvidenceLink).where(EvidenceLink.evidence_id.in_(evidence)))
    for model in (Evidence, AnswerVersion, Answer, CoOwner, ColleagueComment, PartCare, Presence):
        db.session.execute(delete(model).where(model.application_id == application.id))
    of_a_copy = (CarryOver.application_id == application.id) | (CarryOver.source_id == application.id)
    db.session.execute(delete(CarryOver).where(of_a_copy))
    db.session.expire(application)
    db.session.delete(application)

"""Saving a document field by field: a patch carries the version it started from, and nothing typed is ever lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.clock import now
from app.extensions import db
from app.models import Agency, Answer, AnswerVersion, Application, CoOwner, Person
from app.permissions import Permission, is_allowed
from app.queries.criteria import document_questions
from app.queries.deadlines import window_of
from app.services.answer_values import stored_value
from app.thai import search_key
from app.transaction import lock, transactional
from workflows.application import EDITABLE, ApplicationState
from workflows.document import Question, QuestionKind
from workflows.errors import Obstacle, RuleBroken


class StalePatch(Exception):
    """Somebody saved this field first; both texts are here, and nothing was changed."""

    def __init__(self, yours: Any, theirs: Any, version: int, saved_by: Person, saved_at: datetime) -> None:
        self.yours, self.theirs, self.version = yours, theirs, version
        self.saved_by, self.saved_at = saved_by, saved_at
        super().__init__("someone else saved first")


@dataclass(frozen=True)
class SavedAnswer:
    """A field as it now stands."""

    question: Question
    value: Any
    version: int
    saved_at: datetime


@transactional
def save_answer(
    application: Application, field: str, raw: object, *, version: int, actor: Person, received_at: datetime
) -> SavedAnswer:
    """Save one field. Raises RuleBroken when it may not be edited or read, StalePatch when someone saved first.

    `version` is the version the editor started from: 0 for a field never saved.
    """
    application = lock(application)
    question = editable_question(application, field, actor, received_at)
    answer = db.session.scalars(
        select(Answer).where(Answer.application_id == application.id, Answer.field == field)
    ).one_or_none()
    return _store(application, question, raw, version=version, answer=answer, actor=actor)


@transactional
def save_answers(
    application: Application, given: Mapping[str, tuple[object, int]], *, actor: Person, received_at: datetime
) -> list[SavedAnswer]:
    """Save many fields at once, each with the version it started from: all of them or none.

    Raises RuleBroken when one may not be edited or read, StalePatch when someone saved one of them first.
    """
    application = lock(application)
    check_editing(application, actor, received_at)
    present = {
        answer.field: answer
        for answer in db.session.scalars(
            select(Answer).where(Answer.application_id == application.id, Answer.field.in_(given))
        )
    }
    return [
        _store(
            application,
            open_question(application, field),
            raw,
            version=version,
            answer=present.get(field),
            actor=actor,
        )
        for field, (raw, version) in given.items()
    ]


def _store(
    application: Application, question: Question, raw: object, *, version: int, answer: Answer | None, actor: Person
) -> SavedAnswer:
    value = stored_value(question, raw)
    _check_agencies(question, value)
    if answer is None:
        return _saved(question, _first(application, question.id, value, actor))
    if answer.value == value:
        return _saved(question, answer)
    if answer.version != version:
        raise StalePatch(value, answer.value, answer.version, answer.saved_by, answer.saved_at)
    _keep_version(answer)
    answer.value, answer.version = value, answer.version + 1
    answer.saved_by_id, answer.saved_at = actor.id, now()
    _carry_to_application(application, question.id, value)
    return _saved(question, answer)


def _saved(question: Question, answer: Answer) -> SavedAnswer:
    return SavedAnswer(question, answer.value, answer.version, answer.saved_at)


def editable_question(application: Application, field: str, actor: Person, received_at: datetime) -> Question:
    """Return the question if this person may edit it now; raise RuleBroken with the reason otherwise."""
    check_editing(application, actor, received_at, field=field)
    return open_question(application, field)


def check_editing(application: Application, actor: Person, received_at: datetime, *, field: str | None = None) -> None:
    """Raise RuleBroken unless this person may edit the document at hand now."""
    if not is_allowed(Permission.EDIT_APPLICATION, application, actor):
        raise RuleBroken([Obstacle("Your role does not allow this step", field=field)])
    if application.state not in EDITABLE:
        raise RuleBroken([Obstacle("This document cannot be edited now", field=field)])
    if not window_of(application).is_open(received_at):
        raise RuleBroken([Obstacle("The closing time for this document has passed", field=field)])


def open_question(application: Application, field: str) -> Question:
    """Return a question of the document at hand that the present state lets change."""
    question = document_questions(application).get(field)
    if question is None:
        raise RuleBroken([Obstacle("There is no such field in this document", field=field)])
    if application.state is ApplicationState.RETURNED and question.part_id not in application.returned_sections:
        raise RuleBroken([Obstacle("Only the parts named in the return can be corrected", field=field)])
    return question


def _first(application: Application, field: str, value: Any, actor: Person) -> Answer:
    answer = Answer(
        application_id=application.id, field=field, value=value, version=1, saved_by_id=actor.id, saved_at=now()
    )
    db.session.add(answer)
    _carry_to_application(application, field, value)
    return answer


def _keep_version(answer: Answer) -> None:
    db.session.add(
        AnswerVersion(
            application_id=answer.application_id,
            field=answer.field,
            version=answer.version,
            value=answer.value,
            saved_by_id=answer.saved_by_id,
            saved_at=answer.saved_at,
        )
    )


def _check_agencies(question: Question, value: Any) -> None:
    """An agency is named by its code in the registry."""
    if question.kind not in (QuestionKind.AGENCY, QuestionKind.AGENCY_LIST) or not value:
        return
    codes = [value] if isinstance(value, str) else value
    known = set(db.session.scalars(select(Agency.code).where(Agency.code.in_(codes))))
    unknown = [code for code in codes if code not in known]
    if unknown:
        raise RuleBroken(
            [
                Obstacle(
                    "No agency is called %(names)s. Choose from the list", {"names": ", ".join(unknown)}, question.id
                )
            ]
        )


def _carry_to_application(application: Application, field: str, value: Any) -> None:
    """Title, responsible unit and co-owners live on the application too, for lists, search and conflicts."""
    if field in ("title_th", "title_en", "responsible_unit"):
        setattr(application, field, value)
        application.search_key = search_key(
            f"{application.code} {application.title_th} {application.title_en} {application.responsible_unit}"
        )
    if field == "co_owners":
        _set_co_owners(application, value)


def _set_co_owners(application: Application, codes: list[str]) -> None:
    wanted = set(db.session.scalars(select(Agency.id).where(Agency.code.in_(codes)))) - {application.agency_id}
    for owner in application.co_owners:
        if owner.agency_id not in wanted:
            db.session.delete(owner)
    present = {owner.agency_id for owner in application.co_owners}
    db.session.add_all(CoOwner(application_id=application.id, agency_id=each) for each in wanted - present)

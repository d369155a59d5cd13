"""Files of an application: taken in, kept from everybody until they are checked, and taken off again."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import PurePosixPath
from typing import BinaryIO

from sqlalchemy import func, select

from app.clock import now
from app.extensions import db, settings, storage
from app.models import Application, Evidence, EvidenceLink, FileState, Person, StoredFile
from app.queries.criteria import document_questions
from app.services.answers import check_editing, editable_question, open_question
from app.services.file_checks import first_look
from app.services.file_kinds import FileKind, kind_named, kind_seen
from app.services.refusals import FileRefused
from app.thai import normalise
from app.transaction import composed, lock, promise_wake, transactional
from rubrics.form import FileRule
from workflows.document import Question, QuestionKind
from workflows.document.evidence import FileFacts, file_obstacles, room_obstacles
from workflows.errors import Obstacle, RuleBroken

CHECK_TASK = "evidence.check_waiting"
MEGABYTE = 1 << 20
LONGEST_NAME = 150
_UNSAFE = re.compile(r"[\x00-\x1f\x7f<>:\"|?*\\/]+")


@composed
def attach_file(
    application: Application, field: str, stream: BinaryIO, file_name: str, *, actor: Person, received_at: datetime
) -> Evidence:
    """Take a file in for one field and put it into quarantine. Raises RuleBroken with the reason at the field.

    The bytes are stored between two looks at the rule, outside any transaction.
    """
    question = open_file_field(application, field, actor, received_at)
    assert question.file is not None, "a field that takes files has a rule"
    file = stored_upload(question.file, question.id, stream, file_name)
    return register_file(application, field, file, clean_name(file_name), actor=actor, received_at=received_at)


@transactional
def register_file(
    application: Application, field: str, file: StoredFile, file_name: str, *, actor: Person, received_at: datetime
) -> Evidence:
    """Note a stored file as evidence of one field and ask a worker to check it."""
    application = lock(application)
    open_file_field(application, field, actor, received_at)
    evidence = in_quarantine(application.id, file, file_name, actor=actor, received_at=received_at)
    evidence.links.append(EvidenceLink(field=field))
    db.session.flush()
    return evidence


@composed
def stored_upload(rule: FileRule, field: str, stream: BinaryIO, file_name: str) -> StoredFile:
    """Look at a file and store its bytes, outside any transaction. Raises RuleBroken with the reason at the field."""
    kind, pages = accepted_kind(rule, field, stream, file_name)
    sha256, size = storage().put(stream)
    return StoredFile(sha256=sha256, media_type=kind.media_type, size=size, pages=pages, stored_at=now())


def in_quarantine(
    application_id: uuid.UUID, file: StoredFile, file_name: str, *, actor: Person, received_at: datetime
) -> Evidence:
    """Note a stored file as handed in and ask a worker to check it; what it belongs to is for the caller to note."""
    if db.session.get(StoredFile, file.sha256) is None:
        db.session.add(file)
    evidence = Evidence(
        application_id=application_id,
        sha256=file.sha256,
        file_name=file_name,
        uploaded_by_id=actor.id,
        uploaded_at=received_at,
    )
    db.session.add(evidence)
    db.session.flush()
    promise_wake(CHECK_TASK)
    return evidence


def open_file_field(application: Application, field: str, actor: Person, received_at: datetime) -> Question:
    """The question if it takes files and has room for one more."""
    question = editable_question(application, field, actor, received_at)
    if question.kind is not QuestionKind.FILE or question.file is None:
        raise RuleBroken([Obstacle("There is no such field in this document", field=field)])
    if full := room_obstacles(_files_in(application, field), question.file, field=field):
        raise RuleBroken(full)
    return question


def _files_in(application: Application, field: str) -> int:
    """Count the files of a field; a refused one takes no room."""
    statement = (
        select(func.count())
        .select_from(EvidenceLink)
        .join(Evidence, Evidence.id == EvidenceLink.evidence_id)
        .where(
            Evidence.application_id == application.id,
            Evidence.removed_at.is_(None),
            Evidence.state != FileState.REFUSED,
            EvidenceLink.field == field,
        )
    )
    return db.session.scalar(statement) or 0


@composed
def accepted_kind(rule: FileRule, field: str, stream: BinaryIO, file_name: str) -> tuple[FileKind, int | None]:
    """Kind and pages, as far as they can be told while the person waits; a worker checks what the file may hide.

    Raises RuleBroken with the reason at the field.
    """
    kind = kind_named(file_name)
    file = FileFacts(kind.type if kind else None, _size_of(stream))
    if against := file_obstacles(file, rule, most_mb=most_megabytes(rule), field=field):
        raise RuleBroken(against)
    if kind is None or kind_seen(stream) is not kind:
        raise RuleBroken([Obstacle("What is inside this file is not what its name says", field=field)])
    try:
        file = replace(file, pages=first_look(kind, stream))
    except FileRefused as refused:
        raise RuleBroken([Obstacle(refused.reason, field=field)]) from refused
    if against := file_obstacles(file, rule, most_mb=most_megabytes(rule), field=field):
        raise RuleBroken(against)
    return kind, file.pages


@composed
def most_megabytes(rule: FileRule) -> int:
    """Return how large a file may be: the field's limit under the installation's cap."""
    return min(rule.max_mb, settings().max_upload_mb)


def _size_of(stream: BinaryIO) -> int:
    size = stream.seek(0, 2)
    stream.seek(0)
    return size


def clean_name(file_name: str) -> str:
    """Return a name without folders, control characters and overlong tails; the ending stays."""
    bare = _UNSAFE.sub(" ", normalise(file_name.replace("\\", "/").rpartition("/")[2]))
    name = " ".join(bare.split()).strip(". ") or "file"
    suffix = PurePosixPath(name).suffix[:10]
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - len(suffix)] + suffix


@transactional
def remove_file(evidence: Evidence, *, actor: Person, received_at: datetime) -> None:
    """Take a file off its document while that may be edited. A snapshot that holds it keeps it."""
    evidence = lock(evidence)
    application = lock(db.session.get_one(Application, evidence.application_id))
    check_editing(application, actor, received_at)
    for field in _fields_of(evidence, application):
        open_question(application, field)
    if evidence.removed_at is None:
        evidence.removed_at = now()


def _fields_of(evidence: Evidence, application: Application) -> Sequence[str]:
    """The fields of the document at hand that the file backs up; a file of the other document is not removed here."""
    known = document_questions(application)
    mine = [link.field for link in evidence.links if link.field in known]
    if evidence.links and not mine:
        raise RuleBroken([Obstacle("This document cannot be edited now")])
    return mine

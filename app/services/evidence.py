"""Files of an application: taken in, kept from everybody until they are checked, and taken off again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import PurePosixPath
from typing import BinaryIO

from sqlalchemy import func, select

from app.clock import now
from app.extensions import db, settings, storage
from app.models import Application, Evidence, EvidenceLink, FileState, Person, StoredFile
from app.queries.criteria import document_questions
from app.services.answers import editable_question
from app.services.file_kinds import FileKind, kind_named, kind_seen
from app.thai import normalise
from app.transaction import composed, lock, promise_wake, transactional
from rubrics.form import FileRule
from workflows.document import Question, QuestionKind
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
    question = _open_field(application, field, actor, received_at)
    kind = _acceptable_kind(question, stream, file_name)
    sha256, size = storage().put(stream)
    return register_file(
        application,
        field,
        StoredFile(sha256=sha256, media_type=kind.media_type, size=size, pages=None, stored_at=now()),
        clean_name(file_name),
        actor=actor,
        received_at=received_at,
    )


@transactional
def register_file(
    application: Application, field: str, file: StoredFile, file_name: str, *, actor: Person, received_at: datetime
) -> Evidence:
    """Note a stored file as evidence of one field and ask a worker to check it."""
    application = lock(application)
    _open_field(application, field, actor, received_at)
    if db.session.get(StoredFile, file.sha256) is None:
        db.session.add(file)
    evidence = Evidence(
        application_id=application.id,
        sha256=file.sha256,
        file_name=file_name,
        uploaded_by_id=actor.id,
        uploaded_at=received_at,
    )
    evidence.links.append(EvidenceLink(field=field))
    db.session.add(evidence)
    db.session.flush()
    promise_wake(CHECK_TASK)
    return evidence


def _open_field(application: Application, field: str, actor: Person, received_at: datetime) -> Question:
    """The question if it takes files and has room for one more."""
    question = editable_question(application, field, actor, received_at)
    if question.kind is not QuestionKind.FILE or question.file is None:
        raise RuleBroken([Obstacle("There is no such field in this document", field=field)])
    if _files_in(application, field) >= question.file.max:
        raise RuleBroken(
            [Obstacle("At most %(count)s files fit here. Remove one first", {"count": question.file.max}, field)]
        )
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


def _acceptable_kind(question: Question, stream: BinaryIO, file_name: str) -> FileKind:
    """What name, size and first bytes tell at once; what is inside is checked by a worker."""
    rule, field = question.file, question.id
    assert rule is not None, "a field that takes files has a rule"
    kind = kind_named(file_name)
    if kind is None or kind.type not in rule.types:
        types = ", ".join(name.removesuffix("_of_pdf").upper() for name in rule.types)
        raise RuleBroken([Obstacle("Attach a file of one of these types: %(types)s", {"types": types}, field)])
    size = _size_of(stream)
    if size == 0:
        raise RuleBroken([Obstacle("This file is empty", field=field)])
    most = most_megabytes(rule)
    if size > most * MEGABYTE:
        raise RuleBroken([Obstacle("This file is larger than %(most)s MB", {"most": most}, field)])
    if kind_seen(stream) is not kind:
        raise RuleBroken([Obstacle("What is inside this file is not what its name says", field=field)])
    return kind


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
    for field in _fields_of(evidence, application):
        editable_question(application, field, actor, received_at)
    if evidence.removed_at is None:
        evidence.removed_at = now()


def _fields_of(evidence: Evidence, application: Application) -> Sequence[str]:
    """The fields of the document at hand that the file backs up; a file of the other document is not removed here."""
    known = document_questions(application)
    mine = [link.field for link in evidence.links if link.field in known]
    if not mine:
        raise RuleBroken([Obstacle("This document cannot be edited now")])
    return mine

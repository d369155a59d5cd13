"""Files in quarantine: looked into by a worker, then let out or refused; and files whose day to go has come."""

from __future__ import annotations

import logging
import tempfile
from datetime import datetime, timedelta
from io import BytesIO
from typing import BinaryIO

from sqlalchemy import exists, or_, select

from app.clock import now
from app.extensions import db, settings, storage
from app.models import Application, AssembledDocument, Event, Evidence, FileState, KeptPaper, StoredFile
from app.queries.criteria import rubric_of
from app.queries.handed_in import is_handed_in
from app.services.drafts import DRAFT_DELETED
from app.services.evidence import MEGABYTE, most_megabytes
from app.services.file_checks import Inspected, inspect
from app.services.file_kinds import kind_of
from app.services.refusals import FileRefused
from app.services.virus_scan import ScannerUnreachable, scan
from app.transaction import composed, lock, transactional
from rubrics.form import FileRule
from workflows.application import Phase
from workflows.document import questions
from workflows.errors import N_

log = logging.getLogger(__name__)
KEPT_FOR = timedelta(days=30)
LOST = N_("This file could not be read back. Attach it again")
_IN_MEMORY = 8 << 20


@composed
def files_to_check() -> list[Evidence]:
    """Return the files still in quarantine, oldest first."""
    return list(
        db.session.scalars(
            select(Evidence)
            .where(Evidence.state == FileState.QUARANTINED, Evidence.removed_at.is_(None))
            .order_by(Evidence.uploaded_at)
        )
    )


@composed
def check_file(evidence: Evidence) -> bool:
    """Look into one file outside any transaction and settle it; False where the virus scanner does not answer.

    Running it twice, or in two workers at once, changes nothing more: the same bytes get the same verdict.
    """
    rule, media_type, sha256 = _rule_of(evidence), evidence.file.media_type, evidence.sha256
    db.session.rollback()
    try:
        inspected = _inspected(sha256, media_type, rule)
    except ScannerUnreachable:
        log.warning("virus scanner does not answer; file %s stays in quarantine", evidence.id)
        return False
    except FileRefused as refused:
        settle_file(evidence, refusal=refused.reason, pages=None, clean=None)
        return True
    clean_sha256, size = storage().put(BytesIO(inspected.clean))
    clean = StoredFile(sha256=clean_sha256, media_type=media_type, size=size, pages=inspected.pages, stored_at=now())
    settle_file(evidence, refusal=None, pages=inspected.pages, clean=clean)
    return True


def _inspected(sha256: str, media_type: str, rule: FileRule | None) -> Inspected:
    kind = kind_of(media_type)
    assert kind is not None, "only kinds we know are taken in"
    most = (most_megabytes(rule) if rule else settings().max_upload_mb) * MEGABYTE
    with _copy_of(sha256) as stream:
        socket_path = settings().clamav_socket
        if socket_path is not None:
            scan(stream, socket_path)
            stream.seek(0)
        return inspect(kind, stream, max_pages=rule.max_pages if rule else None, max_bytes=most)


def _copy_of(sha256: str) -> BinaryIO:
    """A copy to read more than once, wherever the original lies."""
    copy = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  # the caller closes it
    try:
        with storage().open(sha256) as original:
            while chunk := original.read(MEGABYTE):
                copy.write(chunk)
    except FileNotFoundError as fault:
        copy.close()
        raise FileRefused(LOST) from fault
    copy.seek(0)
    return copy  # type: ignore[return-value]  # a spooled file reads like any binary file


def _rule_of(evidence: Evidence) -> FileRule | None:
    """The strictest rule in pages among the fields the file backs up, of either document."""
    application = db.session.get_one(Application, evidence.application_id)
    rubric = rubric_of(application.programme)
    known = {name: each for phase in Phase for name, each in questions(rubric, phase).items()}
    rules = [known[link.field].file for link in evidence.links if link.field in known]
    return min((rule for rule in rules if rule), key=lambda rule: rule.max_pages or 10**6, default=None)


@transactional
def settle_file(evidence: Evidence, *, refusal: str | None, pages: int | None, clean: StoredFile | None) -> None:
    """Let a file out of quarantine with its stripped copy, or refuse it with the reason."""
    evidence = lock(evidence)
    if evidence.state is not FileState.QUARANTINED:
        return
    if clean is None:
        evidence.state, evidence.refusal = FileState.REFUSED, refusal
        return
    if db.session.get(StoredFile, clean.sha256) is None:
        db.session.add(clean)
        db.session.flush()
    evidence.file.pages = pages
    evidence.state, evidence.clean_sha256 = FileState.CLEAN, clean.sha256


@composed
def delete_old_files() -> int:
    """Delete the bytes of files whose thirty days are over and that nothing refers to. Returns how many."""
    gone = forget_removed_files(before=now() - KEPT_FOR)
    for sha256 in gone:
        storage().delete(sha256)
    return len(gone)


@transactional
def forget_removed_files(*, before: datetime) -> list[str]:
    """Forget files of deleted drafts, and those taken off a document that no snapshot holds; return their hashes."""
    hashes = set(_of_deleted_drafts(before))
    removed = db.session.scalars(select(Evidence).where(Evidence.removed_at < before)).all()
    for evidence in removed:
        if not is_handed_in(evidence):
            hashes |= {sha256 for sha256 in (evidence.sha256, evidence.clean_sha256) if sha256}
            db.session.delete(evidence)
    db.session.flush()
    return [sha256 for sha256 in sorted(hashes) if _forget(sha256)]


def _of_deleted_drafts(before: datetime) -> set[str]:
    events = db.session.scalars(select(Event).where(Event.kind == DRAFT_DELETED)).all()
    return {sha256 for event in events if datetime.fromisoformat(event.at) < before for sha256 in event.data["files"]}


def _forget(sha256: str) -> bool:
    """Drop the row of a stored file that nothing refers to any more."""
    file = db.session.get(StoredFile, sha256)
    if file is None or _is_referred_to(sha256):
        return False
    db.session.delete(file)
    db.session.flush()
    return True


def _is_referred_to(sha256: str) -> bool:
    """Other evidence may be of the same bytes; a document we made may be, once somebody has attached it somewhere."""
    uses = (
        exists().where((Evidence.sha256 == sha256) | (Evidence.clean_sha256 == sha256)),
        exists().where(AssembledDocument.sha256 == sha256),
        exists().where(KeptPaper.sha256 == sha256),
    )
    return bool(db.session.scalar(select(or_(*uses))))

"""Files that come with an appeal or a complaint: PDF alone, through the same quarantine as everything handed in."""

from __future__ import annotations

from datetime import datetime
from typing import BinaryIO

from app.clock import now
from app.extensions import db
from app.models import Appeal, AppealFile, Evidence, FileState, Person, StoredFile
from app.permissions import Permission, is_allowed
from app.queries.appeals import files_in_state, files_of_appeal
from app.services.events import record
from app.services.evidence import clean_name, in_quarantine, stored_upload
from app.transaction import composed, lock, transactional
from rubrics.form import FileRule
from workflows.appeal import AppealKind, AppealState
from workflows.document.evidence import room_obstacles
from workflows.errors import Obstacle, RuleBroken

FIELD = "file"
RULE = FileRule(types=("pdf",), max=5, max_mb=25)


@composed
def attach_to_appeal(
    appeal: Appeal, stream: BinaryIO, file_name: str, *, actor: Person, received_at: datetime
) -> Evidence:
    """Take a file in for an appeal and put it into quarantine. Raises RuleBroken with the reason at the field."""
    _check_open(appeal, actor)
    file = stored_upload(RULE, FIELD, stream, file_name)
    return register_appeal_file(appeal, file, clean_name(file_name), actor=actor, received_at=received_at)


@transactional
def register_appeal_file(
    appeal: Appeal, file: StoredFile, file_name: str, *, actor: Person, received_at: datetime
) -> Evidence:
    """Note a stored file as part of an appeal and ask a worker to check it."""
    appeal = lock(appeal)
    _check_open(appeal, actor)
    evidence = in_quarantine(appeal.application_id, file, file_name, actor=actor, received_at=received_at)
    db.session.add(AppealFile(evidence_id=evidence.id, appeal_id=appeal.id))
    if appeal.kind is AppealKind.COMPLAINT:  # what an appeal came with is part of what its receipt proves
        record("complaint_file_added", about=appeal, actor=actor, number=appeal.number, sha256=file.sha256)
    return evidence


@transactional
def remove_from_appeal(appeal: Appeal, evidence_id: str, *, actor: Person) -> None:
    """Take a file off a draft; its bytes go after thirty days."""
    appeal = lock(appeal)
    if appeal.state is not AppealState.DRAFT or not is_allowed(Permission.WRITE_APPEAL, appeal, actor):
        raise RuleBroken([Obstacle("It was filed already; nothing of it can be changed")])
    for evidence in files_of_appeal(appeal):
        if str(evidence.id) == evidence_id:
            db.session.delete(db.session.get_one(AppealFile, evidence.id))
            evidence.removed_at = now()


def _check_open(appeal: Appeal, actor: Person) -> None:
    """An agency adds to its draft; staff add the scan of a complaint's letter until it is answered."""
    is_complaint = appeal.kind is AppealKind.COMPLAINT
    against = []
    if not is_allowed(Permission.HANDLE_APPEALS if is_complaint else Permission.WRITE_APPEAL, appeal, actor):
        against.append(Obstacle("Your role does not allow this step"))
    if appeal.state is AppealState.ANSWERED or (not is_complaint and appeal.state is not AppealState.DRAFT):
        against.append(Obstacle("It was filed already; nothing of it can be changed"))
    files = files_of_appeal(appeal)
    against += room_obstacles(len(files) - files_in_state(files, FileState.REFUSED), RULE, field=FIELD)
    if against:
        raise RuleBroken(against)

"""Files of a document: taken in with the page they belong to, taken off again, opened by those who may."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import BinaryIO

from flask import Response, abort, current_app, g
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage, MultiDict

from app.models import Application, Evidence, FileState
from app.permissions import Permission, roles_on
from app.queries.application_content import content_of
from app.queries.handed_in import is_handed_in
from app.services.evidence import attach_file, remove_file
from app.storage import CHUNK, Storage
from app.views.access import current_actor, opens
from app.views.applicant import bp
from workflows.document import Question, QuestionKind
from workflows.errors import Obstacle, RuleBroken
from workflows.roles import AGENCY_ROLES


def attach_files(
    application: Application, questions: Sequence[Question], files: MultiDict[str, FileStorage]
) -> dict[str, tuple[Obstacle, ...]]:
    """Attach every file chosen on the page; return the reasons of those refused, by field."""
    refused: dict[str, tuple[Obstacle, ...]] = {}
    for question in questions:
        if question.kind is not QuestionKind.FILE:
            continue
        for upload in files.getlist(question.id):
            if not upload.filename:
                continue
            try:
                attach_file(
                    application,
                    question.id,
                    upload.stream,  # type: ignore[arg-type]  # the multipart reader's file reads like any binary file
                    upload.filename,
                    actor=current_actor(),
                    received_at=g.received_at,
                )
            except RuleBroken as broken:
                refused[question.id] = (*refused.get(question.id, ()), *broken.obstacles)
    return refused


def remove_chosen(application: Application, form: MultiDict[str, str]) -> None:
    """Take off the file whose button was pressed, if it belongs to this application."""
    chosen = form.get("remove", "")
    for files in content_of(application).files.values():
        for evidence in files:
            if str(evidence.id) == chosen:
                remove_file(evidence, actor=current_actor(), received_at=g.received_at)
                return


@bp.get("/evidence/<uuid:evidence_id>")
@opens(Evidence, Permission.OPEN_EVIDENCE)
def open_evidence(evidence: Evidence) -> ResponseReturnValue:
    """Give a checked file as an attachment: to its agency as it came, to others stripped and once handed in."""
    if evidence.state is not FileState.CLEAN or evidence.clean_sha256 is None:
        abort(404)
    is_own = bool(AGENCY_ROLES & roles_on(evidence, current_actor()))
    if not is_own and not is_handed_in(evidence):
        abort(404)
    if is_own and evidence.removed_at is not None and not is_handed_in(evidence):
        abort(404)
    return _attachment(evidence, evidence.sha256 if is_own else evidence.clean_sha256)


def _attachment(evidence: Evidence, sha256: str) -> Response:
    storage: Storage = current_app.extensions["lertrat_storage"]
    try:
        stream = storage.open(sha256)
    except FileNotFoundError:
        abort(404)
    response = Response(_chunks(stream), mimetype=evidence.file.media_type)
    response.headers.set("Content-Disposition", "attachment", filename=evidence.file_name)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    with stream:
        while chunk := stream.read(CHUNK):
            yield chunk

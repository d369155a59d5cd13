"""Files of a document: taken in with the page they belong to, taken off again, opened by those who may."""

from __future__ import annotations

from collections.abc import Sequence

from flask import abort, g
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage, MultiDict

from app.models import Application, Evidence, FileState
from app.permissions import Permission, roles_on
from app.queries.application_content import content_of
from app.queries.handed_in import is_handed_in, is_of_a_visit, is_of_an_appeal
from app.services.evidence import attach_file
from app.services.evidence_links import link_file, take_off_level
from app.views.access import current_actor, opens
from app.views.applicant import bp
from app.views.stored_files import stored_attachment, stored_to_look_at
from workflows.document import Question, QuestionKind
from workflows.errors import N_, Obstacle, RuleBroken
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


def nothing_chosen(
    questions: Sequence[Question], form: MultiDict[str, str], files: MultiDict[str, FileStorage]
) -> dict[str, tuple[Obstacle, ...]]:
    """The reason against a button that attaches, where it was pressed with nothing chosen at its field."""
    button, _sep, field = form.get("then", "").partition(":")
    is_chosen = form.get(f"link/{field}") or any(upload.filename for upload in files.getlist(field))
    if button not in _NOTHING_CHOSEN or is_chosen:
        return {}
    known = (question for question in questions if question.kind is QuestionKind.FILE and question.id == field)
    return {question.id: (Obstacle(_NOTHING_CHOSEN[button], field=field),) for question in known}


_NOTHING_CHOSEN = {"attach": N_("Choose a file first"), "use": N_("Choose one of the attached files first")}


def link_chosen(
    application: Application, questions: Sequence[Question], form: MultiDict[str, str]
) -> dict[str, tuple[Obstacle, ...]]:
    """Link every file chosen from those attached already; return the reasons of those refused, by field."""
    refused: dict[str, tuple[Obstacle, ...]] = {}
    for question in questions:
        evidence = _uploaded(application, form.get(f"link/{question.id}", ""))
        if question.kind is not QuestionKind.FILE or evidence is None:
            continue
        try:
            link_file(evidence, question.id, actor=current_actor(), received_at=g.received_at)
        except RuleBroken as broken:
            refused[question.id] = broken.obstacles
    return refused


def remove_chosen(application: Application, form: MultiDict[str, str]) -> None:
    """Take the file whose button was pressed off the field the button stands in, if it belongs to this application."""
    chosen, _sep, field = form.get("remove", "").partition("/")
    evidence = _uploaded(application, chosen)
    if evidence is not None and any(link.field == field for link in evidence.links):
        take_off_level(evidence, field, actor=current_actor(), received_at=g.received_at)


def _uploaded(application: Application, chosen: str) -> Evidence | None:
    """The file of this application with this id."""
    if not chosen:
        return None
    return next((each for each in content_of(application).uploaded if str(each.id) == chosen), None)


@bp.get("/evidence/<uuid:evidence_id>")
@opens(Evidence, Permission.OPEN_EVIDENCE)
def open_evidence(evidence: Evidence) -> ResponseReturnValue:
    """Give a checked file as an attachment: to its agency as it came, to others stripped and once handed in."""
    sha256 = _bytes_for_reader(evidence)
    return stored_attachment(sha256, media_type=evidence.file.media_type, name=evidence.file_name)


@bp.get("/evidence/<uuid:evidence_id>/view")
@opens(Evidence, Permission.OPEN_EVIDENCE)
def view_evidence(evidence: Evidence) -> ResponseReturnValue:
    """Show a checked PDF or picture in a frame of ours, to whoever may download it; the stripped copy, always."""
    _bytes_for_reader(evidence)
    assert evidence.clean_sha256 is not None, "a clean file has its copy"
    return stored_to_look_at(evidence.clean_sha256, name=evidence.file_name)


def _bytes_for_reader(evidence: Evidence) -> str:
    """Return the hash of the bytes that whoever is signed in may have, or answer 404."""
    if evidence.state is not FileState.CLEAN or evidence.clean_sha256 is None:
        abort(404)
    roles = roles_on(evidence, current_actor())
    is_own = bool(AGENCY_ROLES & roles)
    if not (is_own or is_handed_in(evidence) or is_of_a_visit(evidence) or is_of_an_appeal(evidence)):
        abort(404)
    if is_own and evidence.removed_at is not None and not is_handed_in(evidence):
        abort(404)
    return evidence.sha256 if is_own else evidence.clean_sha256

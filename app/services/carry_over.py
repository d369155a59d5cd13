"""Beginning a draft from an earlier application of the agency: last year's answers, or a copy within one programme."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from app.clock import now
from app.extensions import db
from app.models import Application, CarryOver, Evidence, EvidenceLink, FileState, Person, Programme
from app.permissions import Permission, is_allowed
from app.queries.criteria import document_questions, rubric_of
from app.queries.last_year import said_then
from app.services.answers import save_answers
from app.services.applications import start_application
from app.services.events import record
from app.transaction import transactional
from workflows.application import Phase
from workflows.document import questions
from workflows.document.carrying import Carried, LeftOut, carry
from workflows.errors import Obstacle, RuleBroken


@transactional
def start_from_earlier(
    source: Application, programme: Programme, *, actor: Person, received_at: datetime
) -> Application:
    """Begin a draft that says what an earlier application said, item by item, as far as the criteria still ask for it.

    Files go on by a new link to the same bytes. What has no place any more is left out and listed. Raises RuleBroken if
    the criteria are other ones, or if the programme is not open to this agency.
    """
    _check(source, programme, actor)
    application = start_application(programme, source.agency, actor=actor, received_at=received_at)
    then = said_then(source)
    carried = carry(
        questions(rubric_of(source.programme), Phase.ENTRY),
        document_questions(application),
        then.answers,
        then.files,
        years=programme.cycle.year_be - source.programme.cycle.year_be,
    )
    given = {field: (value, 0) for field, value in carried.answers.items()}
    save_answers(application, given, actor=actor, received_at=received_at)
    files = _link_files(application, _wanted(then.files, carried), actor)
    _remember(application, source, carried, files, actor)
    return application


def _check(source: Application, programme: Programme, actor: Person) -> None:
    against = []
    if not is_allowed(Permission.START_APPLICATION, source, actor):
        against.append(Obstacle("Only the agency's coordinator can start an application"))
    if rubric_of(source.programme).id != rubric_of(programme).id:
        against.append(
            Obstacle("Only an application by the same criteria, of this or an earlier edition, can be copied")
        )
    if programme.cycle.year_be < source.programme.cycle.year_be:
        against.append(Obstacle("An application is copied into the same or a later cycle"))
    if against:
        raise RuleBroken(against)


def _wanted(files: Mapping[str, Iterable[uuid.UUID]], carried: Carried) -> dict[uuid.UUID, list[str]]:
    """The fields each file goes on in; a file that backs up several stays one file."""
    fields: dict[uuid.UUID, list[str]] = defaultdict(list)
    for field in sorted(carried.file_fields):
        for evidence_id in files[field]:
            fields[evidence_id].append(field)
    return fields


def _link_files(application: Application, wanted: Mapping[uuid.UUID, list[str]], actor: Person) -> int:
    """Only what was found clean goes on: it is not looked into again, for its bytes are the same."""
    taken = 0
    for evidence_id, fields in wanted.items():
        earlier = db.session.get(Evidence, evidence_id)
        if earlier is None or earlier.state is not FileState.CLEAN:
            continue
        copy = Evidence(
            application_id=application.id,
            sha256=earlier.sha256,
            clean_sha256=earlier.clean_sha256,
            file_name=earlier.file_name,
            caption=earlier.caption,
            state=FileState.CLEAN,
            uploaded_by_id=actor.id,
            uploaded_at=now(),
        )
        copy.links = [EvidenceLink(field=field) for field in fields]
        db.session.add(copy)
        taken += 1
    return taken


def _remember(application: Application, source: Application, carried: Carried, files: int, actor: Person) -> None:
    db.session.add(
        CarryOver(
            application_id=application.id,
            source_id=source.id,
            carried_by_id=actor.id,
            carried_at=now(),
            answers=len(carried.answers),
            files=files,
            left_out=[_kept(each) for each in carried.left_out],
        )
    )
    db.session.flush()
    record(
        "answers_carried_over",
        about=application,
        actor=actor,
        source=str(source.id),
        answers=len(carried.answers),
        files=files,
        left_out=len(carried.left_out),
    )


def _kept(left: LeftOut) -> dict[str, Any]:
    return {
        "field": left.field,
        "th": left.title.th,
        "en": left.title.en,
        "node": left.node_id,
        "why": left.why.value,
    }

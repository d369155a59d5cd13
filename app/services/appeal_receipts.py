"""Receiving an appeal or a complaint: frozen to the byte, numbered, recorded, and told to whom it concerns."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from app.extensions import db
from app.messages import outbox
from app.models import Appeal, Evidence, Person
from app.queries.appeals import answer_due, next_appeal_number
from app.queries.application_facts import officers_of, team_of
from app.services.events import record
from app.services.moves import naming
from app.services.snapshots import sealed
from app.transaction import in_use_case
from workflows.appeal import AppealKind, AppealState


def receive(appeal: Appeal, files: Sequence[Evidence], *, actor: Person, received_at: datetime) -> None:
    """Freeze what was handed in and give it its number and event, inside the use case that let it in."""
    assert in_use_case(), "something is received by a use case"
    application = appeal.application
    number, due = next_appeal_number(application, appeal.kind), answer_due(application, received_at)
    appeal.state, appeal.number, appeal.answer_due_on = AppealState.RECEIVED, number, due
    appeal.filed_by_id, appeal.filed_at = actor.id, received_at
    appeal.content, appeal.sha256 = sealed(_received(appeal, files, received_at))
    is_appeal = appeal.kind is AppealKind.APPEAL
    event = record(
        "appeal_filed" if is_appeal else "complaint_entered",
        about=appeal,
        actor=actor,
        number=appeal.number,
        application=application.code,
        sha256=appeal.sha256,
    )
    appeal.event_id = event.id
    db.session.add(appeal)
    db.session.flush()
    _tell(appeal, actor)


def _received(appeal: Appeal, files: Sequence[Evidence], received_at: datetime) -> dict[str, Any]:
    """What is frozen: all that was handed in, and when."""
    return {
        "number": appeal.number,
        "kind": appeal.kind.value,
        "application": appeal.application.code,
        "received_at": received_at.isoformat(),
        "ground": appeal.ground.value if appeal.ground else None,
        "text": appeal.text,
        "complainant": appeal.complainant,
        "letter_reference": appeal.letter_reference,
        "letter_date": appeal.letter_date.isoformat() if appeal.letter_date else None,
        "files": [{"name": each.file_name, "sha256": each.sha256, "size": each.file.size} for each in files],
    }


def _tell(appeal: Appeal, actor: Person) -> None:
    """Tell the agency what was received, and the other officers that it waits."""
    application = appeal.application
    named = naming(application) | {"number": appeal.number}
    outbox.queue(
        "appeal_received" if appeal.kind is AppealKind.APPEAL else "complaint_received",
        to=team_of(application),
        office=application.agency,
        once_per=str(appeal.id),
        programme=application.programme,
        link=f"/appeals/{appeal.id}",
        params=named | {"at": appeal.filed_at},
    )
    outbox.queue(
        "appeal_arrived",
        to=[each for each in officers_of(application) if each.id != actor.id],
        once_per=str(appeal.id),
        programme=application.programme,
        link=f"/office/appeals/{appeal.id}",
        params=named | {"agency": application.agency},
    )

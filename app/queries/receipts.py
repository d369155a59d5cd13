"""Receipts with what proves them, and the snapshots they stand for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import Application, Event, Receipt, ScreeningDecision, ScreeningOutcome, Snapshot
from app.queries.criteria import rubric_of
from app.thai import grapheme_count
from workflows.application import EDITABLE, ApplicationState, Phase
from workflows.document import Part, parts


@dataclass(frozen=True)
class ReceivedPart:
    """One part of what was handed in: how much was written and which files came with it."""

    part: Part
    characters: int
    files: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class Proof:
    """A receipt with its event in the ledger and a list of what was received."""

    receipt: Receipt
    event: Event
    parts: tuple[ReceivedPart, ...]

    @property
    def characters(self) -> int:
        """How many characters were received in all."""
        return sum(part.characters for part in self.parts)

    @property
    def files(self) -> tuple[Mapping[str, Any], ...]:
        """Every file that was received."""
        return tuple(file for part in self.parts for file in part.files)


def receipts_of(application: Application) -> list[Receipt]:
    """Return the receipts of an application, newest first."""
    return list(
        db.session.scalars(
            select(Receipt)
            .where(Receipt.application_id == application.id)
            .options(joinedload(Receipt.snapshot))
            .order_by(Receipt.issued_at.desc())
        )
    )


def handed_in_entry(application: Application) -> Receipt | None:
    """Return the receipt of the entry as it was handed in last, once it is no longer written; None while it is."""
    is_written = application.state in EDITABLE or application.state is ApplicationState.AWAITING_APPROVAL
    if is_written and application.phase is Phase.ENTRY:
        return None
    return next((each for each in receipts_of(application) if each.snapshot.phase is Phase.ENTRY), None)


def proof_of(receipt: Receipt) -> Proof:
    """Return the receipt with the event that recorded it and what the snapshot holds."""
    event = db.session.scalars(select(Event).where(Event.id == receipt.event_id)).one()
    return Proof(receipt, event, tuple(received_parts(receipt.snapshot)))


def correction_due(receipt: Receipt) -> datetime | None:
    """Return when this document was due, where it corrects the one before it that was sent back."""
    snapshot = receipt.snapshot
    return db.session.scalar(
        select(ScreeningDecision.due_at)
        .join(Snapshot, Snapshot.id == ScreeningDecision.snapshot_id)
        .where(
            Snapshot.application_id == snapshot.application_id,
            Snapshot.number == snapshot.number - 1,
            ScreeningDecision.outcome == ScreeningOutcome.RETURN,
        )
    )


def snapshot_content(snapshot: Snapshot) -> dict[str, Any]:
    """Return what a snapshot holds."""
    content: dict[str, Any] = json.loads(snapshot.content)
    return content


def snapshot_parts(snapshot: Snapshot) -> tuple[Part, ...]:
    """Return the parts of the document a snapshot was taken of."""
    return parts(rubric_of(snapshot.application.programme), snapshot.phase)


def received_parts(snapshot: Snapshot) -> list[ReceivedPart]:
    """Return each part of the frozen document with its length and files."""
    content = snapshot_content(snapshot)
    answers, files = content["answers"], content["files"]
    return [
        ReceivedPart(
            part,
            sum(written_length(answers.get(question.id)) for question in part.questions),
            tuple(file for question in part.questions for file in files.get(question.id, ())),
        )
        for part in snapshot_parts(snapshot)
    ]


def written_length(value: object) -> int:
    """Count the characters of an answer, those of its rows and parts together; a tick has none."""
    if isinstance(value, str):
        return grapheme_count(value)
    if isinstance(value, Mapping):
        return sum(written_length(part) for part in value.values())
    if isinstance(value, list):
        return sum(written_length(row) for row in value)
    return 0


def last_decision(application: Application, outcome: ScreeningOutcome) -> ScreeningDecision | None:
    """Return the last decision of this outcome at screening, with the reason the agency reads."""
    return db.session.scalars(
        select(ScreeningDecision)
        .where(ScreeningDecision.application_id == application.id, ScreeningDecision.outcome == outcome)
        .order_by(ScreeningDecision.decided_at.desc())
        .limit(1)
    ).first()

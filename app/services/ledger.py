"""What keeps the ledger honest in public: the head sealed once a day, and the reads that are put on record."""

from __future__ import annotations

from sqlalchemy import select

from app.clock import BANGKOK, now
from app.extensions import db
from app.models import Event, FeedbackReport, LedgerHead, LedgerSeal, Person, ScoreSheet
from app.permissions import today
from app.transaction import composed, promise_event, transactional


@transactional
def seal_day() -> LedgerSeal:
    """Note the head of the ledger for today, once; the public page shows it."""
    seal = db.session.get(LedgerSeal, today())
    if seal is None:
        head = db.session.get_one(LedgerHead, 1)
        seal = LedgerSeal(day=today(), seq=head.seq, hash=head.hash, sealed_at=now())
        db.session.add(seal)
    return seal


@composed
def read_is_recorded(sheet: ScoreSheet) -> bool:
    """Say whether this assessor's reading of this snapshot is on record for today."""
    return db.session.scalar(select(Event.seq).where(Event.subject == _reading(sheet)).limit(1)) is not None


@transactional
def record_read(sheet: ScoreSheet, *, actor: Person) -> None:
    """Record that an assessor read a snapshot, once per assessor, snapshot and day: the only write a GET may cause."""
    if not read_is_recorded(sheet):
        promise_event(
            "snapshot_read", actor=actor.ledger_ref, subject=_reading(sheet), data={"snapshot": sheet.snapshot.sha256}
        )


@composed
def opening_is_recorded(report: FeedbackReport) -> bool:
    """Say whether it is on record that the agency opened its feedback report."""
    statement = select(Event.seq).where(Event.subject == _opening(report), Event.kind == "feedback_opened")
    return db.session.scalar(statement.limit(1)) is not None


@transactional
def record_opening(report: FeedbackReport, *, actor: Person) -> None:
    """Record that the agency opened its feedback report for the first time, by a GET as an assessor's reading is."""
    if not opening_is_recorded(report):
        promise_event("feedback_opened", actor=actor.ledger_ref, subject=_opening(report), data={})


def _opening(report: FeedbackReport) -> str:
    return f"feedback_reports:{report.id}"


def _reading(sheet: ScoreSheet) -> str:
    day = now().astimezone(BANGKOK).date().isoformat()
    return f"snapshot_reads:{sheet.snapshot_id}:{sheet.assignment_id}:{day}"

"""Whether a file belongs to something that was handed in: then it is kept for good, and whoever judges may open it."""

from __future__ import annotations

from sqlalchemy import select

from app.extensions import db
from app.models import AppealFile, Evidence, Snapshot, VisitFile
from workflows.appeal import AppealState


def is_handed_in(evidence: Evidence) -> bool:
    """Say whether a snapshot of the application holds this file."""
    statement = select(Snapshot.id).where(
        Snapshot.application_id == evidence.application_id, Snapshot.content.contains(f'"id":"{evidence.id}"')
    )
    return db.session.scalar(statement.limit(1)) is not None


def is_of_a_visit(evidence: Evidence) -> bool:
    """Say whether the panel took this file at a visit; whoever reads the panel's record may open it."""
    return db.session.get(VisitFile, evidence.id) is not None


def is_of_an_appeal(evidence: Evidence) -> bool:
    """Say whether the file came with an appeal or complaint that was received; then whoever answers it may open it."""
    of_appeal = db.session.get(AppealFile, evidence.id)
    return of_appeal is not None and of_appeal.appeal.state is not AppealState.DRAFT

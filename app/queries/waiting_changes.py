"""The proposed changes of programmes that wait for a second person."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import Programme, Proposal
from app.queries.exceptions import waiting_changes
from app.queries.office_scope import Scope


def changes_waiting(scope: Scope) -> list[Proposal]:
    """Return them, soonest to lapse first."""
    statement = (
        select(Proposal)
        .where(*waiting_changes(scope))
        .options(joinedload(Proposal.programme).joinedload(Programme.cycle), joinedload(Proposal.proposed_by))
        .order_by(Proposal.expires_at)
    )
    return list(db.session.scalars(statement))

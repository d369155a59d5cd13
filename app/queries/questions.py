"""Questions to OPDC as their pages show them: an agency's own, those published to everybody, and those that wait."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from app.extensions import db
from app.models import Agency, Cycle, Person, Programme, ProgrammeQuestion
from app.permissions import Permission, visible_programmes


def own_questions(programme: Programme, agencies: Sequence[Agency]) -> list[ProgrammeQuestion]:
    """Return what these agencies asked about a programme, newest first."""
    return list(
        db.session.scalars(
            select(ProgrammeQuestion)
            .where(
                ProgrammeQuestion.programme_id == programme.id,
                ProgrammeQuestion.agency_id.in_([agency.id for agency in agencies]),
            )
            .options(joinedload(ProgrammeQuestion.asked_by), joinedload(ProgrammeQuestion.agency))
            .order_by(ProgrammeQuestion.asked_at.desc())
        )
    )


def published_answers(programme_id: uuid.UUID) -> list[ProgrammeQuestion]:
    """Return what everybody may read about a programme, oldest first; nothing in it tells who asked."""
    return list(
        db.session.scalars(
            select(ProgrammeQuestion)
            .where(ProgrammeQuestion.programme_id == programme_id, ProgrammeQuestion.published_at.is_not(None))
            .order_by(ProgrammeQuestion.published_at)
        )
    )


def questions_for(officer: Person) -> list[ProgrammeQuestion]:
    """Return the questions an officer may answer: those without an answer first, then the newest."""
    return list(
        db.session.scalars(
            select(ProgrammeQuestion)
            .join(Programme, Programme.id == ProgrammeQuestion.programme_id)
            .join(Cycle, Cycle.id == Programme.cycle_id)
            .where(visible_programmes(officer, Permission.ANSWER_QUESTION))
            .options(
                contains_eager(ProgrammeQuestion.programme).contains_eager(Programme.cycle),
                joinedload(ProgrammeQuestion.agency),
            )
            .order_by(ProgrammeQuestion.answered_at.is_not(None), ProgrammeQuestion.asked_at.desc())
        )
    )

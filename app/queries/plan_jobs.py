"""Long work as its creator follows it, and the newest proposal being made for a stage."""

from __future__ import annotations

import uuid

from sqlalchemy import select

from app.extensions import db
from app.models import Job, Person, Stage

PROPOSE_JOB = "propose_assignment"


def newest_job(kind: str, stage: Stage) -> Job | None:
    """Return the job of this kind that was started last for a stage."""
    return db.session.scalars(
        select(Job)
        .where(Job.kind == kind, Job.payload["stage_id"].as_string() == str(stage.id))
        .order_by(Job.created_at.desc())
        .limit(1)
    ).first()


def own_job(job_id: uuid.UUID, person: Person) -> Job | None:
    """Return a job if this person started it; to anybody else there is none."""
    return db.session.scalars(select(Job).where(Job.id == job_id, Job.created_by_id == person.id)).one_or_none()

"""Long work: a row with progress, a lease and an end; whoever's lease runs out is taken over by another worker."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import and_, or_, select

from app.clock import now
from app.extensions import db
from app.models import Job, JobState, Person
from app.transaction import composed, lock, promise_wake, transactional

log = logging.getLogger(__name__)

RUN_TASK = "jobs.run_waiting"
LEASE = timedelta(seconds=60)
MOST_ATTEMPTS = 5

Work = Callable[[Job], dict[str, Any]]


class Cancelled(Exception):
    """The job was cancelled while it ran."""


@transactional
def start_job(
    kind: str, payload: dict[str, Any], *, actor: Person | None, once_per: str | None = None, task: str = RUN_TASK
) -> Job:
    """Put work on the list and wake the task that does it. The same occasion (`once_per`) is put there once."""
    if once_per is not None:
        existing = db.session.scalars(select(Job).where(Job.dedupe_key == once_per)).one_or_none()
        if existing is not None:
            return existing
    job = Job(
        kind=kind,
        payload=payload,
        dedupe_key=once_per,
        created_by_id=actor.id if actor else None,
        created_at=now(),
    )
    db.session.add(job)
    db.session.flush()
    promise_wake(task)
    return job


@transactional
def claim_job(kinds: list[str]) -> Job | None:
    """Take the oldest job that waits, or whose worker died, under a lease."""
    job = db.session.scalars(
        select(Job)
        .where(
            Job.kind.in_(kinds),
            or_(Job.state == JobState.WAITING, and_(Job.state == JobState.RUNNING, Job.lease_until < now())),
        )
        .order_by(Job.created_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()
    if job is None:
        return None
    job.attempts += 1
    if job.attempts > MOST_ATTEMPTS:
        job.state, job.lease_until, job.error, job.finished_at = JobState.FAILED, None, "gave up", now()
        return None
    job.state, job.lease_until = JobState.RUNNING, now() + LEASE
    return job


@transactional
def report_progress(job: Job, percent: int) -> None:
    """Note how far the work is and renew the lease. Raises Cancelled if nobody wants it any more."""
    job = lock(job)
    if job.state is not JobState.RUNNING:
        raise Cancelled
    job.progress, job.lease_until = min(max(percent, 0), 99), now() + LEASE


@transactional
def finish_job(job: Job, *, result: dict[str, Any] | None = None, error: str = "") -> None:
    """End a running job, well or badly."""
    job = lock(job)
    if job.state is JobState.RUNNING:
        job.state = JobState.FAILED if error else JobState.DONE
        job.progress = job.progress if error else 100
        job.lease_until, job.finished_at, job.result, job.error = None, now(), result or {}, error


@transactional
def cancel_job(job: Job) -> None:
    """Ask a job to stop; the worker notices at its next report."""
    job = lock(job)
    if job.state in (JobState.WAITING, JobState.RUNNING):
        job.state, job.lease_until, job.finished_at = JobState.CANCELLED, None, now()


@composed
def run_next_job(work_by_kind: dict[str, Work]) -> bool:
    """Claim one job and do it outside any transaction; False when none waits."""
    job = claim_job(sorted(work_by_kind))
    if job is None:
        return False
    try:
        finish_job(job, result=work_by_kind[job.kind](job))
    except Cancelled:
        log.info("job %s was cancelled", job.id)
    except Exception:
        reference = secrets.token_hex(4)
        log.exception("job %s failed, reference %s", job.id, reference)
        db.session.rollback()
        finish_job(job, error=reference)
    return True

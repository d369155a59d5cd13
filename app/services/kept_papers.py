"""Receipts, score sheets and feedback reports made ahead by the worker, kept by the hash of their bytes."""

from __future__ import annotations

import uuid
from io import BytesIO
from typing import Any

from sqlalchemy import exists, select

from app.clock import now
from app.extensions import db, storage
from app.models import Job, JobState, KeptPaper, StoredFile
from app.papers.manuscripts import LANGUAGES, SUBJECTS, Subject, manuscript_of
from app.queries.kept_papers import kept_paper
from app.services.jobs import report_progress, run_next_job, start_job
from app.transaction import composed, transactional

TYPESET_JOB = "typeset_paper"
TYPESET_TASK = "papers.typeset_waiting"
_PDF = "application/pdf"


@transactional
def ask_for_paper(subject: Subject, *, occasion: str = "first") -> None:
    """Ask the worker for the paper of a row once its transaction commits; once for each occasion it is made anew on."""
    db.session.flush()
    kind = next(name for name, model in SUBJECTS.items() if isinstance(subject, model))
    start_job(
        TYPESET_JOB,
        {"kind": kind, "id": str(subject.id)},
        actor=None,
        once_per=f"{TYPESET_JOB}:{kind}:{subject.id}:{occasion}",
        task=TYPESET_TASK,
    )


@composed
def typeset_next_paper() -> bool:
    """Make the oldest paper asked for; False when none waits, or another worker has one in hand and will go on.

    One at a time: the other processes are for what people wait for.
    """
    in_hand = exists().where(Job.kind == TYPESET_JOB, Job.state == JobState.RUNNING, Job.lease_until >= now())
    if db.session.scalar(select(in_hand)):
        return False
    return run_next_job({TYPESET_JOB: typeset_paper})


@composed
def typeset_paper(job: Job) -> dict[str, Any]:
    """Make one paper in both languages, outside any transaction; what is kept already is not made again."""
    subject = db.session.get_one(SUBJECTS[job.payload["kind"]], uuid.UUID(job.payload["id"]))
    assert isinstance(subject, Subject), "papers are made of these rows alone"
    manuscripts = [made for language in LANGUAGES if (made := manuscript_of(subject, language)) is not None]
    missing = [each for each in manuscripts if kept_paper(each.fingerprint) is None]
    db.session.rollback()
    for manuscript in missing:
        sha256, size = storage().put(BytesIO(manuscript.typeset()))
        keep_paper(job, manuscript.fingerprint, sha256=sha256, size=size)
    return {"fingerprints": [each.fingerprint for each in manuscripts]}


@transactional
def keep_paper(job: Job, fingerprint: str, *, sha256: str, size: int) -> None:
    """Note which bytes the manuscript became; the lock on its job keeps a second worker from noting it beside us."""
    report_progress(job, 50)
    if db.session.get(KeptPaper, fingerprint) is not None:
        return
    if db.session.get(StoredFile, sha256) is None:
        db.session.add(StoredFile(sha256=sha256, media_type=_PDF, size=size, stored_at=now()))
        db.session.flush()
    db.session.add(KeptPaper(fingerprint=fingerprint, sha256=sha256, made_at=now()))

"""Whether the installation is well: database, broker, workers, what waits, and the criteria that are in use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kombu.exceptions import OperationalError
from redis.exceptions import RedisError
from sqlalchemy import func, select, text

from app.extensions import celery_app, db, settings
from app.models import Job, LedgerHead, LedgerSeal, Message, MessageState, Programme
from rubrics import published_rubrics

_SECONDS_TO_ANSWER, _SECONDS_FOR_THE_OTHERS = 1.0, 0.2


@dataclass(frozen=True)
class PinnedRubric:
    """One edition some programme opened with, and whether its file still has the same bytes."""

    rubric_id: str
    sha256: str
    programmes: int
    is_unchanged: bool


@dataclass(frozen=True)
class Health:
    """What the page shows; workers is None where the broker cannot be reached."""

    database: str
    schema: str
    workers: int | None
    last_work_at: datetime | None
    messages: dict[str, int]
    oldest_waiting: datetime | None
    jobs: dict[str, int]
    ledger_seq: int
    sealed_at: datetime | None
    rubrics: tuple[PinnedRubric, ...]
    has_mail: bool
    has_virus_scan: bool


def installation_health() -> Health:
    """Look at everything once; asking the workers takes a fifth of a second, or one where none answers."""
    sent_at, oldest = db.session.execute(
        select(
            func.max(Message.sent_at),
            func.min(Message.created_at).filter(Message.state == MessageState.WAITING),
        )
    ).one()
    finished_at = db.session.scalar(select(func.max(Job.finished_at)))
    sealed_at = db.session.scalar(select(func.max(LedgerSeal.sealed_at)))
    seq = db.session.scalar(select(LedgerHead.seq))
    return Health(
        database=_database(),
        schema=str(db.session.scalar(text("select version_num from alembic_version"))),
        workers=_workers(),
        last_work_at=max(filter(None, (sent_at, finished_at, sealed_at)), default=None),
        messages=_counts(select(Message.state, func.count()).group_by(Message.state)),
        oldest_waiting=oldest,
        jobs=_counts(select(Job.state, func.count()).group_by(Job.state)),
        ledger_seq=seq or 0,
        sealed_at=sealed_at,
        rubrics=tuple(_pinned()),
        has_mail=settings().smtp_url is not None,
        has_virus_scan=settings().clamav_socket is not None,
    )


def _database() -> str:
    dialect = db.engine.dialect
    version = ".".join(str(part) for part in dialect.server_version_info or ())
    return f"{'PostgreSQL' if dialect.name == 'postgresql' else 'SQLite'} {version}"


def _workers() -> int | None:
    """Ask every worker for a sign of life; a round lasts its whole time, so only for the first answer it is long."""
    try:
        if not celery_app.control.ping(timeout=_SECONDS_TO_ANSWER, limit=1):
            return 0
        answers: Sequence[object] = celery_app.control.ping(timeout=_SECONDS_FOR_THE_OTHERS) or (None,)
    except (OperationalError, RedisError, OSError):
        return None
    return len(answers)


def _counts(statement: object) -> dict[str, int]:
    return {state.value: count for state, count in db.session.execute(statement)}  # type: ignore[call-overload]


def _pinned() -> list[PinnedRubric]:
    statement = (
        select(Programme.rubric_id, Programme.rubric_sha256, func.count())
        .group_by(Programme.rubric_id, Programme.rubric_sha256)
        .order_by(Programme.rubric_id)
    )
    published = published_rubrics()
    return [
        PinnedRubric(rubric_id, sha256, count, rubric_id in published and published[rubric_id].sha256 == sha256)
        for rubric_id, sha256, count in db.session.execute(statement)
    ]

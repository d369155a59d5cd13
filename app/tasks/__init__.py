"""Celery's thin entry points: each wakes up, calls use cases, and may run twice or in parallel."""

from app.tasks import (
    announcements,
    evidence,
    feedback,
    jobs,
    ledger,
    mailings,
    papers,
    reminders,
    rounds,
    schedule,
    screening,
    sending,
    sessions,
)

__all__ = [
    "announcements",
    "evidence",
    "feedback",
    "jobs",
    "ledger",
    "mailings",
    "papers",
    "reminders",
    "rounds",
    "schedule",
    "screening",
    "sending",
    "sessions",
]

"""Celery's thin entry points: each wakes up, calls use cases, and may run twice or in parallel."""

from app.tasks import feedback, jobs, ledger, reminders, rounds, schedule, screening, sending

__all__ = ["feedback", "jobs", "ledger", "reminders", "rounds", "schedule", "screening", "sending"]

"""Celery's thin entry points: each wakes up, calls use cases, and may run twice or in parallel."""

from app.tasks import evidence, feedback, jobs, ledger, reminders, rounds, schedule, screening, sending

__all__ = ["evidence", "feedback", "jobs", "ledger", "reminders", "rounds", "schedule", "screening", "sending"]

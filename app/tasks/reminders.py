"""Reminders by the clock."""

from __future__ import annotations

from celery import shared_task

from app.services.improvement import queue_plan_reminders
from app.services.reminders import queue_reminders


@shared_task(name="reminders.queue_due", ignore_result=True, acks_late=True)
def queue_due() -> None:
    """Promise every reminder that is due now."""
    queue_reminders()
    queue_plan_reminders()

"""Long work."""

from __future__ import annotations

from celery import shared_task

from app.services.job_kinds import WORK
from app.services.jobs import run_next_job


@shared_task(name="jobs.run_waiting", ignore_result=True, acks_late=True)
def run_waiting() -> None:
    """Each job is claimed under a lease; a job whose worker died is claimed again when its lease runs out."""
    while run_next_job(WORK):
        pass

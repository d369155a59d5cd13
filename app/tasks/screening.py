"""Screening what was submitted."""

from __future__ import annotations

from celery import shared_task

from app.services.likeness import compare_texts, follow_the_rule, snapshots_to_compare
from app.services.screening import applications_to_screen, screen_automatically


@shared_task(name="screening.screen_submitted", ignore_result=True, acks_late=True)
def screen_submitted() -> None:
    """Each application is checked in its own transaction."""
    for application in applications_to_screen():
        screen_automatically(application)


@shared_task(name="screening.compare_texts", ignore_result=True, acks_late=True)
def compare_waiting_texts() -> None:
    """Each snapshot is compared in its own transaction; what one call leaves, the next one finds."""
    follow_the_rule()
    for snapshot in snapshots_to_compare():
        compare_texts(snapshot)

"""Screening what was submitted."""

from __future__ import annotations

from celery import shared_task

from app.services.screening import applications_to_screen, screen_automatically


@shared_task(name="screening.screen_submitted", ignore_result=True, acks_late=True)
def screen_submitted() -> None:
    """Each application is checked in its own transaction."""
    for application in applications_to_screen():
        screen_automatically(application)

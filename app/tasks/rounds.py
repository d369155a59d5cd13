"""Moving what the rules move."""

from __future__ import annotations

from celery import shared_task

from app.services.rounds import applications_to_move, move_on


@shared_task(name="rounds.move_due", ignore_result=True, acks_late=True)
def move_due() -> None:
    """Each application takes its steps one by one, each in its own transaction."""
    for application in applications_to_move():
        while move_on(application):
            pass

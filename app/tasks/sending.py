"""Sending what waits in the outbox."""

from __future__ import annotations

from celery import shared_task

from app.services.sending import send_next_message


@shared_task(name="messages.send_waiting", ignore_result=True, acks_late=True)
def send_waiting() -> None:
    """Each message is claimed, sent and marked in its own transaction."""
    while send_next_message():
        pass

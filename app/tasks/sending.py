"""Sending what waits in the outbox, and making the digests of the day."""

from __future__ import annotations

from celery import shared_task

from app.services.digests import make_digests
from app.services.sending import send_next_message


@shared_task(name="messages.send_waiting", ignore_result=True, acks_late=True)
def send_waiting() -> None:
    """Each message is claimed, sent and marked in its own transaction."""
    while send_next_message():
        pass


@shared_task(name="messages.make_digests", ignore_result=True, acks_late=True)
def make_due_digests() -> None:
    """Put together what people wanted once a day."""
    make_digests()

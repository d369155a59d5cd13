"""Sessions that were ended by signing out: forgotten when they would be over by themselves."""

from __future__ import annotations

from celery import shared_task

from app.services.sign_in import forget_ended_sessions


@shared_task(name="sessions.forget_ended", ignore_result=True, acks_late=True)
def forget_ended() -> None:
    """Delete the rows that no cookie needs any more."""
    forget_ended_sessions()

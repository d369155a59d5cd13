"""Mailings whose time has come."""

from __future__ import annotations

from celery import shared_task

from app.services.mailing_times import begin_mailing, mailings_due, send_next_part


@shared_task(name="mailings.send_due", ignore_result=True, acks_late=True)
def send_due() -> None:
    """Each mailing begins in its own transaction and goes out in many: a worker that dies is followed by another."""
    for mailing in mailings_due():
        begin_mailing(mailing)
        while send_next_part(mailing):
            pass

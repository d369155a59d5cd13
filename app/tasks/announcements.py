"""Announcements at a set time."""

from __future__ import annotations

from celery import shared_task

from app.services.announcement_times import announcements_due, carry_out


@shared_task(name="announcements.carry_out_due", ignore_result=True, acks_late=True)
def carry_out_due() -> None:
    """Each announcement that is due is made in its own transaction."""
    for scheduled in announcements_due():
        carry_out(scheduled)

"""Drafting feedback."""

from __future__ import annotations

from celery import shared_task

from app.services.feedback import applications_without_feedback, draft_feedback


@shared_task(name="feedback.draft_due", ignore_result=True, acks_late=True)
def draft_due() -> None:
    """Draft the report of every application whose outcome is known."""
    for application in applications_without_feedback():
        draft_feedback(application)

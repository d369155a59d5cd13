"""The daily seal of the ledger."""

from __future__ import annotations

from celery import shared_task

from app.services.ledger import seal_day as seal


@shared_task(name="ledger.seal_day", ignore_result=True, acks_late=True)
def seal_day() -> None:
    """Seal today's head, if it is not sealed yet."""
    seal()

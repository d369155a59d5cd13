"""Papers made ahead of whoever asks for them."""

from __future__ import annotations

from celery import shared_task

from app.extensions import wake
from app.services.kept_papers import TYPESET_TASK, typeset_next_paper


@shared_task(name=TYPESET_TASK, ignore_result=True, acks_late=True)
def typeset_waiting() -> None:
    """Make one paper, then stand in the queue again: nothing waits behind a whole programme's reports."""
    if typeset_next_paper():
        wake(TYPESET_TASK)

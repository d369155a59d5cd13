"""Files: checked soon after they arrive, deleted when their days are over."""

from __future__ import annotations

from celery import shared_task

from app.services.quarantine import check_file, delete_old_files, files_to_check


@shared_task(name="evidence.check_waiting", ignore_result=True, acks_late=True)
def check_waiting() -> None:
    """Each file is checked outside any transaction and settled in its own; a silent scanner ends the sweep."""
    for evidence in files_to_check():
        if not check_file(evidence):
            break


@shared_task(name="evidence.delete_old", ignore_result=True, acks_late=True)
def delete_old() -> None:
    """Delete what nobody may need any more."""
    delete_old_files()

"""What the page of an appeal's draft sends at once, text, a file more or less, and the filing: all of it or nothing."""

from __future__ import annotations

from datetime import datetime

from app.models import Appeal, Application, Person, StoredFile
from app.services.appeal_files import register_appeal_file, remove_from_appeal
from app.services.appeals import file_appeal, write_appeal
from app.services.evidence import clean_name
from app.transaction import transactional
from workflows.appeal import AppealGround


@transactional
def save_appeal(
    application: Application,
    *,
    ground: AppealGround | None,
    text: str,
    version: int,
    added: tuple[StoredFile, str] | None,
    removed_id: str,
    is_filed: bool,
    actor: Person,
    received_at: datetime,
) -> Appeal:
    """Save the draft, add or take off a file, and file it where asked. Raises RuleBroken; then nothing is saved.

    `added` is a file whose bytes are stored, and what its owner called it; `removed_id` names the evidence to take off,
    "" for none.
    """
    draft = write_appeal(application, ground=ground, text=text, version=version, actor=actor, received_at=received_at)
    if added is not None:
        file, name = added
        register_appeal_file(draft, file, clean_name(name), actor=actor, received_at=received_at)
    if removed_id:
        remove_from_appeal(draft, removed_id, actor=actor)
    return file_appeal(draft, actor=actor, received_at=received_at) if is_filed else draft

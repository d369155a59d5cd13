"""An agency's appeal against an announced result: drafted by its people, filed by its head or delegate."""

from __future__ import annotations

from datetime import datetime

from app.clock import now
from app.extensions import db
from app.models import Appeal, Application, FileState, Person
from app.permissions import Permission, is_allowed, roles_on
from app.queries.appeals import appeal_period, draft_appeal, files_in_state, files_of_appeal
from app.services.appeal_receipts import receive
from app.thai import grapheme_count, normalise
from app.transaction import lock, transactional
from workflows.appeal import FILE, AppealFacts, AppealGround, AppealKind, text_obstacles
from workflows.errors import Obstacle, RuleBroken


@transactional
def write_appeal(
    application: Application,
    *,
    ground: AppealGround | None,
    text: str,
    version: int,
    actor: Person,
    received_at: datetime,
) -> Appeal:
    """Begin or change the draft of an appeal. Raises RuleBroken where it cannot be appealed now.

    `version` is the one the writer started from, 0 where there was no draft: whoever saves second is told so.
    """
    application = lock(application)
    draft, said = draft_appeal(application), normalise(text).strip()
    against = []
    if not is_allowed(Permission.WRITE_APPEAL, application, actor):
        against.append(Obstacle("Your role does not allow this step"))
    if not appeal_period(application).is_open(received_at):
        against.append(Obstacle("The time to appeal is over, or nothing is announced yet"))
    if version != (draft.version if draft else 0) and (draft is None or (draft.ground, draft.text) != (ground, said)):
        against.append(Obstacle("Someone else saved this appeal first. Compare both texts, then save again"))
    against += text_obstacles(grapheme_count(said), "text", None)
    if against:
        raise RuleBroken(against)
    if draft is None:
        draft = Appeal(
            application_id=application.id,
            kind=AppealKind.APPEAL,
            written_by_id=actor.id,
            written_at=now(),
            version=0,
        )
        db.session.add(draft)
    draft.ground, draft.text, draft.version = ground, said, draft.version + 1
    db.session.flush()
    return draft


@transactional
def file_appeal(appeal: Appeal, *, actor: Person, received_at: datetime) -> Appeal:
    """File the draft as head or delegate. Raises RuleBroken with everything that is missing."""
    application = lock(appeal.application)
    appeal = lock(appeal)
    files = files_of_appeal(appeal)
    facts = AppealFacts(
        is_open=appeal_period(application).is_open(received_at),
        has_ground=appeal.ground is not None,
        text=grapheme_count(appeal.text),
        unchecked_files=files_in_state(files, FileState.QUARANTINED),
        refused_files=files_in_state(files, FileState.REFUSED),
    )
    FILE.check(appeal.state, roles_on(appeal, actor), facts)
    receive(appeal, files, actor=actor, received_at=received_at)
    return appeal

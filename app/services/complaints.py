"""A complaint that came by letter from somebody without an account, entered by staff about an announced application."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from app.clock import now
from app.models import Appeal, Application, Person
from app.permissions import Permission, is_allowed, today
from app.queries.appeals import announced_at
from app.services.appeal_receipts import receive
from app.thai import grapheme_count, normalise
from app.transaction import lock, transactional
from workflows.appeal import AppealGround, AppealKind, letter_date_obstacles, text_obstacles
from workflows.errors import Obstacle, RuleBroken


@transactional
def enter_complaint(
    application: Application,
    *,
    complainant: str,
    letter_reference: str,
    letter_date: date | None,
    ground: AppealGround | None,
    text: str,
    actor: Person,
    received_at: datetime,
) -> Appeal:
    """Put a complaint on record: who wrote, which letter, what it says. Raises RuleBroken with everything missing."""
    application, said, who = lock(application), normalise(text).strip(), normalise(complainant).strip()
    against = _entering_obstacles(application, actor)
    against += text_obstacles(grapheme_count(who), "complainant", Obstacle("Say who wrote", field="complainant"))
    against += text_obstacles(grapheme_count(letter_reference), "letter_reference", None)
    against += letter_date_obstacles(letter_date, today())
    if ground is None:
        against.append(Obstacle("Choose what it rests on", field="ground"))
    against += text_obstacles(grapheme_count(said), "text", Obstacle("Write what it says", field="text"))
    if against:
        raise RuleBroken(against)
    complaint = Appeal(
        id=uuid.uuid4(),
        application_id=application.id,
        kind=AppealKind.COMPLAINT,
        ground=ground,
        text=said,
        complainant=who,
        letter_reference=normalise(letter_reference).strip(),
        letter_date=letter_date,
        written_by_id=actor.id,
        written_at=now(),
        application=application,
    )
    receive(complaint, [], actor=actor, received_at=received_at)
    return complaint


def _entering_obstacles(application: Application, actor: Person) -> list[Obstacle]:
    against = []
    if not is_allowed(Permission.HANDLE_APPEALS, application, actor):
        against.append(Obstacle("Your role does not allow this step"))
    if announced_at(application) is None:
        against.append(Obstacle("Its result is not announced yet"))
    return against

"""More time for one agency in one programme: given and taken back, each with its reason, on record."""

from __future__ import annotations

import uuid
from datetime import datetime

from app.clock import now
from app.extensions import db
from app.models import Agency, Extension, Person, Programme
from app.permissions import Permission, is_allowed
from app.services.events import personal, record
from app.transaction import lock, transactional
from workflows.errors import Obstacle, RuleBroken


@transactional
def extend(programme: Programme, agency: Agency, *, until: datetime, reason: str, actor: Person) -> Extension:
    """Give one agency more time in one programme; who, why and until when stay on record."""
    against = []
    if not is_allowed(Permission.MANAGE_PROGRAMME, programme, actor):
        against.append(Obstacle("Your role does not allow this step"))
    if not reason.strip():
        against.append(Obstacle("Give a reason", field="reason"))
    if until <= programme.closes_at:
        against.append(Obstacle("The extension must end after the programme closes", field="until"))
    if against:
        raise RuleBroken(against)
    extension = Extension(
        programme_id=programme.id,
        agency_id=agency.id,
        until=until,
        reason=reason.strip(),
        granted_by_id=actor.id,
        granted_at=now(),
    )
    db.session.add(extension)
    db.session.flush()
    record("extension_granted", about=extension, actor=actor, agency=agency.code, until=until, reason=personal(reason))
    return extension


@transactional
def revoke_extension(programme: Programme, extension_id: uuid.UUID, *, reason: str, actor: Person) -> None:
    """Take an extension of this programme back. Raises LookupError if it has none of this id, or RuleBroken."""
    found = db.session.get(Extension, extension_id)
    if found is None or found.programme_id != programme.id:
        raise LookupError("no such extension")
    extension, against = lock(found), []
    if not is_allowed(Permission.MANAGE_PROGRAMME, programme, actor):
        against.append(Obstacle("Your role does not allow this step"))
    if not reason.strip():
        against.append(Obstacle("Give a reason"))
    if extension.revoked_at is not None:
        against.append(Obstacle("This extension was taken back already"))
    if against:
        raise RuleBroken(against)
    extension.revoked_at, extension.revoked_by_id, extension.revoke_reason = now(), actor.id, reason.strip()
    record("extension_revoked", about=extension, actor=actor, reason=personal(reason))

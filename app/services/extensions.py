"""More time for one agency in one programme: given and taken back, each with its reason, on record, and told."""

from __future__ import annotations

import uuid
from datetime import datetime

from app.clock import now
from app.extensions import db
from app.messages import outbox
from app.models import Agency, Extension, Person, Programme
from app.permissions import Permission, is_allowed
from app.queries.application_facts import team_at
from app.queries.deadlines import extension_of
from app.services.events import personal, record
from app.transaction import composed, lock, transactional
from workflows.calendar import year_obstacles
from workflows.errors import Obstacle, RuleBroken


@composed
def check_extension(programme: Programme, *, until: datetime, reason: str, actor: Person) -> None:
    """Say whether an agency may be given time until then. Raises RuleBroken with every reason against."""
    against = year_obstacles(programme.cycle.year_be, {"until": until})
    if not is_allowed(Permission.MANAGE_PROGRAMME, programme, actor):
        against.append(Obstacle("Your role does not allow this step"))
    if not reason.strip():
        against.append(Obstacle("Give a reason", field="reason"))
    if until <= programme.closes_at:
        against.append(Obstacle("The extension must end after the programme closes", field="until"))
    elif until <= now():
        against.append(Obstacle("Choose a time that is still to come", field="until"))
    if programme.announced_at is not None:
        against.append(Obstacle("The results of this programme are announced; nobody gets more time in it"))
    if against:
        raise RuleBroken(against)


@transactional
def extend(programme: Programme, agency: Agency, *, until: datetime, reason: str, actor: Person) -> Extension:
    """Give one agency more time in one programme; who, why and until when stay on record, and its team is told."""
    check_extension(programme, until=until, reason=reason, actor=actor)
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
    _tell_agency("extension_granted", extension, until=until, reason=reason)
    return extension


@composed
def check_revocation(extension: Extension, *, reason: str, actor: Person) -> None:
    """Say whether an extension may be taken back. Raises RuleBroken with every reason against."""
    against = []
    if not is_allowed(Permission.MANAGE_PROGRAMME, extension.programme, actor):
        against.append(Obstacle("Your role does not allow this step"))
    if not reason.strip():
        against.append(Obstacle("Give a reason"))
    if extension.revoked_at is not None:
        against.append(Obstacle("This extension was taken back already"))
    if against:
        raise RuleBroken(against)


@transactional
def revoke_extension(programme: Programme, extension_id: uuid.UUID, *, reason: str, actor: Person) -> None:
    """Take an extension of this programme back. Raises LookupError if it has none of this id, or RuleBroken."""
    found = db.session.get(Extension, extension_id)
    if found is None or found.programme_id != programme.id:
        raise LookupError("no such extension")
    extension = lock(found)
    check_revocation(extension, reason=reason, actor=actor)
    extension.revoked_at, extension.revoked_by_id, extension.revoke_reason = now(), actor.id, reason.strip()
    record("extension_revoked", about=extension, actor=actor, reason=personal(reason))
    db.session.flush()
    left = extension_of(programme.id, extension.agency_id)
    _tell_agency(
        "extension_revoked",
        extension,
        until=max(left.until, programme.closes_at) if left else programme.closes_at,
        reason=reason,
    )


def _tell_agency(kind: str, extension: Extension, *, until: datetime, reason: str) -> None:
    """Tell the team of the agency, and its mailbox, until when the programme is open to it now."""
    agency, programme = extension.agency, extension.programme
    outbox.queue(
        kind,
        to=team_at(agency),
        office=agency,
        once_per=str(extension.id),
        programme=programme,
        link="/applications",
        params={"programme": programme, "agency": agency, "until": until, "reason": reason.strip()},
    )

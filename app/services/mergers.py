"""Agencies merged: the absorbed one is closed and points to the other, which takes over its people and applications."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, update

from app.clock import now
from app.extensions import db
from app.models import Agency, Application, Extension, Invitation, Person, ProgrammeQuestion, RoleGrant
from app.permissions import Permission, may_anywhere
from app.services.events import personal, record
from app.services.people import grant_role
from app.services.registry import chain_of, name_for_search, place_agency
from app.transaction import lock, transactional
from workflows.errors import Obstacle, RuleBroken


@transactional
def merge_agency(absorbed: Agency, into: Agency, *, reason: str, actor: Person) -> None:
    """Merge one agency into another. Applications are found under both names and keep what they were handed in with.

    Roles move, with their dates; assessors' ties to the absorbed agency count as ties to the other from now on.
    """
    absorbed, into = lock(absorbed), lock(into)
    if against := _obstacles(absorbed, into, reason, actor):
        raise RuleBroken(against)
    for below in db.session.scalars(select(Agency).where(Agency.parent_id == absorbed.id)).all():
        place_agency(below, into, actor=actor)
    absorbed.merged_into_id, absorbed.merged_at, absorbed.is_active = into.id, now(), False
    db.session.flush()
    _move_roles(absorbed, into, actor)
    _move_rows(absorbed, into)
    name_for_search(into)
    record("agency_merged", about=absorbed, actor=actor, into=into.code, reason=personal(reason.strip()))
    record("agency_absorbed", about=into, actor=actor, absorbed=absorbed.code, was_th=personal(absorbed.name_th))


def _obstacles(absorbed: Agency, into: Agency, reason: str, actor: Person) -> list[Obstacle]:
    if not may_anywhere(Permission.ADMINISTER, actor):
        return [Obstacle("Your role does not allow this step")]
    against = []
    if not reason.strip():
        against.append(Obstacle("Give a reason", field="reason"))
    if absorbed.merged_into_id is not None:
        against.append(Obstacle("This agency was merged already"))
    if absorbed.id == into.id or not into.is_active:
        against.append(Obstacle("Choose another agency that is open", field="into"))
    elif absorbed.id in {each.id for each in chain_of(into)}:
        against.append(Obstacle("An agency cannot be merged into one that stands below it", field="into"))
    return against


def _move_roles(absorbed: Agency, into: Agency, actor: Person) -> None:
    grants = db.session.scalars(
        select(RoleGrant).where(RoleGrant.agency_id == absorbed.id, RoleGrant.revoked_at.is_(None))
    ).all()
    for grant in grants:
        grant.revoked_at = now()
        record("role_revoked", about=grant, actor=actor, role=grant.role.value)
        grant_role(grant.person, grant.role, agency=into, starts_on=grant.starts_on, ends_on=grant.ends_on, actor=actor)
        db.session.expire(grant.person, ["grants"])


def _move_rows(absorbed: Agency, into: Agency) -> None:
    """What the agency has in hand goes on with the other; under which name it was entered stays known."""
    for application in db.session.scalars(select(Application).where(Application.agency_id == absorbed.id)).all():
        application.entered_as_id = application.entered_as_id or absorbed.id
        application.agency_id = into.id
    for model in (Extension, Invitation, ProgrammeQuestion):
        rows: type[Any] = model
        db.session.execute(update(rows).where(rows.agency_id == absorbed.id).values(agency_id=into.id))
    for earlier in db.session.scalars(select(Agency).where(Agency.merged_into_id == absorbed.id)).all():
        earlier.merged_into_id = into.id

"""Roles given and taken by an administrator, and accounts closed and opened again."""

from __future__ import annotations

import secrets
from datetime import date, timedelta

from app.clock import now
from app.messages import outbox
from app.models import Agency, Person, RoleGrant
from app.permissions import Permission, may_anywhere
from app.queries.signed_links import password_link, stamp_of
from app.services.events import personal, record
from app.services.people import grant_role, held_grant, scope_obstacles, self_given
from app.thai import normalise
from app.transaction import lock, transactional
from workflows.errors import N_, Obstacle, RuleBroken
from workflows.roles import Role

LINK_HOURS = 48


@transactional
def give_role(
    person: Person,
    role: Role,
    *,
    agency: Agency | None = None,
    branch: str | None = None,
    type_code: str | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
    actor: Person,
) -> RoleGrant:
    """Give a known person another role. Raises RuleBroken with everything that does not fit the role."""
    _may_administer(actor)
    against = scope_obstacles(
        role,
        agency=agency,
        branch=branch,
        starts_on=starts_on,
        ends_on=ends_on,
        is_registered_assessor=person.assessor_profile is not None,
    )
    against += self_given(person.email, actor, field="role")
    if not against and role is not Role.DELEGATE and held_grant(person, role, agency, branch, type_code):
        message = N_("This person holds this role already. To give it for other days, end it first")
        against.append(Obstacle(message, field="role"))
    if against:
        raise RuleBroken(against)
    return grant_role(
        person,
        role,
        agency=agency,
        branch=branch,
        type_code=type_code,
        starts_on=starts_on,
        ends_on=ends_on,
        actor=actor,
    )


@transactional
def rename_person(person: Person, *, name_th: str, name_en: str, actor: Person) -> None:
    """Correct how a person is called; what was signed under the old name keeps it."""
    _may_administer(actor)
    given = {"name_th": name_th, "name_en": name_en}
    missing = [name for name, value in given.items() if not value.strip()]
    if missing:
        raise RuleBroken(Obstacle("Enter the name in both languages", field=name) for name in missing)
    person = lock(person)
    was = f"{person.name_th} / {person.name_en}"
    person.rename(normalise(name_th).strip(), normalise(name_en).strip())
    if was != f"{person.name_th} / {person.name_en}":
        record("person_renamed", about=person, actor=actor, was=personal(was))


@transactional
def close_account(person: Person, *, actor: Person) -> None:
    """Let a person sign in no more; every session ends. Raises RuleBroken for the own account."""
    _may_administer(actor)
    if person.id == actor.id:
        raise RuleBroken([Obstacle("You cannot close your own account")])
    person = lock(person)
    if person.is_active:
        person.is_active, person.session_key = False, secrets.token_urlsafe(32)
        record("account_closed", about=person, actor=actor)


@transactional
def reopen_account(person: Person, *, actor: Person) -> None:
    """Let a person sign in again."""
    _may_administer(actor)
    person = lock(person)
    if not person.is_active:
        person.is_active = True
        record("account_reopened", about=person, actor=actor)


@transactional
def send_password_link(person: Person, *, actor: Person) -> str:
    """Send a person a link to choose a new password; return it for installations without a mail server."""
    _may_administer(actor)
    until = now() + timedelta(hours=LINK_HOURS)
    link = password_link(person, until)
    record("password_link_sent", about=person, actor=actor)
    outbox.queue("password_reset", to=[person], once_per=stamp_of(link), link=link, params={"until": until})
    return link


def _may_administer(actor: Person) -> None:
    if not may_anywhere(Permission.ADMINISTER, actor):
        raise RuleBroken([Obstacle("Your role does not allow this step")])

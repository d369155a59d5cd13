"""The agencies that may enter a programme and have no entry in it: those it is still open for, and those too late."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal, or_, select, true

from app.extensions import db
from app.models import Agency, AgencyKind, Application, Extension, Mailing, Person, Programme, RoleGrant
from app.permissions import today
from app.queries.criteria import rubric_of
from app.queries.deadlines import entry_window_with
from workflows.deadlines import Phase
from workflows.mailing import Audience
from workflows.roles import Role

PERSON = (Person.id, Person.name_th, Person.name_en, Person.email, Person.search_key)
AGENCY = (Agency.name_th, Agency.name_en, Agency.search_key)


def holds_role(roles: Sequence[Role]) -> ColumnElement[bool]:
    """Hold for the people who have one of these roles today."""
    day = today()
    return and_(
        Person.is_active,
        RoleGrant.role.in_(roles),
        RoleGrant.revoked_at.is_(None),
        or_(RoleGrant.starts_on.is_(None), RoleGrant.starts_on <= day),
        or_(RoleGrant.ends_on.is_(None), RoleGrant.ends_on >= day),
    )


def of_ministry(mailing: Mailing) -> ColumnElement[bool]:
    """Hold for the agencies of the ministry that is chosen, or for all."""
    key = mailing.ministry_id
    return true() if key is None else or_(Agency.ministry_id == key, Agency.id == key)


def not_started(mailing: Mailing, programmes: Sequence[Programme], at: datetime) -> Select[*tuple[Any, ...]]:
    """Select coordinators of agencies that can still enter and have no entry, not even one that left the round."""
    statement = (
        select(*PERSON, Programme.id, Agency.id, literal(""), *AGENCY)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .join(Agency, Agency.id == RoleGrant.agency_id)
        .where(holds_role([Role.COORDINATOR]))
    )
    return _of_who_has_none(statement, mailing, programmes).where(_is_open(programmes, at))


def out_of_reach(mailing: Mailing, programmes: Sequence[Programme], *, at: datetime) -> int:
    """Count the agencies that have not started and have no coordinator to write to, where such agencies are chosen."""
    if not _are_chosen(mailing, programmes):
        return 0
    return _count(mailing, programmes, _is_open(programmes, at), ~_has_coordinator())


def too_late(mailing: Mailing, programmes: Sequence[Programme], *, at: datetime) -> int:
    """Count the agencies left out for they can enter none of the chosen programmes any more."""
    if not _are_chosen(mailing, programmes):
        return 0
    can_still = _of_who_has_none(select(Agency.id), mailing, programmes).where(_is_open(programmes, at))
    return _count(mailing, programmes, _has_coordinator(), Agency.id.not_in(can_still))


def _are_chosen(mailing: Mailing, programmes: Sequence[Programme]) -> bool:
    return bool(programmes) and Audience.NOT_STARTED in mailing.audiences


def _count(mailing: Mailing, programmes: Sequence[Programme], *conditions: ColumnElement[bool]) -> int:
    counted = select(func.count(Agency.id.distinct())).select_from(Agency).where(*conditions)
    return db.session.scalar(_of_who_has_none(counted, mailing, programmes)) or 0


def _has_coordinator() -> ColumnElement[bool]:
    coordinator = select(RoleGrant.id).join(Person, Person.id == RoleGrant.person_id)
    return coordinator.where(RoleGrant.agency_id == Agency.id, holds_role([Role.COORDINATOR])).exists()


def _of_who_has_none(
    statement: Select[*tuple[Any, ...]], mailing: Mailing, programmes: Sequence[Programme]
) -> Select[*tuple[Any, ...]]:
    """Narrow a statement of agencies to those the criteria let enter one of these programmes and that have not."""
    entry = select(Application.id).where(Application.programme_id == Programme.id, Application.agency_id == Agency.id)
    statement = statement.join(Programme, or_(*(_may_enter(each) for each in programmes)))
    return statement.where(Agency.is_active, ~entry.exists(), of_ministry(mailing))


def _may_enter(programme: Programme) -> ColumnElement[bool]:
    """The kinds of agencies the criteria name; criteria that name none let every agency in."""
    eligibility = rubric_of(programme).eligibility
    kinds = [AgencyKind(kind) for kind in (eligibility.agency_types if eligibility else ())]
    return and_(Programme.id == programme.id, Agency.kind.in_(kinds) if kinds else true())


def _is_open(programmes: Sequence[Programme], at: datetime) -> ColumnElement[bool]:
    """An entry would still be taken: the programme has not closed, or not yet for the agency that has an extension."""
    for_all = [each.id for each in programmes if entry_window_with(each, None).phase(at) is not Phase.CLOSED]
    extended = [_is_extended(each, at) for each in programmes if each.id not in for_all]
    return or_(Programme.id.in_(for_all), *extended)


def _is_extended(programme: Programme, at: datetime) -> ColumnElement[bool]:
    grace = timedelta(minutes=programme.grace_minutes)
    return and_(
        Programme.id == programme.id,
        exists().where(
            Extension.programme_id == programme.id,
            Extension.agency_id == Agency.id,
            Extension.revoked_at.is_(None),
            Extension.until >= at - grace,
        ),
    )

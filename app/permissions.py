"""Who may do what with which thing: the table of `workflows/permissions.py`, asked by every page, list and use case."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import ColumnElement, and_, false, or_, select, true
from sqlalchemy.orm import object_session

from app.agency_interests import in_round_of
from app.clock import BANGKOK, now
from app.extensions import db
from app.kept_files import kept_from
from app.models import (
    Agency,
    Appeal,
    Application,
    Assignment,
    AssignmentPlan,
    AssignmentState,
    Base,
    CalibrationExercise,
    CalibrationRun,
    ColleagueComment,
    ConsensusSheet,
    Cycle,
    Decision,
    DeclaredInterest,
    Evidence,
    ExerciseSheet,
    FeedbackReport,
    Invitation,
    LetterNumber,
    LetterRegister,
    Message,
    Person,
    Programme,
    ProgrammeQuestion,
    Proposal,
    Receipt,
    RoleGrant,
    ScoreSheet,
    ServiceCertificate,
    Stage,
)
from app.recusals import recused_from
from workflows.permissions import ALLOWED, Permission
from workflows.roles import AGENCY_ROLES, BRANCH_ROLES, COMMITTEE_ROLES, Role

__all__ = [
    "ALLOWED",
    "IN_FORCE",
    "Permission",
    "Thing",
    "agencies_of",
    "application_of",
    "grants_in_force",
    "interests_of_agencies",
    "is_allowed",
    "is_set_aside",
    "may_anywhere",
    "may_give_role",
    "programme_of",
    "recusals_of",
    "roles_anywhere",
    "roles_on",
    "set_aside_for",
    "today",
    "visible_applications",
    "visible_programmes",
]

Thing = Base  # any row; one of a kind that belongs nowhere is nobody's but the global roles'
IN_FORCE = (AssignmentState.PUBLISHED, AssignmentState.ACCEPTED)


def today() -> date:
    """The date in Bangkok, by which delegations run."""
    return now().astimezone(BANGKOK).date()


def grants_in_force(person: Person) -> list[RoleGrant]:
    """The person's grants that hold today."""
    day = today()
    return [
        grant
        for grant in person.grants
        if grant.revoked_at is None
        and (grant.starts_on is None or grant.starts_on <= day)
        and (grant.ends_on is None or day <= grant.ends_on)
    ]


def roles_anywhere(person: Person) -> frozenset[Role]:
    """The roles the person holds on anything at all; enough to open a list, which then shows only what is theirs."""
    return frozenset(grant.role for grant in grants_in_force(person))


def roles_on(thing: Thing, person: Person | None) -> frozenset[Role]:
    """The roles the person holds on this thing; nobody (None) is the system itself."""
    if person is None:
        return frozenset({Role.SYSTEM})
    if not person.is_active:
        return frozenset()
    return frozenset(_granted(thing, person) | _seats(thing, person))


def _granted(thing: Thing, person: Person) -> set[Role]:
    """A member of the committee who is recused from an application has nothing to do with it as staff either."""
    held = {grant.role for grant in grants_in_force(person) if _covers(grant, thing)}
    return held & AGENCY_ROLES if held & COMMITTEE_ROLES and is_set_aside(thing, person) else held


def is_set_aside(thing: Thing, person: Person) -> bool:
    """Say whether the person sits on the committee that decides on this thing's application, and is recused from it."""
    sits = any(grant.role in COMMITTEE_ROLES and _covers(grant, thing) for grant in grants_in_force(person))
    application = application_of(thing) if sits else None
    if application is None or object_session(person) is None:
        return False
    statement = select(Application.id).where(Application.id == application.id, recusals_of(person))
    return db.session.scalar(statement) is not None


def recusals_of(person: Person) -> ColumnElement[bool]:
    """The condition on an application that the person takes no part in its decision."""
    held = (grant.agency_id for grant in grants_in_force(person) if grant.role in AGENCY_ROLES)
    return recused_from(person, {agency_id for agency_id in held if agency_id is not None})


def set_aside_for(person: Person) -> ColumnElement[bool]:
    """The condition on an application that it is kept from this person, who sits on its committee and is recused."""
    seats = [grant for grant in grants_in_force(person) if grant.role in COMMITTEE_ROLES]
    if not seats:
        return false()
    of_committee = select(Programme.id).where(or_(*map(_programme_filter, seats)))
    return and_(Application.programme_id.in_(of_committee), recusals_of(person))


def is_allowed(permission: Permission, thing: Thing, person: Person | None) -> bool:
    """Say whether the person may; a seat and a sheet are their assessor's alone, and some files not everybody's."""
    if isinstance(thing, Evidence) and (kept := kept_from(thing)):
        return bool((ALLOWED[permission] - kept) & roles_on(thing, person))
    if isinstance(thing, ScoreSheet | Assignment | ExerciseSheet) and person and permission is Permission.ASSESS:
        roles = roles_anywhere(person) if isinstance(thing, ExerciseSheet) else roles_on(thing, person)
        return thing.assessor_id == person.id and person.is_active and bool(ALLOWED[permission] & roles)
    if person is not None and person.is_active and ALLOWED[permission] & _granted(thing, person):
        return True  # most people act by a grant, and then no seat needs to be looked for
    return bool(ALLOWED[permission] & roles_on(thing, person))


def may_anywhere(permission: Permission, person: Person) -> bool:
    """Say whether the person may do this with at least something; a year is no matter of one award type's officer."""
    if not person.is_active or permission is not Permission.MANAGE_CYCLES:
        return person.is_active and bool(ALLOWED[permission] & roles_anywhere(person))
    return any(grant.role in ALLOWED[permission] and grant.type_code is None for grant in grants_in_force(person))


def may_give_role(role: Role, agency: Agency | None, person: Person) -> bool:
    """Say whether the person may give somebody this role, and take it or the invitation to it back."""
    if may_anywhere(Permission.ADMINISTER, person):
        return True
    if agency is None or role not in AGENCY_ROLES:
        return False
    wanted = Permission.NAME_DELEGATE if role in (Role.DELEGATE, Role.HEAD) else Permission.MANAGE_TEAM
    return is_allowed(wanted, agency, person)


def _covers(grant: RoleGrant, thing: Thing) -> bool:
    if grant.role in AGENCY_ROLES:
        agency_id = thing.id if isinstance(thing, Agency) else _agency_of(thing)
        return agency_id is not None and grant.agency_id == agency_id
    if grant.role in BRANCH_ROLES:
        programme = programme_of(thing)
        if programme is not None:
            return _reaches(grant, programme)
        interest = thing.interest if isinstance(thing, Proposal) else thing
        if isinstance(interest, DeclaredInterest):
            found = select(DeclaredInterest.id).where(DeclaredInterest.id == interest.id, _interest_filter(grant))
            return db.session.scalar(found) is not None
        is_unlimited = grant.branch is None and grant.type_code is None
        return _is_of_every_branch(thing) or (is_unlimited and isinstance(thing, Cycle | LetterRegister | Message))
    return grant.role in (Role.ADMINISTRATOR, Role.AUDITOR)


def _is_of_every_branch(thing: Thing) -> bool:
    """An agency and an assessor's service concern the staff of every branch."""
    if isinstance(thing, LetterNumber):
        return thing.service is not None
    return isinstance(thing, Agency | ServiceCertificate)


def _reaches(grant: RoleGrant, programme: Programme) -> bool:
    """No branch means all; a delegated body's officer sees one award type."""
    in_branch = grant.branch is None or grant.branch == programme.branch
    return in_branch and (grant.type_code is None or grant.type_code == programme.type_code)


def application_of(thing: Thing) -> Application | None:
    """The application a thing belongs to, if it belongs to one."""
    if isinstance(thing, Application):
        return thing
    if isinstance(thing, Evidence):
        return db.session.get(Application, thing.application_id)
    if isinstance(thing, Proposal) and thing.interest is not None:
        return thing.interest.application
    if isinstance(thing, Assignment | ColleagueComment | DeclaredInterest | Receipt | ScoreSheet):
        return thing.application
    if isinstance(thing, Proposal) and thing.appeal is not None:
        return thing.appeal.application
    if isinstance(thing, Appeal | ConsensusSheet | Decision | FeedbackReport | LetterNumber | Proposal):
        return thing.application
    return None


def programme_of(thing: Thing) -> Programme | None:
    """The programme a thing belongs to, if it belongs to one."""
    if isinstance(thing, Programme):
        return thing
    if isinstance(
        thing,
        Stage | AssignmentPlan | CalibrationExercise | CalibrationRun | ExerciseSheet | Message | ProgrammeQuestion,
    ):
        return thing.programme
    if isinstance(thing, Proposal | LetterNumber) and thing.programme_id is not None:
        return db.session.get(Programme, thing.programme_id)
    application = application_of(thing)
    return application.programme if application else None


def _agency_of(thing: Thing) -> object:
    owner = thing if isinstance(thing, Invitation | ProgrammeQuestion) else application_of(thing)
    return owner.agency_id if owner else None


def _seats(thing: Thing, person: Person) -> set[Role]:
    """A seat on the panel of an application comes from the assignment, not from a grant."""
    application = application_of(thing)
    if application is None or object_session(person) is None:
        return set()
    stage_id = thing.stage_id if isinstance(thing, Assignment | ScoreSheet | ConsensusSheet) else application.stage_id
    seats = db.session.scalars(
        select(Assignment.is_lead).where(
            Assignment.application_id == application.id,
            Assignment.assessor_id == person.id,
            Assignment.state.in_(IN_FORCE),
            Assignment.stage_id == stage_id if stage_id else true(),
        )
    ).all()
    return {Role.ASSESSOR for _ in seats[:1]} | {Role.LEAD_ASSESSOR for is_lead in seats if is_lead}


def visible_applications(person: Person, permission: Permission = Permission.VIEW_APPLICATION) -> ColumnElement[bool]:
    """The filter of every list of applications, joined to Programme: what `is_allowed` would open by a grant."""
    grants = [grant for grant in grants_in_force(person) if grant.role in ALLOWED[permission]]
    own = [_grant_filter(grant) for grant in grants if grant.role in AGENCY_ROLES]
    by_office = [_grant_filter(grant) for grant in grants if grant.role not in AGENCY_ROLES]
    return or_(false(), *own, and_(or_(false(), *by_office), ~set_aside_for(person)))


def visible_programmes(person: Person, permission: Permission = Permission.VIEW_PROGRAMME) -> ColumnElement[bool]:
    """The filter of every list of programmes for staff."""
    held = (grant for grant in grants_in_force(person) if grant.role in ALLOWED[permission])
    return or_(false(), *map(_programme_filter, held))


def interests_of_agencies(person: Person, permission: Permission) -> ColumnElement[bool]:
    """The filter of every list of interests declared in agencies: what `is_allowed` would open."""
    held = (grant for grant in grants_in_force(person) if grant.role in ALLOWED[permission])
    return or_(false(), *map(_interest_filter, held))


def _interest_filter(grant: RoleGrant) -> ColumnElement[bool]:
    """An agency that is in no round concerns every branch; the officer of one award type only one that entered it."""
    if grant.role not in BRANCH_ROLES or (grant.branch is None and grant.type_code is None):
        return _programme_filter(grant)
    entered = in_round_of(_programme_filter(grant))
    return entered if grant.type_code else or_(entered, ~in_round_of(true()))


def _grant_filter(grant: RoleGrant) -> ColumnElement[bool]:
    return Application.agency_id == grant.agency_id if grant.role in AGENCY_ROLES else _programme_filter(grant)


def _programme_filter(grant: RoleGrant) -> ColumnElement[bool]:
    if grant.role in BRANCH_ROLES:
        return and_(
            true() if grant.branch is None else Programme.branch == grant.branch,
            true() if grant.type_code is None else Programme.type_code == grant.type_code,
        )
    return true() if grant.role in (Role.ADMINISTRATOR, Role.AUDITOR) else false()


def agencies_of(person: Person, roles: Iterable[Role] = AGENCY_ROLES) -> list[Agency]:
    """The agencies the person works for in any of these roles, each once."""
    held = {grant.agency for grant in grants_in_force(person) if grant.role in set(roles) and grant.agency}
    return sorted(held, key=lambda agency: agency.sort_key)

"""Who may do what with which thing: one table, asked by every page, list and use case."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, false, or_, select, true
from sqlalchemy.orm import object_session

from app.clock import BANGKOK, now
from app.extensions import db
from app.models import (
    Agency,
    Application,
    Assignment,
    AssignmentPlan,
    AssignmentState,
    ConsensusSheet,
    Evidence,
    FeedbackReport,
    Job,
    Person,
    Programme,
    Proposal,
    Receipt,
    RoleGrant,
    ScoreSheet,
    Stage,
)
from workflows.roles import AGENCY_ROLES, BRANCH_ROLES, Role

Thing = (
    Agency
    | Application
    | Assignment
    | AssignmentPlan
    | ConsensusSheet
    | Evidence
    | FeedbackReport
    | Job
    | Programme
    | Proposal
    | Receipt
    | ScoreSheet
    | Stage
)
IN_FORCE = (AssignmentState.PUBLISHED, AssignmentState.ACCEPTED)


class Permission(StrEnum):
    """Everything a page or use case may ask for."""

    VIEW_APPLICATION = "view_application"
    START_APPLICATION = "start_application"
    EDIT_APPLICATION = "edit_application"
    SEND_FOR_APPROVAL = "send_for_approval"
    APPROVE_APPLICATION = "approve_application"
    WITHDRAW_APPLICATION = "withdraw_application"
    MANAGE_TEAM = "manage_team"
    NAME_DELEGATE = "name_delegate"
    READ_FEEDBACK = "read_feedback"
    OPEN_EVIDENCE = "open_evidence"
    MANAGE_CYCLES = "manage_cycles"
    VIEW_PROGRAMME = "view_programme"
    MANAGE_PROGRAMME = "manage_programme"
    SCREEN = "screen"
    VIEW_RECORD = "view_record"
    ASSIGN = "assign"
    ASSESS = "assess"
    AGREE = "agree"
    LEAD_PANEL = "lead_panel"
    DECIDE = "decide"
    CONFIRM_ACT = "confirm_act"
    ANNOUNCE = "announce"
    EDIT_FEEDBACK = "edit_feedback"
    DISQUALIFY = "disqualify"
    ADMINISTER = "administer"
    AUDIT = "audit"


_TEAM = frozenset({Role.CONTRIBUTOR, Role.COORDINATOR, Role.HEAD, Role.DELEGATE})
_STAFF = frozenset({Role.OFFICER, Role.DIRECTOR})
_PANEL = frozenset({Role.ASSESSOR, Role.LEAD_ASSESSOR})

ALLOWED: dict[Permission, frozenset[Role]] = {
    Permission.VIEW_APPLICATION: _TEAM | _STAFF | {Role.AUDITOR},
    Permission.START_APPLICATION: frozenset({Role.COORDINATOR}),
    Permission.EDIT_APPLICATION: frozenset({Role.CONTRIBUTOR, Role.COORDINATOR}),
    Permission.SEND_FOR_APPROVAL: frozenset({Role.COORDINATOR}),
    Permission.APPROVE_APPLICATION: frozenset({Role.HEAD, Role.DELEGATE}),
    Permission.WITHDRAW_APPLICATION: frozenset({Role.HEAD}),
    Permission.MANAGE_TEAM: frozenset({Role.COORDINATOR, Role.HEAD}),
    Permission.NAME_DELEGATE: frozenset({Role.HEAD}),
    Permission.READ_FEEDBACK: _TEAM,
    Permission.OPEN_EVIDENCE: _TEAM | _STAFF | _PANEL | {Role.JUDGE, Role.AUDITOR},
    Permission.MANAGE_CYCLES: frozenset({Role.OFFICER, Role.ADMINISTRATOR}),
    Permission.VIEW_PROGRAMME: _STAFF | {Role.AUDITOR},
    Permission.MANAGE_PROGRAMME: frozenset({Role.OFFICER}),
    Permission.SCREEN: frozenset({Role.OFFICER}),
    Permission.VIEW_RECORD: _STAFF | {Role.AUDITOR, Role.JUDGE},
    Permission.ASSIGN: frozenset({Role.OFFICER}),
    Permission.ASSESS: _PANEL,
    Permission.AGREE: _PANEL,
    Permission.LEAD_PANEL: frozenset({Role.LEAD_ASSESSOR}),
    Permission.DECIDE: frozenset({Role.JUDGE, Role.DIRECTOR}),
    Permission.CONFIRM_ACT: frozenset({Role.JUDGE, Role.DIRECTOR, Role.OFFICER}),
    Permission.ANNOUNCE: frozenset({Role.OFFICER}),
    Permission.EDIT_FEEDBACK: frozenset({Role.OFFICER}),
    Permission.DISQUALIFY: _STAFF,
    Permission.ADMINISTER: frozenset({Role.ADMINISTRATOR}),
    Permission.AUDIT: _STAFF | {Role.AUDITOR, Role.ADMINISTRATOR},
}


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
    roles = {grant.role for grant in grants_in_force(person) if _covers(grant, thing)}
    return frozenset(roles | _seats(thing, person))


def is_allowed(permission: Permission, thing: Thing, person: Person | None) -> bool:
    """Say whether the person may do this with this thing; a seat and a sheet are their own assessor's alone."""
    if isinstance(thing, ScoreSheet | Assignment) and person is not None and permission is Permission.ASSESS:
        return thing.assessor_id == person.id and bool(ALLOWED[permission] & roles_on(thing, person))
    return bool(ALLOWED[permission] & roles_on(thing, person))


def may_anywhere(permission: Permission, person: Person) -> bool:
    """Say whether the person may do this with at least something."""
    return person.is_active and bool(ALLOWED[permission] & roles_anywhere(person))


def _covers(grant: RoleGrant, thing: Thing) -> bool:
    if grant.role in AGENCY_ROLES:
        agency_id = thing.id if isinstance(thing, Agency) else _agency_of(thing)
        return agency_id is not None and grant.agency_id == agency_id
    if grant.role in BRANCH_ROLES:
        programme = programme_of(thing)
        if programme is None:
            return isinstance(thing, Agency)
        return _reaches(grant, programme)
    return grant.role in (Role.ADMINISTRATOR, Role.AUDITOR)


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
    if isinstance(thing, Assignment | Receipt | ScoreSheet | ConsensusSheet | FeedbackReport | Proposal):
        return thing.application
    return None


def programme_of(thing: Thing) -> Programme | None:
    """The programme a thing belongs to, if it belongs to one."""
    if isinstance(thing, Programme):
        return thing
    if isinstance(thing, Stage | AssignmentPlan):
        return thing.programme
    if isinstance(thing, Proposal) and thing.programme_id is not None:
        return db.session.get(Programme, thing.programme_id)
    application = application_of(thing)
    return application.programme if application else None


def _agency_of(thing: Thing) -> object:
    application = application_of(thing)
    return application.agency_id if application else None


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
    """The filter of every list of applications: exactly those that `is_allowed` would open by a grant.

    The statement that uses it must join Programme.
    """
    grants = [grant for grant in grants_in_force(person) if grant.role in ALLOWED[permission]]
    return or_(false(), *(_grant_filter(grant) for grant in grants))


def visible_programmes(person: Person, permission: Permission = Permission.VIEW_PROGRAMME) -> ColumnElement[bool]:
    """The filter of every list of programmes for staff."""
    grants = [grant for grant in grants_in_force(person) if grant.role in ALLOWED[permission]]
    return or_(false(), *(_programme_filter(grant) for grant in grants))


def _grant_filter(grant: RoleGrant) -> ColumnElement[bool]:
    if grant.role in AGENCY_ROLES:
        return Application.agency_id == grant.agency_id
    return _programme_filter(grant)


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

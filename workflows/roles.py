"""The roles a person can hold, and on what kind of thing each is held."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """A role is always held on a thing, except administrator, auditor and the system itself."""

    CONTRIBUTOR = "contributor"
    COORDINATOR = "coordinator"
    HEAD = "head"
    DELEGATE = "delegate"
    ASSESSOR = "assessor"
    LEAD_ASSESSOR = "lead_assessor"
    OFFICER = "officer"
    DIRECTOR = "director"
    JUDGE = "judge"
    ADVISER = "adviser"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"
    SYSTEM = "system"


class Scope(StrEnum):
    """The kind of thing a role is held on."""

    AGENCY = "agency"
    BRANCH = "branch"
    PANEL = "panel"
    EVERYWHERE = "everywhere"


AGENCY_ROLES = frozenset({Role.CONTRIBUTOR, Role.COORDINATOR, Role.HEAD, Role.DELEGATE})
PANEL_ROLES = frozenset({Role.ASSESSOR, Role.LEAD_ASSESSOR})
BRANCH_ROLES = frozenset({Role.OFFICER, Role.DIRECTOR, Role.JUDGE, Role.ADVISER})
COMMITTEE_ROLES = frozenset({Role.JUDGE, Role.DIRECTOR})
GLOBAL_ROLES = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})


def scope_of(role: Role) -> Scope:
    """Say what `role` is granted on; an assessor belongs to the pool everywhere and gets a seat by assignment."""
    if role in AGENCY_ROLES:
        return Scope.AGENCY
    if role in BRANCH_ROLES:
        return Scope.BRANCH
    if role is Role.LEAD_ASSESSOR:
        return Scope.PANEL
    return Scope.EVERYWHERE

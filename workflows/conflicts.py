"""Who may not assess what: the ties between an assessor and an application, found from the register and declarations.

Persons and agencies are compared by their identifiers, never by a name or an e-mail address. Only a declared
interest can be lifted here; a tie that the register proves stays one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from workflows.errors import N_, Obstacle


class MinistryReach(StrEnum):
    """How far up a common agency above two agencies still ties them: a setting of the programme."""

    OFF = "off"
    DEPARTMENT = "department"
    MINISTRY = "ministry"


class ConflictKind(StrEnum):
    """Why a person may not assess an application."""

    OWN_APPLICATION = "own_application"
    SAME_AGENCY = "same_agency"
    SAME_MINISTRY = "same_ministry"
    PAST_AGENCY = "past_agency"
    CLINIC_ADVISER = "clinic_adviser"
    DECLARED_INTEREST = "declared_interest"


@dataclass(frozen=True)
class Affiliation:
    """An agency and the agencies above it, nearest first: a hospital, then its department, then the ministry."""

    agency_id: str
    above: tuple[str, ...] = ()

    def within(self, reach: MinistryReach) -> frozenset[str]:
        """Return the agency itself and those above it that count; the last above is the ministry."""
        chain = (self.agency_id, *self.above)
        counted = {MinistryReach.OFF: chain[:1], MinistryReach.DEPARTMENT: chain[:-1], MinistryReach.MINISTRY: chain}
        return frozenset(counted[reach])


@dataclass(frozen=True)
class PastPost:
    """An agency someone left, with the last day there."""

    agency_id: str
    until: date


@dataclass(frozen=True)
class DeclaredInterest:
    """What an assessor declared about an application or an agency; lifted only by two persons, with a reason."""

    subject_id: str
    is_lifted: bool = False


@dataclass(frozen=True)
class AssessorTies:
    """What ties one assessor to the world."""

    person_id: str
    agencies: tuple[Affiliation, ...] = ()
    past_posts: tuple[PastPost, ...] = ()
    declared: tuple[DeclaredInterest, ...] = ()


@dataclass(frozen=True)
class ApplicationTies:
    """What ties one application to people and agencies. `owners` are the submitting, co-owning and responsible ones."""

    application_id: str
    owners: tuple[Affiliation, ...]
    team_ids: frozenset[str] = frozenset()
    adviser_ids: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Conflict:
    """One reason why the pair is impossible."""

    kind: ConflictKind
    detail: Obstacle


def conflicts_between(
    assessor: AssessorTies, application: ApplicationTies, *, reach: MinistryReach, past_years: int, on: date
) -> tuple[Conflict, ...]:
    """Return every conflict of the pair on the day `on`, in the order of ConflictKind; empty means they may meet.

    `reach` says which agencies above both count: none, those below the ministry (one department and all under it), or
    the ministry too. `past_years` (from 0 up) is for how many years an agency left behind still counts; 0 means not at
    all. Source: the award's conflict rule (own or co-owning agency, ministry, past agency, clinic adviser, declared
    interest).
    """
    owners = {owner.agency_id for owner in application.owners}
    found = [
        _own_application(assessor, application),
        _same_agency(assessor, owners),
        _same_ministry(assessor, application, reach),
        _past_agency(assessor, owners, past_years, on),
        _adviser(assessor, application),
        _declared(assessor, owners | {application.application_id}),
    ]
    return tuple(conflict for conflict in found if conflict)


def _own_application(assessor: AssessorTies, application: ApplicationTies) -> Conflict | None:
    if assessor.person_id not in application.team_ids:
        return None
    return _conflict(ConflictKind.OWN_APPLICATION, N_("The assessor took part in writing this application"))


def _same_agency(assessor: AssessorTies, owners: set[str]) -> Conflict | None:
    shared = sorted(owners & {affiliation.agency_id for affiliation in assessor.agencies})
    if not shared:
        return None
    return _conflict(
        ConflictKind.SAME_AGENCY, N_("The assessor belongs to an agency that owns this application"), shared
    )


def _same_ministry(assessor: AssessorTies, application: ApplicationTies, reach: MinistryReach) -> Conflict | None:
    """Two agencies that are the same are no second conflict; what they share above is."""
    shared = {
        agency
        for mine in assessor.agencies
        for owner in application.owners
        if mine.agency_id != owner.agency_id
        for agency in mine.within(reach) & owner.within(reach)
    }
    if not shared:
        return None
    message = N_("The assessor's agency and the application's belong to the same ministry or department")
    return _conflict(ConflictKind.SAME_MINISTRY, message, sorted(shared))


def _past_agency(assessor: AssessorTies, owners: set[str], years: int, on: date) -> Conflict | None:
    if years < 1:
        return None
    since = _years_before(on, years)
    recent = sorted({post.agency_id for post in assessor.past_posts if post.until >= since} & owners)
    if not recent:
        return None
    message = N_("The assessor left an agency that owns this application less than %(years)s years ago")
    return _conflict(ConflictKind.PAST_AGENCY, message, recent, years=years)


def _adviser(assessor: AssessorTies, application: ApplicationTies) -> Conflict | None:
    if assessor.person_id not in application.adviser_ids:
        return None
    return _conflict(ConflictKind.CLINIC_ADVISER, N_("The assessor advised this application in a clinic"))


def _declared(assessor: AssessorTies, subjects: set[str]) -> Conflict | None:
    standing = {interest.subject_id for interest in assessor.declared if not interest.is_lifted}
    if not standing & subjects:
        return None
    return _conflict(ConflictKind.DECLARED_INTEREST, N_("The assessor declared an interest"))


def _conflict(kind: ConflictKind, message: str, agencies: list[str] | None = None, **params: object) -> Conflict:
    return Conflict(kind, Obstacle(message, params | ({"agencies": tuple(agencies)} if agencies else {})))


def _years_before(day: date, years: int) -> date:
    """The same day so many years earlier; 29 February becomes the 28th where there is none."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)

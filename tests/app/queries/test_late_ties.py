"""The database narrows seats to the few that share something; none that the conflict rule ties is left out by that."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from app.clock import now
from app.extensions import db
from app.models import Advice, Agency, Answer, Application, Assignment, CoOwner, DeclaredInterest, PastAgency
from app.permissions import today
from app.queries.late_ties import late_ties
from app.services.people import grant_role
from app.transaction import transactional
from tests.assessing import seated
from tests.world import World
from workflows.conflicts import ConflictKind
from workflows.roles import Role

K = ConflictKind


def agency_above(world: World, name: str, **values: object) -> Agency:
    agency = Agency(
        code=name, kind=world.agency.kind, name_th=name, name_en=name, sort_key=name, search_key=name, **values
    )
    db.session.add(agency)
    db.session.flush()
    return agency


def at_home(world: World, seat: Assignment, agency: Agency) -> None:
    profile = seat.assessor.assessor_profile
    assert profile is not None
    profile.home_agency_id = agency.id


def under_one_ministry(world: World, seat: Assignment) -> None:
    ministry = agency_above(world, "ministry")
    world.agency.parent_id = agency_above(world, "department", parent_id=ministry.id).id
    at_home(world, seat, agency_above(world, "hospital", parent_id=ministry.id))


def merged(world: World, seat: Assignment) -> None:
    gone = agency_above(world, "gone", merged_into_id=world.agency.id, merged_at=now(), is_active=False)
    at_home(world, seat, gone)


def co_owned(world: World, seat: Assignment) -> None:
    at_home(world, seat, world.university)
    db.session.add(CoOwner(application_id=seat.application_id, agency_id=world.university.id))


def left_lately(world: World, seat: Assignment) -> None:
    until = today() - timedelta(days=30)
    db.session.add(PastAgency(person_id=seat.assessor_id, agency_id=world.agency.id, until=until))


def declared(**about: Callable[[World, Assignment], object]) -> Callable[[World, Assignment], None]:
    def declare(world: World, seat: Assignment) -> None:
        values = {name: of(world, seat) for name, of in about.items()}
        db.session.add(DeclaredInterest(person_id=seat.assessor_id, reason="-", declared_at=now(), **values))

    return declare


def advised(_world: World, seat: Assignment) -> None:
    db.session.add(Advice(person_id=seat.assessor_id, application_id=seat.application_id, given_at=now()))


def wrote(world: World, seat: Assignment) -> None:
    """Somebody who worked for the agency when the entry was written, and left it since."""
    grant = grant_role(seat.assessor, Role.COORDINATOR, agency=world.agency, actor=None)
    db.session.query(Answer).filter_by(application_id=seat.application_id).update({"saved_by_id": seat.assessor_id})
    grant.revoked_at = now()


TIES = {
    "own agency": (lambda world, seat: at_home(world, seat, world.agency), K.SAME_AGENCY),
    "a ministry above": (under_one_ministry, K.SAME_MINISTRY),
    "merged": (merged, K.SAME_AGENCY),
    "co-owner": (co_owned, K.SAME_AGENCY),
    "past agency": (left_lately, K.PAST_AGENCY),
    "interest in the entry": (declared(application_id=lambda _world, seat: seat.application_id), K.DECLARED_INTEREST),
    "interest in the agency": (declared(agency_id=lambda world, _seat: world.agency.id), K.DECLARED_INTEREST),
    "adviser": (advised, K.CLINIC_ADVISER),
    "writer": (wrote, K.OWN_APPLICATION),
}


@pytest.mark.parametrize("name", TIES)
def test_a_seat_is_found_by_whatever_ties_it_and_no_other_seat_with_it(world: World, name: str) -> None:
    seats, (tie, kind) = seated(world), TIES[name]
    assert late_ties() == []
    _tie(tie, world, seats[1])
    found = [(each.seat.id, [one.kind for one in each.conflicts]) for each in late_ties()]
    assert found == [(seats[1].id, [kind])]
    assert late_ties(Application.programme_id != world.programme.id) == []


@transactional
def _tie(tie: Callable[[World, Assignment], None], world: World, seat: Assignment) -> None:
    tie(world, db.session.get_one(Assignment, seat.id))

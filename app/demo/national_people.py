"""The people a national round needs beyond the cast: assessors of every ministry, a team for each applicant."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import cycle
from random import Random

from sqlalchemy import select

from app.clock import now
from app.demo.cast import AgencyRecord, Assessor, Someone, Team
from app.demo.content import Content
from app.demo.national_names import names
from app.demo.national_rows import Member, Rows, in_batches
from app.demo.national_scale import TYPES
from app.demo.troupe import PASSWORD
from app.extensions import db
from app.models import AgencyKind, AssessorProfile, Declaration, Person, RoleGrant
from app.services.events import ledger_ref
from app.services.people import hash_password
from rubrics import load_rubric
from rubrics.strict import Text
from workflows.roles import Role

K = AgencyKind
_HOMES = (K.DEPARTMENT, K.PUBLIC_ORGANISATION, K.UNIVERSITY, K.INDEPENDENT)
_UNIVERSITIES = "mhesi"
_TIMES_A_UNIVERSITY = 4
# Which branches an assessor knows, dealt out in turn: as many hands for a branch as it has entries.
_BRANCHES = (
    ("PS",),
    ("PS", "PG"),
    ("PG",),
    ("PS", "PMQA40"),
    ("PMQA", "PMQA40"),
    ("PS",),
    ("PS", "PG"),
    ("PMQA", "PMQA40"),
)
_MOST_SEATS = 25
_POSITIONS = {
    Role.COORDINATOR: Text(th="นักวิเคราะห์นโยบายและแผนชำนาญการ", en="Policy and Plan Analyst"),
    Role.HEAD: Text(th="หัวหน้าหน่วยงาน", en="Head of Agency"),
}
TellId = Callable[[str], uuid.UUID]


def invented_assessors(content: Content, count: int) -> list[Assessor]:
    """Return as many assessors as are missing to `count`, their homes spread over ministries and universities."""
    known, called = len(content.cast.assessors), names()
    homes = _homes(content.registry)
    return [_assessor(content, place, next(homes), next(called)) for place in range(count - known)]


def _homes(registry: Mapping[str, AgencyRecord]) -> Iterator[str]:
    """Yield homes, going round the ministries; universities come up more often, as they do among assessors."""
    by_ministry: dict[str, list[str]] = {}
    for agency in registry.values():
        if agency.kind in _HOMES:
            by_ministry.setdefault(agency.parent or agency.code, []).append(agency.code)
    ring = list(by_ministry)
    for turn in range(1, _TIMES_A_UNIVERSITY):
        ring.insert(turn * len(by_ministry) // _TIMES_A_UNIVERSITY, _UNIVERSITIES)
    walks = {ministry: cycle(mine) for ministry, mine in by_ministry.items()}
    return (next(walks[ministry]) for ministry in cycle(ring))


def _assessor(content: Content, place: int, home: str, name: Text) -> Assessor:
    chance = Random(f"assessor/{place}")
    number = len(content.cast.assessors) + place + 1
    branches = _BRANCHES[(place + place // 31) % len(_BRANCHES)]
    return Assessor(
        person=Someone(f"assessor-{number:03}", name, f"assessor.{number:03}@lertrat.example"),
        agency=home,
        topics=tuple(chance.sample(sorted(content.cast.topics), 2)),
        types=tuple(code for branch in branches for code in _types_known(branch, chance)),
        branches=branches,
        can_lead=chance.random() < 0.55,
    )


def _types_known(branch: str, chance: Random) -> list[str]:
    codes = [load_rubric(rubric_id).type_code for rubric_id in TYPES[branch]]
    return sorted(chance.sample(codes, min(2, len(codes))))


def invented_teams(content: Content, agencies: Iterable[str]) -> dict[str, Team]:
    """Return a team for every agency: that of the cast, or an invented one."""
    called, cast = names(), content.cast.teams
    return {code: cast.get(code) or _team(code, place, called) for place, code in enumerate(agencies, start=100)}


def _team(agency: str, place: int, called: Iterator[Text]) -> Team:
    def someone(role: Role, phone: str = "") -> Someone:
        address = f"{role.value}@{agency}.lertrat.example"
        return Someone(f"{agency}-{role.value}", next(called), address, _POSITIONS[role], phone)

    return Team(agency, someone(Role.COORDINATOR, f"0 2000 {place:04}"), someone(Role.HEAD))


def enlist(content: Content, assessors: Iterable[Assessor], teams: Iterable[Team], id_of: TellId) -> None:
    """Bring everybody in whom the cast does not have, all with the one password of the demonstration."""
    hashed = hash_password(PASSWORD)

    def enlist_assessor(rows: Rows, assessor: Assessor) -> None:
        person = _person(rows, assessor.person, hashed)
        rows.add(
            AssessorProfile(
                person_id=person.id,
                home_agency_id=id_of(assessor.agency),
                can_lead=assessor.can_lead,
                branches=list(assessor.branches),
                topics=[*(content.cast.topics[each].th for each in assessor.topics), *assessor.types],
                max_load=_MOST_SEATS,
            )
        )
        _grant(rows, person, Role.ASSESSOR)

    def enlist_team(rows: Rows, team: Team) -> None:
        for someone, role in ((team.coordinator, Role.COORDINATOR), (team.head, Role.HEAD)):
            _grant(rows, _person(rows, someone, hashed), role, id_of(team.agency))

    in_batches(enlist_assessor, [(each, now()) for each in assessors])
    in_batches(enlist_team, [(each, now()) for each in teams if each.agency not in content.cast.teams])


def _person(rows: Rows, someone: Someone, hashed: str) -> Person:
    person_id = uuid.uuid4()
    person = Person(
        id=person_id,
        email=someone.email,
        name_th=someone.name.th,
        name_en=someone.name.en,
        password_hash=hashed,
        session_key=secrets.token_urlsafe(32),
        ledger_ref=ledger_ref(person_id),
        created_at=now(),
    )
    rows.add(person)
    return person


def _grant(rows: Rows, person: Person, role: Role, agency_id: uuid.UUID | None = None) -> None:
    grant = RoleGrant(id=uuid.uuid4(), person_id=person.id, role=role, agency_id=agency_id, granted_at=now())
    rows.add(grant)
    rows.record("role_granted", f"role_grants:{grant.id}", by=None, role=role.value, person=person.ledger_ref)


def declare(assessors: Iterable[Member], cycle_id: uuid.UUID) -> None:
    """Let every assessor who has not done so make the statement of the year on conflicts of interest."""
    done = set(db.session.scalars(select(Declaration.person_id).where(Declaration.cycle_id == cycle_id)))

    def state(rows: Rows, assessor: Member) -> None:
        declaration = Declaration(id=uuid.uuid4(), person_id=assessor.id, cycle_id=cycle_id, declared_at=now())
        rows.add(declaration)
        rows.record("conflicts_declared", f"declarations:{declaration.id}", by=assessor)

    in_batches(state, [(each, now()) for each in assessors if each.id not in done])

"""Who plays in the demonstration: the agencies of the registry and the invented people who hold roles on them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from app.demo.records import Record, load, made
from app.models import AgencyKind
from rubrics.strict import Text

_PEOPLE = "content/people.yaml"
_REGISTRY = "registry.yaml"
# Only the year a past post ended is known; its last day stands for it.
_LAST_DAY = (12, 31)


@dataclass(frozen=True)
class AgencyRecord:
    """One agency of the sample registry; `parent` is the code of the one above it."""

    code: str
    kind: AgencyKind
    name: Text
    parent: str | None


@dataclass(frozen=True)
class Someone:
    """One invented person. The name is whole, title first; `position` is what the agency calls the post."""

    id: str
    name: Text
    email: str
    position: Text | None = None
    phone: str = ""


@dataclass(frozen=True)
class StaffMember:
    """Someone of the secretariat or of the committee, with the agency they come from.

    An officer acts on `branches`; one of a delegated body only on the rubrics named. `advised` are entries.
    """

    person: Someone
    agency: str
    branches: tuple[str, ...] = ()
    rubrics: tuple[str, ...] = ()
    advised: tuple[str, ...] = ()


@dataclass(frozen=True)
class PastPost:
    """An agency an assessor worked for, and until when."""

    agency: str
    until: date


@dataclass(frozen=True)
class Interest:
    """What an assessor declared about one agency."""

    agency: str
    note: Text


@dataclass(frozen=True)
class Assessor:
    """One assessor: `topics` are subjects, `types` the award types best known, `ministries` further ties."""

    person: Someone
    agency: str
    topics: tuple[str, ...]
    types: tuple[str, ...]
    branches: tuple[str, ...]
    can_lead: bool
    past: tuple[PastPost, ...] = ()
    ministries: tuple[str, ...] = ()
    interests: tuple[Interest, ...] = ()
    advised: tuple[str, ...] = ()


@dataclass(frozen=True)
class Team:
    """The people of one applicant agency."""

    agency: str
    coordinator: Someone
    head: Someone
    contributors: tuple[Someone, ...] = ()
    delegate: Someone | None = None

    @property
    def members(self) -> tuple[Someone, ...]:
        """Return everyone of the team."""
        return (self.coordinator, self.head, *self.contributors, *([self.delegate] if self.delegate else []))


@dataclass(frozen=True)
class Cast:
    """Everyone, and the subjects their knowledge is named by."""

    topics: Mapping[str, Text]
    officers: tuple[StaffMember, ...]
    director: StaffMember
    judges: tuple[StaffMember, ...]
    adviser: StaffMember
    administrator: StaffMember
    auditor: StaffMember
    assessors: tuple[Assessor, ...]
    teams: Mapping[str, Team]

    @property
    def staff(self) -> tuple[StaffMember, ...]:
        """Return everyone who is neither of an applicant agency nor an assessor."""
        return (*self.officers, self.director, *self.judges, self.adviser, self.administrator, self.auditor)

    @property
    def everyone(self) -> tuple[Someone, ...]:
        """Return every person once."""
        members = (member for team in self.teams.values() for member in team.members)
        return (*(each.person for each in self.staff), *(each.person for each in self.assessors), *members)


def read_registry() -> Mapping[str, AgencyRecord]:
    """Return the agencies by code, in the order of the file: a parent stands before those under it."""
    agencies = (made(_agency, each, _REGISTRY) for each in load(_REGISTRY)["agencies"])
    return MappingProxyType({agency.code: agency for agency in agencies})


def read_cast() -> Cast:
    """Return everyone of the people file. Raises ContentFault."""
    return made(_cast, load(_PEOPLE), _PEOPLE)


def _agency(record: Record) -> AgencyRecord:
    name = Text(th=record["th"], en=record["en"])
    return AgencyRecord(record["code"], AgencyKind(record["kind"]), name, record["parent"])


def _cast(record: Record) -> Cast:
    teams = (_team(each) for each in record["teams"])
    return Cast(
        topics=MappingProxyType({code: Text(**names) for code, names in record["topics"].items()}),
        officers=_staff(record["officers"]),
        director=_staff_member(record["director"]),
        judges=_staff(record["judges"]),
        adviser=_staff_member(record["adviser"]),
        administrator=_staff_member(record["administrator"]),
        auditor=_staff_member(record["auditor"]),
        assessors=tuple(_assessor(each) for each in record["assessors"]),
        teams=MappingProxyType({team.agency: team for team in teams}),
    )


def _someone(record: Record) -> Someone:
    title, given, family = record["th"]
    return Someone(
        id=record["id"],
        name=Text(th=f"{title}{given} {family}", en=" ".join(record["en"])),
        email=record["email"],
        position=Text(**record["position"]) if "position" in record else None,
        phone=record.get("phone", ""),
    )


def _staff(records: Iterable[Record]) -> tuple[StaffMember, ...]:
    return tuple(_staff_member(each) for each in records)


def _staff_member(record: Record) -> StaffMember:
    return StaffMember(
        person=_someone(record),
        agency=record["agency"],
        branches=tuple(record.get("branches", ())),
        rubrics=tuple(record.get("rubrics", ())),
        advised=tuple(record.get("advised", ())),
    )


def _assessor(record: Record) -> Assessor:
    return Assessor(
        person=_someone(record),
        agency=record["agency"],
        topics=tuple(record["topics"]),
        types=tuple(record["types"]),
        branches=tuple(record["branches"]),
        can_lead=record["can_lead"],
        past=tuple(PastPost(each["agency"], date(each["until"], *_LAST_DAY)) for each in record.get("past", ())),
        ministries=tuple(record.get("ministries", ())),
        interests=tuple(Interest(each["agency"], Text(**each["note"])) for each in record.get("interests", ())),
        advised=tuple(record.get("advised", ())),
    )


def _team(record: Record) -> Team:
    return Team(
        agency=record["agency"],
        coordinator=_someone(record["coordinator"]),
        head=_someone(record["head"]),
        contributors=tuple(_someone(each) for each in record.get("contributors", ())),
        delegate=_someone(record["delegate"]) if "delegate" in record else None,
    )

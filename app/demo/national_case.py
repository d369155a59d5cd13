"""One entry of a national round as bulk writing knows it: its people, its programme, what it says, its seats."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.demo.acts import Story
from app.demo.national_entries import Planned
from app.demo.national_rows import Member
from app.demo.national_scale import Halt
from app.extensions import db
from app.models import (
    Agency,
    AgencyKind,
    Application,
    ConsensusSheet,
    Cycle,
    Evidence,
    Person,
    Programme,
    RoleGrant,
    ScoreSheet,
)
from app.queries.stage_facts import stage_plan
from rubrics.model import Rubric
from workflows.roles import AGENCY_ROLES, Role
from workflows.stage_plan import Step, next_step


@dataclass(frozen=True)
class OpenProgramme:
    """What bulk writing needs of a programme, read once."""

    id: uuid.UUID
    rubric_id: str
    rubric_sha256: str
    title: str
    branch: str
    type_code: str
    closes_at: datetime
    report_closes_at: datetime | None
    stages: Mapping[str, uuid.UUID]
    first_step: Step
    first_stage: str


@dataclass(frozen=True)
class Owner:
    """The agency of an entry."""

    id: uuid.UUID
    code: str
    kind: AgencyKind
    name_th: str


@dataclass
class Seat:
    """One seat of a panel; its holder has taken it, or has not answered yet."""

    id: uuid.UUID
    stage_id: uuid.UUID
    assessor: Member
    is_lead: bool
    is_answered: bool = True


@dataclass(eq=False)
class Case:
    """One entry on its way. `story` is what the use cases of the demonstration are told it by."""

    planned: Planned
    story: Story
    programme: OpenProgramme
    owner: Owner
    team: tuple[Member, ...]
    officers: tuple[Member, ...]
    code: str = ""
    id: uuid.UUID = field(default_factory=uuid.uuid4)
    answers: dict[str, Any] = field(default_factory=dict)
    files: dict[str, list[Evidence]] = field(default_factory=dict)
    co_owners: list[str] = field(default_factory=list)
    frozen: Mapping[str, Any] = field(default_factory=dict)
    snapshot_id: uuid.UUID | None = None
    snapshot_sha256: str = ""
    seats: list[Seat] = field(default_factory=list)
    sheets: list[ScoreSheet] = field(default_factory=list)
    consensus: ConsensusSheet | None = None

    @property
    def halt(self) -> Halt:
        """Where the entry stands in the end."""
        return self.planned.halt

    @property
    def has_all_sheets(self) -> bool:
        """Say whether its panel is past its own sheets."""
        return self.halt in (Halt.CONSENSUS, Halt.RECORDED)

    @property
    def rubric(self) -> Rubric:
        """The criteria it answers."""
        return self.story.entry.rubric

    @property
    def coordinator(self) -> Member:
        """Who fills in and sends for approval."""
        return next(member for member in self.team if member.role is Role.COORDINATOR)

    @property
    def head(self) -> Member:
        """Who approves and submits."""
        return next(member for member in self.team if member.role is Role.HEAD)

    @property
    def panel_stage(self) -> str:
        """The code of the stage at which its panel sits."""
        return next(code for code, stage_id in self.programme.stages.items() if stage_id == self.seats[0].stage_id)

    @property
    def subject(self) -> str:
        """What the ledger calls it."""
        return f"{Application.__tablename__}:{self.id}"

    @property
    def link(self) -> str:
        """Where the team reads it."""
        return f"/applications/{self.id}"

    @property
    def naming(self) -> dict[str, str]:
        """Title and code, as messages name it."""
        return {"title": self.answers.get("title_th") or self.programme.title, "code": self.code}

    def awake(self) -> Story:
        """Return the story with its application read from the database, for a use case."""
        self.story.application = db.session.get_one(Application, self.id, populate_existing=True)
        return self.story

    def sleep(self) -> None:
        """Let go of the application again: what the session holds, every commit goes through."""
        self.story.application = None


def open_programmes_of(cycle: Cycle) -> dict[str, OpenProgramme]:
    """Return the programmes of a cycle by the rubric they answer to."""
    statement = select(Programme).where(Programme.cycle_id == cycle.id)
    return {programme.rubric_id: _open_programme(programme) for programme in db.session.scalars(statement)}


def _open_programme(programme: Programme) -> OpenProgramme:
    step, stage = next_step(stage_plan(programme), after=None, report_is_in=False, facts={})
    assert stage is not None, "every programme has a report or a panel after screening"
    return OpenProgramme(
        id=programme.id,
        rubric_id=programme.rubric_id,
        rubric_sha256=programme.rubric_sha256,
        title=programme.title("th"),
        branch=programme.branch,
        type_code=programme.type_code,
        closes_at=programme.closes_at,
        report_closes_at=programme.report_closes_at,
        stages={stage.code: stage.id for stage in programme.stages},
        first_step=step,
        first_stage=stage.code,
    )


def owners_by_code() -> dict[str, Owner]:
    """Return every agency of the registry."""
    rows = db.session.execute(select(Agency.id, Agency.code, Agency.kind, Agency.name_th))
    return {code: Owner(agency_id, code, kind, name) for agency_id, code, kind, name in rows}


@dataclass(frozen=True)
class Directory:
    """Who holds which role: the teams by agency, the officers, and the assessors by the id of the person."""

    teams: Mapping[uuid.UUID, tuple[Member, ...]]
    officers: Mapping[tuple[str | None, str | None], tuple[Member, ...]]
    assessors: Mapping[uuid.UUID, Member]

    def officers_of(self, programme: OpenProgramme) -> tuple[Member, ...]:
        """Return the officers of a programme's branch, and those of its type alone."""
        branch = programme.branch
        return (*self.officers.get((branch, None), ()), *self.officers.get((branch, programme.type_code), ()))


def read_directory() -> Directory:
    """Read who holds a role on an agency, on a branch, or in the pool of assessors."""
    rows = db.session.execute(
        select(RoleGrant.role, RoleGrant.agency_id, RoleGrant.branch, RoleGrant.type_code, Person)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(RoleGrant.role.in_(AGENCY_ROLES | {Role.OFFICER, Role.ASSESSOR}))
        .order_by(Person.email)
    )
    teams: dict[uuid.UUID, tuple[Member, ...]] = {}
    officers: dict[tuple[str | None, str | None], tuple[Member, ...]] = {}
    assessors: dict[uuid.UUID, Member] = {}
    for role, agency_id, branch, type_code, person in rows:
        member = Member(person.id, person.ledger_ref, role, person.name_th, person.email, person.language)
        if agency_id is not None:
            teams[agency_id] = (*teams.get(agency_id, ()), member)
        elif role is Role.OFFICER:
            officers[branch, type_code] = (*officers.get((branch, type_code), ()), member)
        else:
            assessors[person.id] = member
    return Directory(teams, officers, assessors)


def give_codes(cases: Iterable[Case], year: str) -> None:
    """Give entries their codes in the order they are started: they count up within the cycle and the branch."""
    started = Counter[str]()
    for case in cases:
        branch = case.planned.branch
        started[branch] += 1
        case.code = f"{branch}-{year}-{started[branch]:04}"

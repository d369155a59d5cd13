"""What the rules of an application need to know, gathered in one place."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from app.extensions import db
from app.models import (
    Agency,
    Application,
    Assignment,
    Evidence,
    FileState,
    Person,
    RoleGrant,
    ScoreSheet,
    ScreeningFinding,
    SheetState,
    Snapshot,
)
from app.permissions import IN_FORCE, grants_in_force
from app.queries.application_content import Content, gaps_of
from app.queries.criteria import rubric_of
from app.queries.deadlines import window_of
from app.queries.programme_staff import staff_of
from workflows.application import ApplicationFacts, Phase
from workflows.errors import Obstacle
from workflows.roles import AGENCY_ROLES, Role


def submission_facts(application: Application, *, at: datetime, content: Content) -> ApplicationFacts:
    """The facts of handing in a document at this instant; `content` is what it says, with the pages its texts take."""
    return ApplicationFacts(
        phase=application.phase,
        is_open=window_of(application).is_open(at),
        gaps=(*(gap.obstacle for gap in gaps_of(application, content)), *_unchecked_files(application)),
    )


def _unchecked_files(application: Application) -> list[Obstacle]:
    """Nothing is handed in while one of its files is still kept from everybody."""
    count = db.session.scalar(
        select(func.count())
        .select_from(Evidence)
        .where(
            Evidence.application_id == application.id,
            Evidence.state == FileState.QUARANTINED,
            Evidence.removed_at.is_(None),
        )
    )
    return [Obstacle("Files still being checked for safety: %(count)s", {"count": count})] if count else []


def team_of(application: Application, *roles: Role) -> list[Person]:
    """The people of the agency who hold one of these roles today; all of its team if none is named."""
    return team_at(application.agency, *roles)


def team_at(agency: Agency, *roles: Role) -> list[Person]:
    """The same of an agency, whether it has an application or not."""
    wanted = set(roles) or AGENCY_ROLES
    people = (
        db.session.scalars(
            select(Person)
            .join(RoleGrant, RoleGrant.person_id == Person.id)
            .where(RoleGrant.agency_id == agency.id, RoleGrant.role.in_(wanted), RoleGrant.revoked_at.is_(None))
        )
        .unique()
        .all()
    )
    return [
        person
        for person in people
        if any(grant.role in wanted and grant.agency_id == agency.id for grant in grants_in_force(person))
    ]


def officers_of(application: Application, *roles: Role) -> list[Person]:
    """The OPDC people who hold one of these roles on the application's branch and type; officers if none is named."""
    return staff_of(application.programme, *(roles or (Role.OFFICER,)))


def latest_snapshot(application: Application, phase: Phase | None = None) -> Snapshot | None:
    """The newest snapshot, of one document or of either."""
    statement = select(Snapshot).where(Snapshot.application_id == application.id)
    if phase is not None:
        statement = statement.where(Snapshot.phase == phase)
    return db.session.scalars(statement.order_by(Snapshot.number.desc()).limit(1)).first()


def undecided_blocks(snapshot: Snapshot) -> int:
    """Count blocking checks of a snapshot that are not met or not answered."""
    statement = select(func.count()).where(
        ScreeningFinding.snapshot_id == snapshot.id,
        ScreeningFinding.is_blocking,
        (ScreeningFinding.is_met.is_(None)) | (ScreeningFinding.is_met.is_(False)),
    )
    return db.session.scalar(statement) or 0


def returns_left(application: Application) -> int:
    """How often the application may still be returned for correction."""
    screening = rubric_of(application.programme).screening
    return (screening.return_times_max if screening else 0) - application.times_returned


def panel_of(application: Application) -> list[Assignment]:
    """The seats in force at the application's present stage."""
    return list(
        db.session.scalars(
            select(Assignment).where(
                Assignment.application_id == application.id,
                Assignment.stage_id == application.stage_id,
                Assignment.state.in_(IN_FORCE),
            )
        )
    )


def submitted_sheets(application: Application) -> list[ScoreSheet]:
    """The submitted, not void sheets of the application's present stage."""
    return list(
        db.session.scalars(
            select(ScoreSheet).where(
                ScoreSheet.application_id == application.id,
                ScoreSheet.stage_id == application.stage_id,
                ScoreSheet.state == SheetState.SUBMITTED,
            )
        )
    )

"""What a change of a programme changes for whom, before anybody carries it out."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, false, func, not_, or_, select

from app.clock import now
from app.extensions import db
from app.models import (
    Agency,
    Application,
    Assignment,
    ConsensusSheet,
    ConsensusState,
    Person,
    Programme,
    RoleGrant,
    Stage,
)
from app.permissions import IN_FORCE
from app.queries.owed import LEFT, document_is_late, owes_a_document
from app.queries.programme_plan import Setting, Settings, changes_between, indicators_in, settings_of
from app.queries.range_effects import applications_using
from workflows.application import ApplicationState, Phase
from workflows.roles import Role


@dataclass(frozen=True)
class Consequence:
    """One thing a change means: a kind, how many it concerns, and the stage where it is of one."""

    kind: str
    count: int
    stage: Stage | None = None


@dataclass(frozen=True)
class Impact:
    """What differs, what that means, and who is told: agencies with how many people of each."""

    changes: dict[str, tuple[Setting, Setting]]
    consequences: tuple[Consequence, ...]
    agencies: tuple[Agency, ...]
    told: tuple[Person, ...]


def change_impact(programme: Programme, wanted: Settings) -> Impact:
    """Return what these settings would change for whom."""
    changes = changes_between(settings_of(programme), wanted)
    concerned = or_(_is_due_anew(programme, set(changes)), _is_scored_anew(programme, set(changes)))
    lapsing = Consequence("documents_lapsing", _count(_lapses(programme, wanted)))
    return Impact(
        changes,
        tuple(each for each in (lapsing, *_consequences(programme, changes)) if each.count),
        tuple(_agencies(concerned)),
        tuple(_people_of(concerned)),
    )


def has_submissions(programme: Programme) -> bool:
    """Say whether anything was handed in to this programme."""
    of_programme = (Application.programme_id == programme.id, Application.submitted_at.is_not(None))
    return db.session.scalar(select(Application.id).where(*of_programme).limit(1)) is not None


def people_told(programme: Programme, names: Collection[str]) -> list[Person]:
    """Return the coordinators and heads whose agency still has to send something that is due at another time now."""
    return _people_of(_is_due_anew(programme, names))


def people_told_of_ranges(programme: Programme, names: Collection[str]) -> list[Person]:
    """Return the coordinators and heads of agencies that report an indicator whose range is among these settings."""
    return _people_of(_is_scored_anew(programme, names))


def _people_of(condition: ColumnElement[bool]) -> list[Person]:
    statement = (
        select(Person)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(
            RoleGrant.role.in_((Role.COORDINATOR, Role.HEAD)),
            RoleGrant.revoked_at.is_(None),
            RoleGrant.agency_id.in_(select(Application.agency_id).where(condition)),
            Person.is_active,
        )
        .order_by(Person.name_th, Person.email)
    )
    return list(db.session.scalars(statement).unique())


def _agencies(concerned: ColumnElement[bool]) -> list[Agency]:
    ids = select(Application.agency_id).where(concerned)
    return list(db.session.scalars(select(Agency).where(Agency.id.in_(ids)).order_by(Agency.sort_key)))


def _is_scored_anew(programme: Programme, names: Collection[str]) -> ColumnElement[bool]:
    """The application reports an indicator whose range changes."""
    indicators = indicators_in(names)
    return Application.id.in_(applications_using(programme, indicators)) if indicators else false()


def _is_due_anew(programme: Programme, names: Collection[str]) -> ColumnElement[bool]:
    """The application's document at hand is due at another time when these settings change."""
    phases = []
    if {"opens_at", "closes_at", "grace_minutes"} & set(names):
        phases.append(Application.phase == Phase.ENTRY)
    if {"report_closes_at", "grace_minutes"} & set(names):
        phases.append(Application.phase == Phase.REPORT)
    return and_(
        Application.programme_id == programme.id,
        owes_a_document(),
        func.coalesce(Application.resumes_as, Application.state) != ApplicationState.RETURNED,
        or_(false(), *phases),
    )


def _lapses(programme: Programme, wanted: Settings) -> ColumnElement[bool]:
    """The document at hand is still in time now, and would not be under these settings."""
    then = Programme(
        id=programme.id,
        **{name: wanted.get(name) for name in ("closes_at", "grace_minutes", "report_closes_at")},
    )
    at = now()
    return and_(document_is_late([then], at), not_(document_is_late([programme], at)))


def _consequences(programme: Programme, changes: dict[str, tuple[Setting, Setting]]) -> Iterator[Consequence]:
    yield Consequence("documents_due_anew", _count(_is_due_anew(programme, set(changes))))
    for stage in programme.stages:
        if f"{stage.code}-panel_size" in changes:
            yield Consequence("panels_seated", _panels_seated(stage), stage)
        if any(name.startswith(f"{stage.code}-threshold-") for name in changes):
            yield Consequence("not_judged_yet", _at_gate(programme, stage, is_recorded=False), stage)
            yield Consequence("judged_already", _at_gate(programme, stage, is_recorded=True), stage)
        if {f"{stage.code}-opens_at", f"{stage.code}-closes_at"} & set(changes):
            yield Consequence("sheets_due_anew", _sheets_without_due(stage), stage)
    quota = changes.get("quota_per_agency", (None, None))[1]
    if isinstance(quota, int):
        yield Consequence("agencies_over_quota", _over(programme, quota))


def _count(condition: ColumnElement[bool]) -> int:
    return db.session.scalar(select(func.count(Application.id)).where(condition)) or 0


def _panels_seated(stage: Stage) -> int:
    seated = select(func.count(Assignment.application_id.distinct())).where(
        Assignment.stage_id == stage.id, Assignment.state.in_(IN_FORCE)
    )
    return db.session.scalar(seated) or 0


def _sheets_without_due(stage: Stage) -> int:
    seats = select(func.count(Assignment.id)).where(
        Assignment.stage_id == stage.id, Assignment.state.in_(IN_FORCE), Assignment.due_at.is_(None)
    )
    return db.session.scalar(seats) or 0


def _at_gate(programme: Programme, stage: Stage, *, is_recorded: bool) -> int:
    recorded = select(ConsensusSheet.application_id).where(
        ConsensusSheet.stage_id == stage.id, ConsensusSheet.state == ConsensusState.RECORDED
    )
    judged = Application.id.in_(recorded) if is_recorded else Application.id.not_in(recorded)
    return _count(and_(Application.programme_id == programme.id, Application.state.not_in(LEFT), judged))


def _over(programme: Programme, quota: int) -> int:
    entered = (
        select(Application.agency_id)
        .where(Application.programme_id == programme.id, Application.state.not_in(LEFT))
        .group_by(Application.agency_id)
        .having(func.count(Application.id) > quota)
    )
    return db.session.scalar(select(func.count()).select_from(entered.subquery())) or 0

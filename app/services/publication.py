"""A programme is shown to everybody when an officer publishes it; hidden or deleted only while nothing hangs on it."""

from __future__ import annotations

from sqlalchemy import Table, delete, select

from app.extensions import db
from app.models import Base, Cycle, NumberConfirmation, Person, Programme, Stage
from app.permissions import Permission, is_allowed
from app.queries.empty_cycles import may_delete_empty
from app.services.events import record
from app.transaction import composed, lock, transactional
from workflows.errors import Obstacle, RuleBroken

_PARTS = (Stage, NumberConfirmation)


@transactional
def publish_programme(programme: Programme, *, actor: Person) -> None:
    """Show the programme on the public pages and to agencies and assessors. Raises RuleBroken if it is already."""
    programme = lock(programme)
    if not is_allowed(Permission.MANAGE_PROGRAMME, programme, actor):
        raise RuleBroken([Obstacle("Your role does not allow this step")])
    if programme.is_published:
        raise RuleBroken([Obstacle("This programme is published already")])
    programme.is_published = True
    record("programme_published", about=programme, actor=actor, rubric=programme.rubric_id)


@composed
def may_take_back(programme: Programme) -> bool:
    """Say whether a published programme can still be hidden: nobody entered, asked or was told anything about it."""
    return programme.is_published and not _is_in_use(programme)


@transactional
def take_publication_back(programme: Programme, *, actor: Person) -> None:
    """Hide a published programme again. Raises RuleBroken once anything hangs on it."""
    programme = lock(programme)
    against = []
    if not is_allowed(Permission.MANAGE_PROGRAMME, programme, actor):
        against.append(Obstacle("Your role does not allow this step"))
    if not programme.is_published:
        against.append(Obstacle("This programme is not published"))
    if _is_in_use(programme):
        against.append(Obstacle("Something was entered for this programme already; it stays published"))
    if against:
        raise RuleBroken(against)
    programme.is_published = False
    record("programme_publication_taken_back", about=programme, actor=actor, rubric=programme.rubric_id)


@transactional
def delete_programme(programme: Programme, *, actor: Person) -> None:
    """Delete a programme that was set up by mistake. Raises RuleBroken once it is published or anything hangs on it."""
    programme = lock(programme)
    against = []
    if not is_allowed(Permission.MANAGE_PROGRAMME, programme, actor):
        against.append(Obstacle("Your role does not allow this step"))
    if programme.is_published:
        against.append(Obstacle("A published programme cannot be deleted: everybody may have seen it"))
    if _is_in_use(programme):
        against.append(Obstacle("Something was entered for this programme already; it cannot be deleted"))
    if against:
        raise RuleBroken(against)
    year = programme.cycle.year_be
    record("programme_deleted", about=programme, actor=actor, rubric=programme.rubric_id, year_be=year)
    for part in _PARTS:
        db.session.execute(delete(part).where(part.programme_id == programme.id))
    db.session.expire(programme)
    db.session.delete(programme)


@transactional
def delete_cycle(cycle: Cycle, *, actor: Person) -> None:
    """Delete a cycle that was made by mistake. Raises RuleBroken unless it is empty, and the actor's to delete."""
    cycle = lock(cycle)
    if not may_delete_empty(cycle, actor):
        raise RuleBroken([Obstacle("Only the staff of every branch, or whoever made this cycle, can delete it")])
    if _is_referred_to(cycle):
        raise RuleBroken([Obstacle("Only an empty cycle can be deleted")])
    record("cycle_deleted", about=cycle, actor=actor, year_be=cycle.year_be)
    db.session.delete(cycle)


def _is_in_use(programme: Programme) -> bool:
    return _is_referred_to(programme) or any(_is_referred_to(stage) for stage in programme.stages)


def _is_referred_to(row: Cycle | Programme | Stage) -> bool:
    """Say whether any row but its own parts points to it, whichever table that row is of."""
    own: set[Table] = {part.__table__ for part in _PARTS} if isinstance(row, Programme) else set()  # type: ignore[misc]
    columns = (
        key.parent
        for table in Base.metadata.sorted_tables
        if table not in own
        for key in table.foreign_keys
        if key.column.table is row.__table__
    )
    return any(db.session.scalar(select(1).where(column == row.id).limit(1)) is not None for column in columns)

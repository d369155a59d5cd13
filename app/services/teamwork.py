"""Working together on a document: owners of parts, "ready for review", comments between colleagues, who is here now."""

from __future__ import annotations

from sqlalchemy import select

from app.clock import now
from app.extensions import db
from app.messages import outbox
from app.models import Application, ColleagueComment, PartCare, Person, Presence
from app.permissions import Permission, is_allowed
from app.queries.application_content import content_of
from app.queries.criteria import document_parts
from app.queries.team_room import part_mark
from app.services.moves import naming
from app.thai import grapheme_count, normalise
from app.transaction import lock, transactional
from workflows.application import EDITABLE
from workflows.document import Part
from workflows.errors import Obstacle, RuleBroken
from workflows.teamwork import comment_obstacles


@transactional
def name_owner(application: Application, part_id: str, owner: Person | None, *, actor: Person) -> None:
    """Say which colleague looks after a part, or that nobody does. Raises RuleBroken unless they may write in it."""
    application = lock(application)
    part = _part(application, part_id)
    _may(Permission.NAME_OWNER, application, actor)
    if owner is not None and not is_allowed(Permission.EDIT_APPLICATION, application, owner):
        raise RuleBroken([Obstacle("Choose a colleague who fills in this application", field="owner")])
    care = _care(application, part_id)
    if care.owner_id == (owner.id if owner else None):
        return
    care.owner_id = owner.id if owner else None
    if owner is not None and owner.id != actor.id:
        outbox.queue(
            "part_given",
            to=[owner],
            once_per=f"{application.id}:{part_id}:{now().isoformat()}",
            programme=application.programme,
            link=f"/applications/{application.id}/parts/{part_id}",
            params=naming(application) | {"sender": actor, "part": part.title.in_language(owner.language)},
        )


@transactional
def mark_ready(application: Application, part_id: str, *, is_ready: bool, actor: Person) -> None:
    """Find a part ready for review, or not ready after all; whoever edits it afterwards undoes it."""
    application = lock(application)
    part = _part(application, part_id)
    _may(Permission.EDIT_APPLICATION, application, actor)
    if application.state not in EDITABLE:
        raise RuleBroken([Obstacle("This document cannot be edited now")])
    mark = part_mark(part, content_of(application)) if is_ready else None
    care = _care(application, part_id)
    care.ready_by_id = actor.id if is_ready else None
    care.ready_at = now() if is_ready else None
    care.ready_mark = mark


@transactional
def write_comment(
    application: Application, part_id: str, text: str, *, item_id: str | None = None, actor: Person
) -> ColleagueComment:
    """Say something to the colleagues about a part or one of its items; its owner is told."""
    application = lock(application)
    part = _part(application, part_id)
    _may(Permission.WORK_TOGETHER, application, actor)
    if item_id is not None and item_id not in {question.node_id for question in part.questions}:
        raise RuleBroken([Obstacle("There is no such item in this part", field="comment")])
    said = normalise(text).strip()
    if against := comment_obstacles(grapheme_count(said)):
        raise RuleBroken(against)
    comment = ColleagueComment(
        application_id=application.id,
        part_id=part_id,
        item_id=item_id,
        text=said,
        author_id=actor.id,
        written_at=now(),
    )
    db.session.add(comment)
    db.session.flush()
    _tell_owner(application, part, comment, actor)
    return comment


def _tell_owner(application: Application, part: Part, comment: ColleagueComment, actor: Person) -> None:
    owner = _care(application, part.id).owner
    if owner is None or owner.id == actor.id or not is_allowed(Permission.WORK_TOGETHER, application, owner):
        return
    item = f"?item={comment.item_id}" if comment.item_id else ""
    outbox.queue(
        "comment_written",
        to=[owner],
        once_per=str(comment.id),
        programme=application.programme,
        link=f"/applications/{application.id}/parts/{part.id}{item}",
        params=naming(application) | {"sender": actor, "part": part.title.in_language(owner.language)},
    )


@transactional
def resolve_comment(comment: ColleagueComment, *, actor: Person) -> None:
    """Note that a comment is dealt with; it stays to be read."""
    comment = lock(comment)
    _may(Permission.WORK_TOGETHER, comment.application, actor)
    if comment.resolved_at is None:
        comment.resolved_at, comment.resolved_by_id = now(), actor.id


@transactional
def reopen_comment(comment: ColleagueComment, *, actor: Person) -> None:
    """Note that a comment is not dealt with after all."""
    comment = lock(comment)
    _may(Permission.WORK_TOGETHER, comment.application, actor)
    comment.resolved_at, comment.resolved_by_id = None, None


@transactional
def note_presence(application: Application, part_id: str, *, actor: Person) -> None:
    """Note that this person has a part open now; one row a person and application."""
    _part(application, part_id)
    _may(Permission.WORK_TOGETHER, application, actor)
    presence = db.session.get(Presence, (application.id, actor.id))
    if presence is None:
        presence = Presence(application_id=application.id, person_id=actor.id)
        db.session.add(presence)
    presence.part_id, presence.seen_at = part_id, now()


def _part(application: Application, part_id: str) -> Part:
    part = next((each for each in document_parts(application) if each.id == part_id), None)
    if part is None:
        raise RuleBroken([Obstacle("There is no such part in this document")])
    return part


def _may(permission: Permission, application: Application, actor: Person) -> None:
    if not is_allowed(permission, application, actor):
        raise RuleBroken([Obstacle("Your role does not allow this step")])


def _care(application: Application, part_id: str) -> PartCare:
    """The row of a part, made when it is first needed; the application is locked meanwhile."""
    care = db.session.scalars(
        select(PartCare).where(PartCare.application_id == application.id, PartCare.part_id == part_id)
    ).one_or_none()
    if care is None:
        care = PartCare(application_id=application.id, part_id=part_id)
        db.session.add(care)
        db.session.flush()
    return care

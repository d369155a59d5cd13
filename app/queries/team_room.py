"""What colleagues see of one another's work on a document; there is nothing here for anybody outside the agency."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import FromClause, bindparam, exists, func, or_, select
from sqlalchemy.orm import joinedload
from sqlalchemy.sql import ColumnElement

from app.clock import now
from app.extensions import db
from app.models import Application, ColleagueComment, PartCare, Person, Presence, RoleGrant
from app.permissions import Permission, is_allowed, today
from app.queries.applicant_document import Document
from app.queries.application_content import Content
from workflows.document import Part
from workflows.roles import Role
from workflows.teamwork import SEEN_FOR, fingerprint, is_still_ready

WRITERS = (Role.CONTRIBUTOR, Role.COORDINATOR)


@dataclass(frozen=True)
class PartTeam:
    """One line of the task list: who looks after the part, whether it is ready for review, what is still to discuss."""

    owner: Person | None
    ready_by: Person | None
    ready_at: datetime | None
    is_ready: bool
    open_comments: int

    @property
    def was_edited(self) -> bool:
        """Say whether somebody edited the part after it was found ready."""
        return self.ready_at is not None and not self.is_ready


NOBODY = PartTeam(None, None, None, is_ready=False, open_comments=0)


@dataclass(frozen=True)
class Writer:
    """A colleague who fills in, as one to choose from."""

    id: uuid.UUID
    name_th: str
    name_en: str

    def name(self, language: str) -> str:
        """Return the name in "th" or "en"."""
        return self.name_en if language == "en" else self.name_th


@dataclass(frozen=True)
class TeamRoom:
    """What stands beside one part, or one item of it: owner, readiness, comments, and who else is here."""

    part_id: str
    item_id: str | None
    team: PartTeam
    comments: tuple[ColleagueComment, ...]
    here: tuple[Person, ...]
    writers: tuple[Writer, ...]
    may_name_owner: bool
    may_mark_ready: bool

    @property
    def open_comments(self) -> tuple[ColleagueComment, ...]:
        """What is not dealt with yet, oldest first."""
        return tuple(each for each in self.comments if each.resolved_at is None)

    @property
    def resolved(self) -> tuple[ColleagueComment, ...]:
        """What is dealt with."""
        return tuple(each for each in self.comments if each.resolved_at is not None)


def team_room(document: Document, part: Part, item_id: str | None, viewer: Person, *, is_open: bool) -> TeamRoom | None:
    """Return what one part's page shows to a colleague in a constant number of statements; None to everybody else."""
    application = document.application
    if not is_allowed(Permission.WORK_TOGETHER, application, viewer):
        return None
    has_comments, has_care, has_others = _what_is_there(application, part.id, viewer)
    comments = _comments(application, part.id, item_id) if has_comments else ()
    care = _care_of(application).get(part.id) if has_care else None
    may_name_owner = is_allowed(Permission.NAME_OWNER, application, viewer)
    return TeamRoom(
        part_id=part.id,
        item_id=item_id,
        team=_part_team(care, part, document.content, sum(1 for each in comments if each.resolved_at is None)),
        comments=comments,
        here=who_is_here(application, part.id, viewer) if has_others else (),
        writers=_writers(application) if may_name_owner else (),
        may_name_owner=may_name_owner,
        may_mark_ready=is_open and is_allowed(Permission.EDIT_APPLICATION, application, viewer),
    )


def _what_is_there(application: Application, part_id: str, viewer: Person) -> tuple[bool, bool, bool]:
    """Whether the part has comments, an owner or a mark, and somebody else in it: mostly one look instead of three."""
    place = {"application_id": application.id, "part_id": part_id}
    others = {"viewer_id": viewer.id, "since": now() - SEEN_FOR}
    found = db.session.execute(_IS_THERE, place | others).one()
    return bool(found[0]), bool(found[1]), bool(found[2])


def _here(table: FromClause) -> ColumnElement[bool]:
    return (table.c.application_id == bindparam("application_id")) & (table.c.part_id == bindparam("part_id"))


_PRESENCES = Presence.__table__
_IS_THERE = select(
    exists().where(_here(ColleagueComment.__table__)),
    exists().where(_here(PartCare.__table__)),
    exists().where(
        _here(_PRESENCES),
        _PRESENCES.c.person_id != bindparam("viewer_id"),
        _PRESENCES.c.seen_at > bindparam("since"),
    ),
)


def parts_team(document: Document, viewer: Person) -> Mapping[str, PartTeam]:
    """Return owner, readiness and open comments of every part, for a colleague; nothing for everybody else."""
    application = document.application
    if not is_allowed(Permission.WORK_TOGETHER, application, viewer):
        return {}
    care, counts = _care_of(application), _open_comments(application)
    return {
        standing.part.id: _part_team(
            care.get(standing.part.id), standing.part, document.content, counts.get(standing.part.id, 0)
        )
        for standing in document.standings
    }


def part_mark(part: Part, content: Content) -> str:
    """Return the fingerprint of a part as it stands."""
    files = {field: [str(each.id) for each in listed] for field, listed in content.files.items()}
    return fingerprint((question.id for question in part.questions), content.versions, files)


def who_is_here(application: Application, part_id: str, viewer: Person) -> tuple[Person, ...]:
    """Return the colleagues who have this part open now."""
    rows = db.session.scalars(
        select(Presence)
        .where(
            Presence.application_id == application.id,
            Presence.part_id == part_id,
            Presence.person_id != viewer.id,
            Presence.seen_at > now() - SEEN_FOR,
        )
        .options(joinedload(Presence.person))
        .order_by(Presence.seen_at.desc())
    )
    return tuple(row.person for row in rows)


def writer_of(application: Application, person_id: str) -> Person | None:
    """Return the colleague of this id who may be named owner of a part."""
    found = next((each for each in _writers(application) if str(each.id) == person_id), None)
    return None if found is None else db.session.get(Person, found.id)


def _part_team(care: PartCare | None, part: Part, content: Content, open_comments: int) -> PartTeam:
    if care is None:
        return PartTeam(None, None, None, is_ready=False, open_comments=open_comments)
    is_ready = care.ready_mark is not None and is_still_ready(care.ready_mark, part_mark(part, content))
    return PartTeam(care.owner, care.ready_by, care.ready_at, is_ready, open_comments)


def _care_of(application: Application) -> dict[str, PartCare]:
    rows = db.session.scalars(
        select(PartCare)
        .where(PartCare.application_id == application.id)
        .options(joinedload(PartCare.owner), joinedload(PartCare.ready_by))
    )
    return {row.part_id: row for row in rows}


def _comments(application: Application, part_id: str, item_id: str | None) -> tuple[ColleagueComment, ...]:
    """The comments on the part as a whole, and where one item is shown, those on that item."""
    statement = (
        select(ColleagueComment)
        .where(ColleagueComment.application_id == application.id, ColleagueComment.part_id == part_id)
        .options(joinedload(ColleagueComment.author), joinedload(ColleagueComment.resolved_by))
        .order_by(ColleagueComment.written_at)
    )
    if item_id is not None:
        statement = statement.where(ColleagueComment.item_id.is_(None) | (ColleagueComment.item_id == item_id))
    return tuple(db.session.scalars(statement))


def _open_comments(application: Application) -> dict[str, int]:
    rows = db.session.execute(
        select(ColleagueComment.part_id, func.count())
        .where(ColleagueComment.application_id == application.id, ColleagueComment.resolved_at.is_(None))
        .group_by(ColleagueComment.part_id)
    )
    return {part_id: count for part_id, count in rows}  # noqa: C416  # rows are no pairs


_PEOPLE, _GRANTS = Person.__table__, RoleGrant.__table__
# Every category page offers them: names are read much sooner than people with all that hangs on them.
_WRITERS = (
    select(_PEOPLE.c.id, _PEOPLE.c.name_th, _PEOPLE.c.name_en)
    .join(_GRANTS, _GRANTS.c.person_id == _PEOPLE.c.id)
    .where(
        _GRANTS.c.agency_id == bindparam("agency_id"),
        or_(*(_GRANTS.c.role == role for role in WRITERS)),
        _GRANTS.c.revoked_at.is_(None),
        _PEOPLE.c.is_active,
        _GRANTS.c.starts_on.is_(None) | (_GRANTS.c.starts_on <= bindparam("day")),
        _GRANTS.c.ends_on.is_(None) | (_GRANTS.c.ends_on >= bindparam("day")),
    )
    .order_by((_GRANTS.c.role == Role.COORDINATOR).desc(), _GRANTS.c.granted_at)
)


def _writers(application: Application) -> tuple[Writer, ...]:
    """The colleagues who fill in, each once, coordinators first."""
    found = db.session.execute(_WRITERS, {"agency_id": application.agency_id, "day": today()})
    return tuple(Writer(*row) for row in dict.fromkeys(found))

"""Mailings as staff see them: drafts are their writer's alone, others open to whoever sees all their programmes."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, case, cast, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.extensions import db
from app.models import (
    Agency,
    AgencyKind,
    Cycle,
    Mailing,
    MailingProgramme,
    MailingRecipient,
    Message,
    Person,
    Programme,
)
from app.permissions import Permission, visible_programmes
from app.queries.paging import Paged, page_of
from app.thai import search_key
from workflows.mailing import MailingState

NOT_YET, DROPPED = "not_yet", "dropped"
"""What became of a recipient who has no message: it was not written yet, or they were dropped."""


def _visible(viewer: Person) -> ColumnElement[bool]:
    seen = select(Programme.id).where(visible_programmes(viewer, Permission.VIEW_MESSAGES))
    elsewhere = select(MailingProgramme.mailing_id).where(
        MailingProgramme.mailing_id == Mailing.id, MailingProgramme.programme_id.not_in(seen)
    )
    is_draft = Mailing.state == MailingState.DRAFT
    return or_(and_(is_draft, Mailing.written_by_id == viewer.id), and_(~is_draft, ~elsewhere.exists()))


@dataclass(frozen=True)
class ListedMailing:
    """A mailing and how many it goes or went to."""

    mailing: Mailing
    recipients: int


def mailings_of(viewer: Person, *, page: int) -> Paged[ListedMailing]:
    """Return one page of the mailings the viewer may see, the newest first."""
    recipients = (
        select(func.count(MailingRecipient.id)).where(MailingRecipient.mailing_id == Mailing.id).scalar_subquery()
    )
    statement = (
        select(Mailing, recipients)
        .where(_visible(viewer))
        .options(
            joinedload(Mailing.written_by),
            joinedload(Mailing.confirmed_by),
            selectinload(Mailing.programmes).joinedload(Programme.cycle),
        )
        .order_by(Mailing.written_at.desc(), Mailing.id)
    )
    rows, place = page_of(statement, page)
    return Paged([ListedMailing(row[0], row[1]) for row in rows], place.total, place.page, place.pages)


def mailing_for(viewer: Person, key: uuid.UUID) -> Mailing | None:
    """Return a mailing the viewer may see, with its programmes."""
    return db.session.scalars(
        select(Mailing)
        .where(Mailing.id == key, _visible(viewer))
        .options(selectinload(Mailing.programmes).joinedload(Programme.cycle))
    ).one_or_none()


def programmes_within(mailing: Mailing, officer: Person) -> list[Programme]:
    """Return the programmes of a mailing whose people this officer may write to."""
    return list(
        db.session.scalars(
            select(Programme)
            .join(MailingProgramme, MailingProgramme.programme_id == Programme.id)
            .where(MailingProgramme.mailing_id == mailing.id, visible_programmes(officer, Permission.WRITE_MAILINGS))
            .options(joinedload(Programme.cycle))
            .order_by(Programme.position, Programme.id)
        )
    )


def programmes_to_write_to(officer: Person) -> list[Programme]:
    """Return every published programme whose people this officer may write to, newest cycle first, with stages."""
    return list(
        db.session.scalars(
            select(Programme)
            .join(Cycle, Cycle.id == Programme.cycle_id)
            .where(Programme.is_published, visible_programmes(officer, Permission.WRITE_MAILINGS))
            .options(joinedload(Programme.cycle), selectinload(Programme.stages))
            .order_by(Cycle.year_be.desc(), Programme.position)
        )
    )


def ministries() -> list[Agency]:
    """Return every ministry, in the order of the alphabet."""
    statement = select(Agency).where(Agency.kind == AgencyKind.MINISTRY, Agency.merged_into_id.is_(None))
    return list(db.session.scalars(statement.order_by(Agency.sort_key, Agency.code)))


def earlier_mailings(viewer: Person, *, most: int) -> Sequence[Mailing]:
    """Return the mailings whose text the viewer may use again, the newest first."""
    statement = select(Mailing).where(_visible(viewer)).order_by(Mailing.written_at.desc(), Mailing.id)
    return db.session.scalars(statement.limit(most)).all()


def fates(mailing: Mailing) -> Mapping[str, int]:
    """Count the recipients by what became of them: by the state of their message, or why there is none."""
    each = (
        select(_fate().label("fate"))
        .select_from(MailingRecipient)
        .outerjoin(Message, Message.id == MailingRecipient.message_id)
        .where(MailingRecipient.mailing_id == mailing.id)
        .subquery()
    )
    rows = db.session.execute(select(each.c.fate, func.count()).group_by(each.c.fate))
    return {row[0]: row[1] for row in rows}


@dataclass(frozen=True)
class Told:
    """One recipient of a mailing and what became of them."""

    recipient: MailingRecipient
    fate: str


def told_page(mailing: Mailing, *, text: str, fate: str, page: int) -> Paged[Told]:
    """Return one page of the recipients of a mailing, in two statements."""
    rows, place = page_of(_told(mailing, text, fate), page)
    return Paged([Told(row[0], row[1]) for row in rows], place.total, place.page, place.pages)


def everybody_told(mailing: Mailing, *, text: str, fate: str) -> list[Told]:
    """Return all of them, for an export."""
    return [Told(row[0], row[1]) for row in db.session.execute(_told(mailing, text, fate))]


def _told(mailing: Mailing, text: str, fate: str) -> Select[*tuple[Any, ...]]:
    statement = (
        select(MailingRecipient, _fate())
        .join(Person, Person.id == MailingRecipient.person_id)
        .outerjoin(Message, Message.id == MailingRecipient.message_id)
        .where(MailingRecipient.mailing_id == mailing.id)
        .options(
            contains_eager(MailingRecipient.person),
            contains_eager(MailingRecipient.message),
            joinedload(MailingRecipient.programme).joinedload(Programme.cycle),
        )
        .order_by(MailingRecipient.position, MailingRecipient.id)
    )
    if fate:
        statement = statement.where(_fate() == fate)
    for word in map(search_key, text.split()):
        keys = (Person.search_key, func.lower(Person.email))
        statement = statement.where(or_(*(key.contains(word, autoescape=True) for key in keys)))
    return statement


def _fate() -> ColumnElement[str]:
    return case(
        (MailingRecipient.dropped_at.is_not(None), DROPPED),
        (MailingRecipient.message_id.is_(None), NOT_YET),
        else_=cast(Message.state, String()),
    )

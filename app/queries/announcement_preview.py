"""What an announcement makes known, before it is made: winners with what their pages show, and the others."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import Application, Programme, ScheduledAnnouncement
from app.queries.award_levels import AwardLabel, award_label
from app.queries.criteria import rubric_of
from app.queries.public_winners import public_fields
from rubrics.strict import Text
from workflows.announcement import results_seal
from workflows.application import ApplicationState
from workflows.decision import NONE


@dataclass(frozen=True)
class ToAnnounce:
    """One decided application and its award; None where it gets none."""

    application: Application
    award: AwardLabel | None


@dataclass(frozen=True)
class AnnouncementPreview:
    """Everything one announcement tells: to everybody, to the agencies alone, and what still waits for a decision."""

    winners: list[ToAnnounce]
    others: list[ToAnnounce]
    undecided: int
    public_parts: list[Text]


def announcement_preview(programme: Programme) -> AnnouncementPreview:
    """Return what announcing the programme now would make known, best award first, in two statements."""
    rubric = rubric_of(programme)
    decided = db.session.scalars(
        select(Application)
        .where(Application.programme_id == programme.id, Application.state == ApplicationState.DECIDED)
        .options(joinedload(Application.agency))
        .order_by(Application.code)
    ).all()
    waiting = db.session.scalars(
        select(Application.id).where(
            Application.programme_id == programme.id, Application.state == ApplicationState.COMMITTEE
        )
    ).all()
    rows = [ToAnnounce(each, award_label(rubric, each.award or NONE)) for each in decided]
    winners = [row for row in rows if row.award is not None]
    winners.sort(key=lambda row: (row.award.rank if row.award else 0, row.application.code))
    shown = public_fields(rubric)
    return AnnouncementPreview(
        winners,
        [row for row in rows if row.award is None],
        len(waiting),
        [field.title for field in (rubric.form.fields if rubric.form else ()) if field.id in shown],
    )


def seal_of(programme: Programme) -> str:
    """Return the seal of what announcing the programme now would make known."""
    decided = db.session.execute(
        select(Application.code, Application.award).where(
            Application.programme_id == programme.id, Application.state == ApplicationState.DECIDED
        )
    )
    return results_seal({code: award or NONE for code, award in decided})


def waiting_announcement(programme: Programme) -> ScheduledAnnouncement | None:
    """Return the announcement of a programme whose time is set and has not ended."""
    return db.session.scalars(
        select(ScheduledAnnouncement).where(
            ScheduledAnnouncement.programme_id == programme.id,
            ScheduledAnnouncement.cancelled_at.is_(None),
            ScheduledAnnouncement.carried_out_at.is_(None),
            ScheduledAnnouncement.stopped_at.is_(None),
        )
    ).one_or_none()


def last_stop(programme: Programme) -> ScheduledAnnouncement | None:
    """Return the set announcement that was stopped last, where none has been made or set since."""
    newest = db.session.scalars(
        select(ScheduledAnnouncement)
        .where(ScheduledAnnouncement.programme_id == programme.id)
        .order_by(ScheduledAnnouncement.scheduled_at.desc(), ScheduledAnnouncement.id)
        .limit(1)
    ).first()
    return newest if newest is not None and newest.stopped_at is not None else None

"""What an announcement makes known, before it is made: winners with what their pages show, and the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.extensions import db
from app.models import Application, Programme, ScheduledAnnouncement
from app.queries.award_levels import AwardLabel, award_label
from app.queries.criteria import rubric_of
from app.queries.public_winners import public_fields
from app.queries.standing import entries_standing
from rubrics.strict import Text
from workflows.announcement import results_seal
from workflows.application import DECIDED_OR_ENDED, ApplicationState
from workflows.decision import NONE


@dataclass(frozen=True)
class ToAnnounce:
    """One decided application and its award; None where it gets none."""

    application: Application
    award: AwardLabel | None


@dataclass(frozen=True)
class AnnouncementPreview:
    """Everything one announcement tells: to everybody, to agencies alone, and by state what is still on its way."""

    winners: list[ToAnnounce]
    others: list[ToAnnounce]
    undecided: Mapping[str, int]
    public_parts: list[Text]


def announcement_preview(programme: Programme, *, at: datetime) -> AnnouncementPreview:
    """Return what announcing the programme now would make known, best award first; the statements stay as many."""
    rubric = rubric_of(programme)
    entries = entries_standing(programme, at=at)
    decided = [each for each, _lapsed in entries if each.state is ApplicationState.DECIDED]
    undecided = Counter(
        each.state.value for each, is_lapsed in entries if not is_lapsed and each.state not in DECIDED_OR_ENDED
    )
    rows = [ToAnnounce(each, award_label(rubric, each.award or NONE)) for each in decided]
    winners = [row for row in rows if row.award is not None]
    winners.sort(key=lambda row: (row.award.rank if row.award else 0, row.application.code))
    shown = public_fields(rubric)
    return AnnouncementPreview(
        winners,
        [row for row in rows if row.award is None],
        undecided,
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

"""Appeals and complaints: whether one can be filed, what was filed, and what everybody reads of a corrected result."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import Appeal, AppealFile, Application, Event, Evidence, FileState, Proposal, ProposalState
from app.queries.agency_view import is_untold
from app.queries.guarded import guarded_among
from app.thai import in_bangkok
from app.thai.days_off import next_working_day
from workflows.appeal import AppealKind, AppealState, days_set, last_day
from workflows.application import ApplicationState
from workflows.leaks import Guarded, Leak, find_leaks


@dataclass(frozen=True)
class AppealPeriod:
    """When a result was announced and until which day it can be appealed; no day where the programme sets none."""

    announced_at: datetime | None
    last_day: date | None

    def is_open(self, at: datetime) -> bool:
        """Say whether an appeal can be filed at this instant."""
        if self.announced_at is None or self.last_day is None or at < self.announced_at:
            return False
        return in_bangkok(at).date() <= self.last_day


def announced_at(application: Application) -> datetime | None:
    """Return when the agency was told how its application ended; None before the results of its programme are out."""
    if application.state is ApplicationState.ANNOUNCED:
        return application.announced_at
    is_out = application.programme.announced_at is not None and not is_untold(application)
    if application.state is ApplicationState.NOT_ADVANCED and is_out:
        released = application.stage.released_at if application.stage else None
        return max(filter(None, (application.programme.announced_at, released)))
    return None


def appeal_period(application: Application) -> AppealPeriod:
    """Return the days in which this application's result can be appealed."""
    known, days = announced_at(application), days_set(application.programme.rules, "appeal_days")
    if known is None or days is None:
        return AppealPeriod(known, None)
    return AppealPeriod(known, last_day(in_bangkok(known).date(), days, next_working_day))


def answer_due(application: Application, filed_at: datetime) -> date | None:
    """Return the day until which the programme promises an answer; None where it promises none."""
    days = days_set(application.programme.rules, "appeal_answer_days")
    return None if days is None else last_day(in_bangkok(filed_at).date(), days, next_working_day)


def appeals_of(application: Application) -> list[Appeal]:
    """Return what was received about an application, newest first."""
    return list(
        db.session.scalars(
            select(Appeal)
            .where(Appeal.application_id == application.id, Appeal.state != AppealState.DRAFT)
            .order_by(Appeal.filed_at.desc(), Appeal.number.desc())
        )
    )


def draft_appeal(application: Application) -> Appeal | None:
    """Return the appeal the agency is writing."""
    return db.session.scalars(
        select(Appeal).where(Appeal.application_id == application.id, Appeal.state == AppealState.DRAFT)
    ).one_or_none()


def next_appeal_number(application: Application, kind: AppealKind) -> str:
    """Return the number the next one of this kind gets; the application is locked meanwhile."""
    count = select(func.count(Appeal.id)).where(
        Appeal.application_id == application.id, Appeal.kind == kind, Appeal.number.is_not(None)
    )
    letter = "A" if kind is AppealKind.APPEAL else "C"
    return f"{application.code}-{letter}{(db.session.scalar(count) or 0) + 1:02d}"


def files_of_appeal(appeal: Appeal | None) -> Sequence[Evidence]:
    """Return the files that came with it, oldest first."""
    if appeal is None:
        return []
    return db.session.scalars(
        select(Evidence)
        .join(AppealFile, AppealFile.evidence_id == Evidence.id)
        .where(AppealFile.appeal_id == appeal.id)
        .options(joinedload(Evidence.file))
        .order_by(Evidence.uploaded_at, Evidence.file_name)
    ).all()


def files_in_state(files: Sequence[Evidence], state: FileState) -> int:
    """Count the files in one state."""
    return sum(each.state is state for each in files)


def event_of(appeal: Appeal) -> Event:
    """Return the event that recorded its receipt."""
    return db.session.scalars(select(Event).where(Event.id == appeal.event_id)).one()


def last_answer(appeal: Appeal) -> Proposal | None:
    """Return the answer proposed last, whatever became of it."""
    return db.session.scalars(
        select(Proposal)
        .where(Proposal.appeal_id == appeal.id)
        .options(joinedload(Proposal.proposed_by), joinedload(Proposal.settled_by))
        .order_by(Proposal.proposed_at.desc(), (Proposal.state == ProposalState.WAITING).desc())
        .limit(1)
    ).first()


@dataclass(frozen=True)
class AnswerLeaks:
    """What an answer tells that it must not: names and figures, and who complained."""

    told: list[Leak]
    complainant: list[Leak]

    @property
    def all(self) -> list[Leak]:
        """Every hit."""
        return [*self.complainant, *self.told]


def leaks_in_answer(appeal: Appeal, *texts: str) -> AnswerLeaks:
    """Look through an answer as feedback reports are looked through, and for whoever complained."""
    content = {"summary": "\n".join(texts)}
    who = Guarded(assessors=[appeal.complainant]) if appeal.complainant else Guarded()
    guarded = guarded_among([appeal.application], {appeal.application_id: content})[appeal.application_id]
    return AnswerLeaks(find_leaks(content, guarded), find_leaks(content, who))


def corrections_of(application_id: uuid.UUID) -> list[Appeal]:
    """Return the upheld appeals that corrected the result of an application, oldest first."""
    return list(
        db.session.scalars(
            select(Appeal)
            .where(Appeal.application_id == application_id, Appeal.correction != "")
            .order_by(Appeal.answered_at, Appeal.number)
        )
    )


def corrections_in(programme_id: uuid.UUID) -> list[Appeal]:
    """Return the upheld appeals that corrected results of a programme, oldest first, with application and agency."""
    return list(
        db.session.scalars(
            select(Appeal)
            .join(Application, Application.id == Appeal.application_id)
            .where(Application.programme_id == programme_id, Appeal.correction != "")
            .options(joinedload(Appeal.application).joinedload(Application.agency))
            .order_by(Appeal.answered_at, Appeal.number)
        )
    )

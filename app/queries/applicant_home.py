"""The first page of an agency: its applications with what is missing and what comes next, and what is open."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from app.models import (
    Agency,
    Answer,
    Application,
    Cycle,
    Evidence,
    Extension,
    FeedbackReport,
    FeedbackState,
    Person,
    Programme,
    Receipt,
)
from app.permissions import agencies_of
from app.queries.agency_view import shown_state
from app.queries.applicant_document import Document, document_with
from app.queries.applicant_eligibility import OUT, entry_rules_of
from app.queries.applicant_scores import SelfScores, self_scores
from app.queries.application_content import Content
from app.queries.criteria import rubric_of
from app.queries.deadlines import open_programmes, window_with
from workflows.application import EDITABLE, ApplicationState
from workflows.deadlines import WAITING_FOR_AGENCY, Window
from workflows.roles import Role

WRITTEN_BY_AGENCY = EDITABLE | {ApplicationState.AWAITING_APPROVAL}


@dataclass(frozen=True)
class HomeEntry:
    """One application as its agency's list shows it; the document only while the agency still has it in hand."""

    application: Application
    state: str
    window: Window
    document: Document | None
    receipt: Receipt | None
    has_feedback: bool

    @property
    def waits_for_agency(self) -> bool:
        """Say whether the agency must act before the window closes."""
        return self.state in WAITING_FOR_AGENCY

    @cached_property
    def own_scores(self) -> SelfScores | None:
        """The agency's own PMQA 4.0 score while it is being written."""
        if self.document is None or not self.document.rubric.bands:
            return None
        return self_scores(self.document.rubric, self.document.content.answers)


@dataclass(frozen=True)
class Opening:
    """A programme that is open now, and for which of the person's agencies they may start in it.

    `filling` are the entries of agencies that may enter no more: they are gone on with instead.
    """

    programme: Programme
    agencies: tuple[Agency, ...]
    started: int
    filling: tuple[Application, ...] = ()


@dataclass(frozen=True)
class Home:
    """Everything the page shows."""

    agencies: tuple[Agency, ...]
    cycles: tuple[tuple[Cycle, tuple[HomeEntry, ...]], ...]
    openings: tuple[Opening, ...]

    @property
    def entries(self) -> tuple[HomeEntry, ...]:
        """Every application, the newest cycle first."""
        return tuple(entry for _, entries in self.cycles for entry in entries)

    @property
    def waiting(self) -> tuple[HomeEntry, ...]:
        """The applications the agency must still send, soonest due first."""
        return tuple(sorted((each for each in self.entries if each.waits_for_agency), key=lambda each: each.window.due))

    def due_with(self, entry: HomeEntry) -> int:
        """How many applications wait for the same instant as this one."""
        return sum(1 for each in self.waiting if each.window.due == entry.window.due)


def agency_home(person: Person, *, at: datetime) -> Home:
    """Read the page in a constant number of statements."""
    agencies = agencies_of(person)
    applications = _applications([agency.id for agency in agencies])
    contents = _contents([each.id for each in applications if each.state in WRITTEN_BY_AGENCY])
    extensions, receipts = _extensions(agencies), _receipts(applications)
    with_feedback = _with_feedback(applications)
    entries = []
    for application in applications:
        window = window_with(application, extensions.get((application.programme_id, application.agency_id)))
        content = contents.get(application.id)
        entries.append(
            HomeEntry(
                application=application,
                state=shown_state(application, at, window),
                window=window,
                document=document_with(application, content, window) if content else None,
                receipt=receipts.get(application.id),
                has_feedback=application.id in with_feedback,
            )
        )
    return Home(tuple(agencies), _by_cycle(entries), _openings(person, applications, at))


def _applications(agency_ids: Sequence[uuid.UUID]) -> list[Application]:
    return list(
        db.session.scalars(
            select(Application)
            .join(Programme)
            .join(Cycle)
            .where(Application.agency_id.in_(agency_ids))
            .options(
                joinedload(Application.programme).joinedload(Programme.cycle),
                joinedload(Application.agency),
                joinedload(Application.stage),
            )
            .order_by(Cycle.year_be.desc(), Application.code)
        )
    )


def _contents(application_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Content]:
    """What each of these applications says, in a constant number of statements."""
    answers: dict[uuid.UUID, list[Answer]] = defaultdict(list)
    files: dict[uuid.UUID, list[Evidence]] = defaultdict(list)
    for answer in db.session.scalars(select(Answer).where(Answer.application_id.in_(application_ids))):
        answers[answer.application_id].append(answer)
    statement = (
        select(Evidence)
        .where(Evidence.application_id.in_(application_ids), Evidence.removed_at.is_(None))
        .options(selectinload(Evidence.links), selectinload(Evidence.file))
        .order_by(Evidence.uploaded_at)
    )
    for evidence in db.session.scalars(statement):
        files[evidence.application_id].append(evidence)
    return {each: _content(answers[each], files[each]) for each in application_ids}


def _content(answers: Iterable[Answer], files: Iterable[Evidence]) -> Content:
    said = list(answers)
    by_field: dict[str, tuple[Evidence, ...]] = {}
    for evidence in files:
        for link in evidence.links:
            by_field[link.field] = (*by_field.get(link.field, ()), evidence)
    return Content(
        answers={answer.field: answer.value for answer in said},
        versions={answer.field: answer.version for answer in said},
        saved_at=max((answer.saved_at for answer in said), default=None),
        files=by_field,
    )


def _extensions(agencies: Sequence[Agency]) -> Mapping[tuple[uuid.UUID, uuid.UUID], datetime]:
    furthest: dict[tuple[uuid.UUID, uuid.UUID], datetime] = {}
    statement = select(Extension).where(
        Extension.agency_id.in_([agency.id for agency in agencies]), Extension.revoked_at.is_(None)
    )
    for extension in db.session.scalars(statement):
        key = (extension.programme_id, extension.agency_id)
        furthest[key] = max(furthest.get(key, extension.until), extension.until)
    return furthest


def _receipts(applications: Sequence[Application]) -> dict[uuid.UUID, Receipt]:
    """The newest receipt of each application."""
    statement = select(Receipt).where(Receipt.application_id.in_([each.id for each in applications]))
    return {receipt.application_id: receipt for receipt in db.session.scalars(statement.order_by(Receipt.issued_at))}


def _with_feedback(applications: Sequence[Application]) -> frozenset[uuid.UUID]:
    statement = select(FeedbackReport.application_id).where(
        FeedbackReport.application_id.in_([each.id for each in applications]),
        FeedbackReport.state == FeedbackState.RELEASED,
    )
    return frozenset(db.session.scalars(statement))


def _by_cycle(entries: Sequence[HomeEntry]) -> tuple[tuple[Cycle, tuple[HomeEntry, ...]], ...]:
    cycles = dict.fromkeys(entry.application.programme.cycle for entry in entries)
    return tuple(
        (cycle, tuple(sorted((each for each in entries if each.application.programme.cycle is cycle), key=_urgency)))
        for cycle in cycles
    )


def _urgency(entry: HomeEntry) -> tuple[bool, datetime, str]:
    """What the agency must still send stands first, soonest due on top; never ordered by what others do with it."""
    due = entry.window.due if entry.waits_for_agency else entry.application.created_at
    return not entry.waits_for_agency, due, entry.application.code


def _openings(person: Person, applications: Sequence[Application], at: datetime) -> tuple[Opening, ...]:
    """What may be started now, and where; an agency of a kind the criteria leave out is not offered it."""
    may_start = agencies_of(person, {Role.COORDINATOR})
    found = []
    for programme in open_programmes(at):
        rubric = rubric_of(programme)
        kinds = set(rubric.eligibility.agency_types) if rubric.eligibility else None
        fitting = tuple(agency for agency in may_start if kinds is None or agency.kind.value in kinds)
        here = [each for each in applications if each.programme_id == programme.id]
        started = sum(1 for each in here if not is_withdrawn(each))
        filling = _filling(programme, fitting, here)
        full = {each.agency_id for each in filling}
        free = tuple(agency for agency in fitting if agency.id not in full)
        found.append(Opening(programme, free, started, filling))
    return tuple(found)


def _filling(
    programme: Programme, agencies: Sequence[Agency], entries: Sequence[Application]
) -> tuple[Application, ...]:
    """The entries that use up the quota of their agency."""
    most = entry_rules_of(programme).quota_per_agency
    counted: dict[uuid.UUID, list[Application]] = {agency.id: [] for agency in agencies}
    for each in entries:
        if each.agency_id in counted and each.state not in OUT:
            counted[each.agency_id].append(each)
    return tuple(each for those in counted.values() if most is not None and len(those) >= most for each in those)


def is_withdrawn(application: Application) -> bool:
    """Say whether the application was taken out of the round."""
    return application.state in (ApplicationState.WITHDRAWN, ApplicationState.DISQUALIFIED)

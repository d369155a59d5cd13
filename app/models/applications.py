"""An agency's entry in a programme: what it says, what was frozen, and the receipt."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.agencies import Agency
from app.models.base import Base, Identified, Json, choice_type
from app.models.cycles import Programme, Stage
from app.models.people import Person
from rubrics.stages import StageKind
from workflows.application import ApplicationState, Phase


class Application(Identified, Base):
    """An agency's entry in a programme, from draft to announced.

    `resumes_as` remembers the state an approval would return to; `stage_id` is the stage that assesses it now;
    `award` is the decided outcome (an award level, a category award, a band, or "none"); `entered_as` is the agency
    that entered it, where another took that one over since.
    """

    __tablename__ = "applications"

    code: Mapped[str] = mapped_column(unique=True)
    programme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("programmes.id"), index=True)
    agency_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agencies.id"), index=True)
    entered_as_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("agencies.id"))
    title_th: Mapped[str] = mapped_column(default="")
    title_en: Mapped[str] = mapped_column(default="")
    responsible_unit: Mapped[str] = mapped_column(default="")
    search_key: Mapped[str] = mapped_column(default="")
    state: Mapped[ApplicationState] = mapped_column(default=ApplicationState.DRAFT)
    phase: Mapped[Phase] = mapped_column(default=Phase.ENTRY)
    resumes_as: Mapped[ApplicationState | None] = mapped_column(choice_type(ApplicationState, "resumable_state"))
    stage_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("stages.id"))
    created_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    report_submitted_at: Mapped[datetime | None]
    returned_sections: Mapped[list[Any]] = mapped_column(default=list)
    return_due_at: Mapped[datetime | None]
    times_returned: Mapped[int] = mapped_column(default=0)
    award: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    announced_at: Mapped[datetime | None]
    state_since: Mapped[datetime]
    is_anchor: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column()

    programme: Mapped[Programme] = relationship()
    agency: Mapped[Agency] = relationship(foreign_keys=[agency_id])
    entered_as: Mapped[Agency | None] = relationship(foreign_keys=[entered_as_id])
    stage: Mapped[Stage | None] = relationship()
    created_by: Mapped[Person] = relationship()
    co_owners: Mapped[list[CoOwner]] = relationship()
    answers: Mapped[list[Answer]] = relationship()
    snapshots: Mapped[list[Snapshot]] = relationship(order_by="Snapshot.number")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # read once by the mapper
    __table_args__ = (
        CheckConstraint(
            "submitted_at is not null or state in ('draft', 'awaiting_approval', 'withdrawn', 'disqualified')",
            name="submitted_once_not_draft",
        ),
        CheckConstraint(
            "(state in ('decided', 'announced')) <= (award is not null and decided_at is not null)",
            name="decided_has_an_award_and_a_time",
        ),
        CheckConstraint("(state = 'announced') <= (announced_at is not null)", name="announced_has_a_time"),
        CheckConstraint(
            "(state = 'awaiting_approval') = (resumes_as is not null)", name="awaiting_approval_knows_its_way_back"
        ),
        CheckConstraint("(state = 'returned') <= (return_due_at is not null)", name="returned_has_a_due_time"),
        # Everything the cockpit counts applications by: it reads this and no row.
        Index(
            "ix_applications_standing",
            "programme_id",
            "state",
            "phase",
            "stage_id",
            "submitted_at",
            "state_since",
        ),
    )

    def title(self, language: str) -> str:
        """Return the title in "th" or "en", in the other language where one is still missing."""
        return (self.title_en or self.title_th) if language == "en" else (self.title_th or self.title_en)

    def called(self, language: str) -> str:
        """Return its title, or its programme's where none is written yet or the criteria ask for none."""
        return self.title(language) or self.programme.title(language)

    @property
    def stage_now(self) -> Stage | None:
        """Return the stage it stands at: a visit is one of its own, though the panel is that of the stage before."""
        if self.state is not ApplicationState.SITE_VISIT:
            return self.stage
        return next((stage for stage in self.programme.stages if stage.kind == StageKind.SITE_VISIT), self.stage)


class CoOwner(Base):
    """Another agency that owns the work together with the applicant; it conflicts like the applicant itself."""

    __tablename__ = "co_owners"

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("applications.id"), primary_key=True)
    agency_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agencies.id"), primary_key=True)

    agency: Mapped[Agency] = relationship()


class Answer(Identified, Base):
    """The present value of one field, with the version a patch must start from."""

    __tablename__ = "answers"

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("applications.id"), index=True)
    field: Mapped[str]
    value: Mapped[Any] = mapped_column(Json)
    version: Mapped[int] = mapped_column(default=1)
    saved_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    saved_at: Mapped[datetime]

    saved_by: Mapped[Person] = relationship()

    __table_args__ = (UniqueConstraint("application_id", "field"),)


class AnswerVersion(Identified, Base):
    """A value a field once had: nothing typed and saved is ever lost."""

    __tablename__ = "answer_versions"

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("applications.id"))
    field: Mapped[str]
    version: Mapped[int] = mapped_column()
    value: Mapped[Any] = mapped_column(Json)
    saved_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    saved_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("application_id", "field", "version"),)


class Snapshot(Identified, Base):
    """What was handed in, frozen: canonical JSON, its hash, and for which document."""

    __tablename__ = "snapshots"

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("applications.id"), index=True)
    number: Mapped[int]
    phase: Mapped[Phase]
    content: Mapped[str]
    sha256: Mapped[str]
    taken_at: Mapped[datetime]

    application: Mapped[Application] = relationship(back_populates="snapshots")

    __table_args__ = (UniqueConstraint("application_id", "number"),)


class Receipt(Identified, Base):
    """Proof of handing in: the snapshot and the event of the ledger that recorded it."""

    __tablename__ = "receipts"

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("applications.id"), index=True)
    snapshot_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("snapshots.id"), unique=True)
    event_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("events.id", deferrable=True, initially="DEFERRED"))
    number: Mapped[str] = mapped_column(unique=True)
    issued_to_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    issued_at: Mapped[datetime]

    application: Mapped[Application] = relationship()
    snapshot: Mapped[Snapshot] = relationship()
    issued_to: Mapped[Person] = relationship()

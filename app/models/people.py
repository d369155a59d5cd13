"""People, the roles they hold on things, invitations, and what is known of an assessor."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.agencies import Agency
from app.models.base import Base, Identified
from app.thai import search_key
from workflows.assignment.expertise import Wish
from workflows.errors import Named
from workflows.roles import Role

if TYPE_CHECKING:
    from app.models.applications import Application


def _folded_names(context: DefaultExecutionContext) -> str:
    given: dict[str, str] = context.get_current_parameters()  # type: ignore[no-untyped-call]  # ships without
    return search_key(f"{given['name_th']} {given['name_en']}")


class Person(Identified, Base):
    """Someone who can sign in. `ledger_ref` stands for them in the ledger, so that erasing a name breaks no chain."""

    __tablename__ = "people"

    email: Mapped[str] = mapped_column(unique=True)
    name_th: Mapped[str]
    name_en: Mapped[str]
    search_key: Mapped[str] = mapped_column(default=_folded_names)
    password_hash: Mapped[str | None]
    language: Mapped[str] = mapped_column(default="th")
    session_key: Mapped[str] = mapped_column(unique=True)
    ledger_ref: Mapped[str] = mapped_column(unique=True)
    is_active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    signed_in_at: Mapped[datetime | None]

    grants: Mapped[list[RoleGrant]] = relationship(back_populates="person", foreign_keys="RoleGrant.person_id")
    assessor_profile: Mapped[AssessorProfile | None] = relationship(back_populates="person")

    __table_args__ = (CheckConstraint("language in ('th', 'en')", name="language_is_known"),)

    def name(self, language: str) -> str:
        """Return the name in "th" or "en"."""
        return self.name_en if language == "en" else self.name_th

    @property
    def named(self) -> Named:
        """The name as a reason tells it, in the language of whoever reads it."""
        return Named(self.name_th, self.name_en)

    def rename(self, name_th: str, name_en: str) -> None:
        """Give the person another name, and lists another word to find them by."""
        self.name_th, self.name_en = name_th, name_en
        self.search_key = search_key(f"{name_th} {name_en}")

    @property
    def is_authenticated(self) -> bool:
        """A person read from the session is signed in."""
        return True

    @property
    def is_anonymous(self) -> bool:
        """Nobody in this table is anonymous."""
        return False

    def get_id(self) -> str:
        """What the session cookie carries: a key that changes, never the row's id."""
        return self.session_key


class RoleGrant(Identified, Base):
    """One role held on one thing: an agency, a branch (with, for delegated bodies, one award type), or everywhere."""

    __tablename__ = "role_grants"

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"), index=True)
    role: Mapped[Role]
    agency_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("agencies.id"), index=True)
    branch: Mapped[str | None]
    type_code: Mapped[str | None]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    granted_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
    granted_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(foreign_keys=[person_id], back_populates="grants")
    agency: Mapped[Agency | None] = relationship()

    __table_args__ = (
        CheckConstraint(
            "(role in ('contributor', 'coordinator', 'head', 'delegate')) = (agency_id is not null)",
            name="agency_roles_are_held_on_an_agency",
        ),
        CheckConstraint(
            "role in ('officer', 'director', 'judge', 'adviser') or branch is null", name="branch_only_for_branch_roles"
        ),
        CheckConstraint("role not in ('lead_assessor', 'system')", name="not_a_seat_and_not_the_system"),
        CheckConstraint("starts_on is null or ends_on is null or starts_on <= ends_on", name="dates_run_forward"),
        CheckConstraint(
            "role != 'delegate' or (starts_on is not null and ends_on is not null)", name="a_delegate_has_dates"
        ),
    )


class Invitation(Identified, Base):
    """A link, sent once and used once, that gives a person their first role; only its hash is kept."""

    __tablename__ = "invitations"

    token_hash: Mapped[str] = mapped_column(unique=True)
    email: Mapped[str]
    name_th: Mapped[str]
    name_en: Mapped[str]
    role: Mapped[Role]
    agency_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("agencies.id"))
    branch: Mapped[str | None]
    type_code: Mapped[str | None]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    invited_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    invited_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]

    agency: Mapped[Agency | None] = relationship()
    invited_by: Mapped[Person] = relationship()

    __table_args__ = (
        CheckConstraint("accepted_at is null or cancelled_at is null", name="not_accepted_and_cancelled"),
    )

    def is_open(self, at: datetime) -> bool:
        """Say whether it can still be accepted."""
        return self.accepted_at is None and self.cancelled_at is None and self.expires_at >= at


class AssessorProfile(Base):
    """What assignment and conflict rules need to know of an assessor."""

    __tablename__ = "assessor_profiles"

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"), primary_key=True)
    home_agency_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agencies.id"))
    can_lead: Mapped[bool] = mapped_column(default=False)
    branches: Mapped[list[Any]] = mapped_column(default=list)
    topics: Mapped[list[Any]] = mapped_column(default=list)
    min_load: Mapped[int] = mapped_column(default=0)
    max_load: Mapped[int] = mapped_column(default=20)

    person: Mapped[Person] = relationship(back_populates="assessor_profile")
    home_agency: Mapped[Agency] = relationship()
    past_agencies: Mapped[list[PastAgency]] = relationship(cascade="all, delete-orphan")

    __table_args__ = (CheckConstraint("0 <= min_load and min_load <= max_load", name="loads_run_forward"),)


class PastAgency(Identified, Base):
    """An agency an assessor worked for until a day; it conflicts for the years the programme sets."""

    __tablename__ = "past_agencies"

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("assessor_profiles.person_id"), index=True)
    agency_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agencies.id"))
    until: Mapped[date]

    agency: Mapped[Agency] = relationship()


class AssessorWish(Identified, Base):
    """An assessor's own preference for one programme; it weighs in assignment and decides nothing alone."""

    __tablename__ = "assessor_wishes"

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    programme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("programmes.id"), index=True)
    wish: Mapped[Wish]

    __table_args__ = (UniqueConstraint("person_id", "programme_id"),)


class Declaration(Identified, Base):
    """A yearly statement by an assessor that conflicts were declared; needed before any sheet opens."""

    __tablename__ = "declarations"

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    cycle_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cycles.id"))
    declared_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("person_id", "cycle_id"),)


class DeclaredInterest(Identified, Base):
    """An interest an assessor or adviser declared in an agency or an application, until it is lifted."""

    __tablename__ = "declared_interests"

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"), index=True)
    agency_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("agencies.id"))
    application_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("applications.id"))
    reason: Mapped[str]
    declared_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    confirmed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
    confirmation: Mapped[str | None]
    lifted_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    agency: Mapped[Agency | None] = relationship()
    application: Mapped[Application | None] = relationship()
    confirmed_by: Mapped[Person | None] = relationship(foreign_keys=[confirmed_by_id])

    __table_args__ = (
        CheckConstraint("(agency_id is null) != (application_id is null)", name="in_one_agency_or_one_application"),
        CheckConstraint(
            "(confirmed_at is null) = (confirmed_by_id is null) and (confirmed_at is null) = (confirmation is null)",
            name="confirmed_by_someone_with_a_reason",
        ),
        Index("ix_declared_interests_application_id", "application_id"),
    )


class Advice(Identified, Base):
    """Clinic advice an adviser gave on an application; who advised may never assess it."""

    __tablename__ = "advice"

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("applications.id"), index=True)
    given_at: Mapped[datetime]

    person: Mapped[Person] = relationship()


class SavedView(Identified, Base):
    """Filters of a page of the staff that one person keeps under a name."""

    __tablename__ = "saved_views"

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"), index=True)
    page: Mapped[str]
    name: Mapped[str]
    query: Mapped[str]
    created_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("person_id", "page", "name"),
        CheckConstraint("name != ''", name="a_view_has_a_name"),
    )

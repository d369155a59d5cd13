"""What the set-up pages of a programme show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import Agency, Application, Cycle, Extension, FeedbackReport, FeedbackState, Person, Programme
from app.permissions import grants_in_force
from app.queries.criteria import rubric_of
from rubrics import published_rubrics
from rubrics.model import Rubric
from workflows.application import ApplicationState
from workflows.roles import Role


@dataclass(frozen=True)
class ProgrammePage:
    """A programme with its criteria, its extensions and how many applications are in each state."""

    rubric: Rubric
    extensions: list[Extension]
    states: Mapping[ApplicationState, int]
    approved_reports: int
    has_submissions: bool

    @property
    def decided(self) -> int:
        """Applications that can be announced now."""
        return self.states[ApplicationState.DECIDED]


def programme_page(programme: Programme) -> ProgrammePage:
    """Return everything the page of a programme shows."""
    extensions = db.session.scalars(
        select(Extension)
        .where(Extension.programme_id == programme.id)
        .options(joinedload(Extension.agency), joinedload(Extension.granted_by), joinedload(Extension.revoked_by))
        .order_by(Extension.granted_at.desc())
    ).all()
    states: Counter[ApplicationState] = Counter()
    for state, count in db.session.execute(
        select(Application.state, func.count())
        .where(Application.programme_id == programme.id)
        .group_by(Application.state)
    ):
        states[state] = count
    approved = db.session.scalar(
        select(func.count(FeedbackReport.id))
        .join(Application, Application.id == FeedbackReport.application_id)
        .where(Application.programme_id == programme.id, FeedbackReport.state == FeedbackState.APPROVED)
    )
    submitted = db.session.scalar(
        select(func.count(Application.id)).where(
            Application.programme_id == programme.id, Application.submitted_at.is_not(None)
        )
    )
    return ProgrammePage(rubric_of(programme), list(extensions), states, approved or 0, bool(submitted))


def openable_rubrics(cycle: Cycle, officer: Person) -> list[Rubric]:
    """Return the criteria that are not open in this cycle yet and lie in the officer's branches."""
    used = set(db.session.scalars(select(Programme.rubric_id).where(Programme.cycle_id == cycle.id)))
    grants = [grant for grant in grants_in_force(officer) if grant.role is Role.OFFICER]
    return [
        rubric
        for rubric in published_rubrics().values()
        if rubric.full_id not in used
        and any(
            grant.branch in (None, rubric.branch) and grant.type_code in (None, rubric.type_code) for grant in grants
        )
    ]


def agency_by_code(code: str) -> Agency | None:
    """Return the agency with this code of the registry."""
    return db.session.scalars(select(Agency).where(Agency.code == code.strip())).one_or_none()

"""What staff export: every application of a search with its panel, sheets and agreed total."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import case, func, select
from sqlalchemy.orm import contains_eager

from app.extensions import db
from app.models import Agency, Application, Assignment, Person, Programme
from app.queries.criteria import rubric_of
from app.queries.owed import of_seats, owes_a_sheet, sheet_is_in, was_asked
from app.queries.pmqa40_standings import agreed_figures
from app.queries.staff_applications import Wanted, listed


@dataclass(frozen=True)
class ExportRow:
    """One application of an export; seats and sheets are those that count at its present stage.

    While it is visited they are those of the panel that makes the visit. The total is unrounded: what its panels
    agreed on last, as a visit left it, as the committee reads it.
    """

    application: Application
    ministry: Agency | None
    seats: int
    sheets_in: int
    sheets_owed: int
    total: Decimal | None


def export_rows(person: Person, wanted: Wanted) -> list[ExportRow]:
    """Return every application that fits, in the wanted order, in a few statements for each programme."""
    with_stages = contains_eager(Application.programme).selectinload(Programme.stages)
    applications = list(db.session.scalars(listed(person, wanted).options(with_stages)))
    ids = [application.id for application in applications]
    sheets, totals = _sheets(ids), _totals(applications)
    ministries = _ministries([application.agency for application in applications])
    return [
        ExportRow(
            each,
            ministries.get(each.agency.ministry_id) if each.agency.ministry_id else None,
            *sheets.get(each.id, (0, 0, 0)),
            totals.get(each.id),
        )
        for each in applications
    ]


def _ministries(agencies: Collection[Agency]) -> Mapping[uuid.UUID, Agency]:
    wanted = {agency.ministry_id for agency in agencies if agency.ministry_id}
    return {agency.id: agency for agency in db.session.scalars(select(Agency).where(Agency.id.in_(wanted)))}


def _sheets(ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, tuple[int, int, int]]:
    """Seats, sheets in and sheets owed of each application at its present stage, as every page counts them."""
    statement = (
        of_seats(
            select(
                Assignment.application_id,
                func.count(Assignment.id),
                func.sum(case((sheet_is_in(), 1), else_=0)),
                func.sum(case((owes_a_sheet(), 1), else_=0)),
            )
        )
        .where(Assignment.application_id.in_(ids), Assignment.stage_id == Application.stage_id, was_asked())
        .group_by(Assignment.application_id)
    )
    return {key: (seats, done, owed) for key, seats, done, owed in db.session.execute(statement)}


def _totals(applications: Collection[Application]) -> Mapping[uuid.UUID, Decimal | None]:
    by_programme: dict[Programme, list[Application]] = defaultdict(list)
    for application in applications:
        by_programme[application.programme].append(application)
    return {
        key: scores.total
        for programme, each in by_programme.items()
        for key, scores in agreed_figures(rubric_of(programme), each).items()
    }

"""What staff export: every application of a search with its panel, sheets, agreed total and outcome."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import func, select

from app.extensions import db
from app.models import (
    Agency,
    Application,
    Assignment,
    ConsensusSheet,
    ConsensusState,
    Person,
    ScoreSheet,
    SheetState,
)
from app.permissions import IN_FORCE
from app.queries.award_levels import AwardLabel, award_label
from app.queries.criteria import rubric_of
from app.queries.staff_applications import Wanted, listed


@dataclass(frozen=True)
class ExportRow:
    """One application of an export; seats and sheets are those of its present stage."""

    application: Application
    ministry: Agency | None
    seats: int
    sheets_in: int
    total: Decimal | None
    outcome: AwardLabel | None


def export_rows(person: Person, wanted: Wanted) -> list[ExportRow]:
    """Return every application that fits, in the wanted order, in five statements."""
    applications = list(db.session.scalars(listed(person, wanted)))
    ids = [application.id for application in applications]
    seats, sheets, totals = _seats(ids), _sheets(ids), _totals(ids)
    ministries = _ministries([application.agency for application in applications])
    return [
        ExportRow(
            each,
            ministries.get(each.agency.ministry_id) if each.agency.ministry_id else None,
            seats.get(each.id, 0),
            sheets.get(each.id, 0),
            totals.get(each.id),
            award_label(rubric_of(each.programme), each.award) if each.award else None,
        )
        for each in applications
    ]


def _ministries(agencies: Collection[Agency]) -> Mapping[uuid.UUID, Agency]:
    wanted = {agency.ministry_id for agency in agencies if agency.ministry_id}
    return {agency.id: agency for agency in db.session.scalars(select(Agency).where(Agency.id.in_(wanted)))}


def _seats(ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, int]:
    statement = (
        select(Assignment.application_id, func.count())
        .join(Application, Application.id == Assignment.application_id)
        .where(
            Assignment.application_id.in_(ids),
            Assignment.stage_id == Application.stage_id,
            Assignment.state.in_(IN_FORCE),
        )
        .group_by(Assignment.application_id)
    )
    return {application_id: count for application_id, count in db.session.execute(statement)}  # noqa: C416  # rows


def _sheets(ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, int]:
    statement = (
        select(ScoreSheet.application_id, func.count())
        .join(Application, Application.id == ScoreSheet.application_id)
        .where(
            ScoreSheet.application_id.in_(ids),
            ScoreSheet.stage_id == Application.stage_id,
            ScoreSheet.state == SheetState.SUBMITTED,
        )
        .group_by(ScoreSheet.application_id)
    )
    return {application_id: count for application_id, count in db.session.execute(statement)}  # noqa: C416  # rows


def _totals(ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Decimal]:
    """The total of the consensus each application's panels recorded last."""
    statement = (
        select(ConsensusSheet.application_id, ConsensusSheet.total)
        .where(ConsensusSheet.application_id.in_(ids), ConsensusSheet.state == ConsensusState.RECORDED)
        .order_by(ConsensusSheet.recorded_at)
    )
    return {application_id: Decimal(total) for application_id, total in db.session.execute(statement) if total}

"""The facts of an eligibility check: what the agency is, what it entered in this cycle, what it won before."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.clock import BANGKOK
from app.extensions import db
from app.models import Agency, Application, Cycle, Programme
from app.queries.criteria import rubric_of
from app.queries.deadlines import entry_window
from workflows.application import ApplicationState
from workflows.eligibility import EligibilityFacts

_OUT = (ApplicationState.WITHDRAWN, ApplicationState.DISQUALIFIED, ApplicationState.SCREENED_OUT)


def eligibility_facts(
    programme: Programme, agency: Agency, *, at: datetime, language: str, in_use_since: date | None = None
) -> EligibilityFacts:
    """Gather what the rules of the programme ask about this agency."""
    entered = _of_cycle(programme, agency)
    rules = rubric_of(programme).eligibility
    excluded = rules.exclude_past_levels if rules else ()
    return EligibilityFacts(
        kind=agency.kind.value,
        is_open=entry_window(programme, agency.id).is_open(at),
        closes_on=programme.closes_at.astimezone(BANGKOK).date(),
        entries=sum(1 for each in entered if each.programme_id == programme.id),
        other_types=tuple(
            dict.fromkeys(
                each.programme.title(language)
                for each in entered
                if each.programme_id != programme.id and each.programme.branch == programme.branch
            )
        ),
        past_awards=tuple(each.title(language) for each in _won(programme, agency) if each.award in excluded),
        in_use_since=in_use_since,
    )


def _of_cycle(programme: Programme, agency: Agency) -> list[Application]:
    return list(
        db.session.scalars(
            select(Application)
            .join(Programme)
            .where(
                Application.agency_id == agency.id,
                Programme.cycle_id == programme.cycle_id,
                Application.state.not_in(_OUT),
            )
            .options(joinedload(Application.programme))
        )
    )


def _won(programme: Programme, agency: Agency) -> list[Application]:
    """The agency's announced works of the same type in other cycles, newest first."""
    return list(
        db.session.scalars(
            select(Application)
            .join(Programme)
            .join(Cycle)
            .where(
                Application.agency_id == agency.id,
                Application.state == ApplicationState.ANNOUNCED,
                Programme.type_code == programme.type_code,
                Programme.cycle_id != programme.cycle_id,
            )
            .order_by(Cycle.year_be.desc())
        )
    )

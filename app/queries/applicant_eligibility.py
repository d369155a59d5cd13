"""The facts of an eligibility check: what the agency is, what it entered in this cycle, what it won before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.clock import BANGKOK
from app.extensions import db
from app.models import Agency, Application, Cycle, PastWinner, Programme
from app.queries.criteria import rubric_of
from app.queries.deadlines import entry_window
from workflows.application import ApplicationState
from workflows.eligibility import START_DATE, EligibilityFacts, Ruling, draft_warnings
from workflows.entry_rules import EntryRules, entry_rules

OUT = (ApplicationState.WITHDRAWN, ApplicationState.DISQUALIFIED, ApplicationState.SCREENED_OUT)


def eligibility_facts(
    programme: Programme, agency: Agency, *, at: datetime, language: str, in_use_since: date | None = None
) -> EligibilityFacts:
    """Gather what the rules of the programme ask about this agency."""
    entered = _of_cycle(programme, agency)
    return EligibilityFacts(
        kind=agency.kind.value,
        is_open=programme.is_published and entry_window(programme, agency.id).is_open(at),
        closes_on=programme.closes_at.astimezone(BANGKOK).date(),
        entries=sum(1 for each in entered if each.programme_id == programme.id),
        ministry_entries=_of_ministry(programme, agency),
        other_types=tuple(
            dict.fromkeys(
                each.programme.title(language)
                for each in entered
                if each.programme_id != programme.id and each.programme.branch == programme.branch
            )
        ),
        past_awards=_past_awards(programme, agency, language),
        in_use_since=in_use_since,
    )


def entries_of(programme: Programme, agency: Agency) -> list[Application]:
    """Return what the agency has entered in the programme and counts against its quota."""
    return [each for each in _of_cycle(programme, agency) if each.programme_id == programme.id]


def _of_cycle(programme: Programme, agency: Agency) -> list[Application]:
    return list(
        db.session.scalars(
            select(Application)
            .join(Programme)
            .where(
                Application.agency_id == agency.id,
                Programme.cycle_id == programme.cycle_id,
                Application.state.not_in(OUT),
            )
            .options(joinedload(Application.programme))
        )
    )


def entry_rules_of(programme: Programme) -> EntryRules:
    """Return who may enter how much in this programme."""
    return entry_rules(rubric_of(programme), programme.rules)


def warnings_of(
    application: Application, answers: Mapping[str, Any], *, at: datetime, language: str
) -> tuple[Ruling, ...]:
    """Return what the rules about time in use, other entries, past awards and quotas warn this entry of."""
    programme, started = application.programme, answers.get(START_DATE)
    since = date.fromisoformat(started) if started else None
    facts = eligibility_facts(programme, application.agency, at=at, language=language, in_use_since=since)
    return draft_warnings(rubric_of(programme), entry_rules_of(programme), facts)


def _of_ministry(programme: Programme, agency: Agency) -> int:
    if agency.ministry_id is None:
        return 0
    statement = (
        select(func.count(Application.id))
        .join(Agency, Agency.id == Application.agency_id)
        .where(
            Application.programme_id == programme.id,
            Agency.ministry_id == agency.ministry_id,
            Application.state.not_in(OUT),
        )
    )
    return db.session.scalar(statement) or 0


def _past_awards(programme: Programme, agency: Agency, language: str) -> tuple[str, ...]:
    """Works that won at a level the criteria exclude, in the years the programme looks back: ours and imported ones."""
    rules, year = entry_rules_of(programme), programme.cycle.year_be
    first = year - rules.past_winner_years if rules.past_winner_years else 0
    ours = [
        (each.programme.cycle.year_be, each.title(language))
        for each in _won(programme, agency)
        if each.award in rules.past_levels and each.programme.cycle.year_be >= first
    ]
    imported = db.session.scalars(
        select(PastWinner).where(
            PastWinner.agency_id == agency.id,
            PastWinner.type_code == programme.type_code,
            PastWinner.level.in_(rules.past_levels),
            PastWinner.year_be >= first,
            PastWinner.year_be < year,
        )
    )
    theirs = [(each.year_be, (language == "en" and each.title_en) or each.title_th) for each in imported]
    return tuple(f"{title} ({won})" for won, title in sorted({*ours, *theirs}, reverse=True))


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
            .options(joinedload(Application.programme).joinedload(Programme.cycle))
            .order_by(Cycle.year_be.desc())
        )
    )

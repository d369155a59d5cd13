"""The committee's table: each programme's applications by their agreed total, with cut lines and what is decided."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import Application, Cycle, Person, Programme, Proposal, ProposalState
from app.permissions import Permission, visible_applications, visible_programmes
from app.queries.award_levels import AwardLabel, award_label
from app.queries.committee_facts import Judged, judged
from app.queries.criteria import rubric_of
from app.queries.recusals import recused_among
from rubrics.conditions import Condition, Op
from rubrics.model import Rubric
from rubrics.strict import Text
from workflows.application import ApplicationState

BEFORE_THE_COMMITTEE = (ApplicationState.COMMITTEE, ApplicationState.DECIDED, ApplicationState.ANNOUNCED)
_HUNDRED, _STEP = Decimal(100), Decimal(10)
_AT_LEAST = (Op.GTE, Op.GT)


@dataclass(frozen=True)
class ProgrammeRow:
    """One programme with what lies before its committee."""

    programme: Programme
    waiting: int
    decided: int


def committee_programmes(person: Person, cycle: Cycle) -> list[ProgrammeRow]:
    """Return the programmes of a cycle that have something before the committee, in two statements."""
    programmes = db.session.scalars(
        select(Programme)
        .where(Programme.cycle_id == cycle.id, visible_programmes(person, Permission.VIEW_RECORD))
        .order_by(Programme.position)
    ).all()
    counts: Counter[tuple[uuid.UUID, bool]] = Counter()
    for programme_id, state, count in db.session.execute(
        select(Application.programme_id, Application.state, func.count())
        .where(
            Application.programme_id.in_([programme.id for programme in programmes]),
            Application.state.in_(BEFORE_THE_COMMITTEE),
        )
        .group_by(Application.programme_id, Application.state)
    ):
        counts[programme_id, state is ApplicationState.COMMITTEE] += count
    rows = [ProgrammeRow(each, counts[each.id, True], counts[each.id, False]) for each in programmes]
    return [row for row in rows if row.waiting or row.decided]


@dataclass(frozen=True)
class DossierRow:
    """One application: its agreed total, the outcome the criteria lead to, and what became of it."""

    application: Application
    total: Decimal | None
    percent: Decimal | None
    by_rule: AwardLabel | None
    decided: AwardLabel | None
    proposal: Proposal | None


@dataclass(frozen=True)
class CutLine:
    """The least percent of the maximum that a level asks for."""

    name: Text
    percent: Decimal


@dataclass(frozen=True)
class CommitteeBoard:
    """The table of one programme, best first; `low` to `high` is the stretch of percents the drawing shows."""

    programme: Programme
    rubric: Rubric
    rows: list[DossierRow]
    cuts: list[CutLine]
    low: Decimal
    high: Decimal

    @property
    def ticks(self) -> list[Decimal]:
        """The tens of the drawing, from its lowest to its highest."""
        return [self.low + _STEP * place for place in range(int((self.high - self.low) / _STEP) + 1)]

    @property
    def waiting(self) -> int:
        """How many wait for a decision."""
        return sum(1 for row in self.rows if row.application.state is ApplicationState.COMMITTEE)

    def at(self, percent: Decimal) -> Decimal:
        """Where a percent stands in the drawing, from 0 to 100."""
        return (percent - self.low) * _HUNDRED / (self.high - self.low)


def committee_board(programme: Programme, person: Person) -> CommitteeBoard:
    """Return the table of a programme; whatever the person is recused from is not in it."""
    rubric = rubric_of(programme)
    applications = db.session.scalars(
        select(Application)
        .where(Application.programme_id == programme.id, Application.state.in_(BEFORE_THE_COMMITTEE))
        .options(joinedload(Application.agency))
    ).all()
    hidden = recused_among(person, applications)
    shown = [application for application in applications if application.id not in hidden]
    facts, proposals = judged(programme, shown), _waiting_decisions([each.id for each in shown])
    rows = [_row(rubric, each, facts[each.id], proposals.get(each.id)) for each in shown]
    rows.sort(key=lambda row: (-(row.total if row.total is not None else -1), row.application.code))
    cuts = cut_lines(rubric)
    low, high = _stretch([*(row.percent for row in rows if row.percent is not None), *(cut.percent for cut in cuts)])
    return CommitteeBoard(programme, rubric, rows, cuts, low, high)


def _row(rubric: Rubric, application: Application, found: Judged, proposal: Proposal | None) -> DossierRow:
    return DossierRow(
        application,
        found.scores.total if found.scores else None,
        found.scores.total_percent if found.scores else None,
        award_label(rubric, found.by_rule),
        award_label(rubric, application.award) if application.award else None,
        proposal,
    )


def _waiting_decisions(ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Proposal]:
    proposals = db.session.scalars(
        select(Proposal).where(
            Proposal.application_id.in_(ids), Proposal.act == "decide", Proposal.state == ProposalState.WAITING
        )
    )
    return {each.application_id: each for each in proposals if each.application_id}


def cut_lines(rubric: Rubric) -> list[CutLine]:
    """Return the cut lines the criteria draw through totals: award levels, and the bands a gate certifies."""
    certified = {code for gate in rubric.gates for code in gate.certify_bands}
    lines = [
        CutLine(level.label, percent)
        for level in rubric.levels
        if (percent := _least_percent(rubric, level.when)) is not None
    ]
    bands = [band for band in rubric.bands if band.code in certified]
    return lines + [CutLine(band.label, band.min * _HUNDRED / rubric.maximum) for band in bands]


def _least_percent(rubric: Rubric, condition: Condition) -> Decimal | None:
    return max(_percents(rubric, condition), default=None)


def _percents(rubric: Rubric, condition: Condition) -> Iterator[Decimal]:
    for each in condition.comparisons():
        if each.op in _AT_LEAST and isinstance(each.value, Decimal) and (each.path or "").startswith("total."):
            yield each.value if each.path == "total.percent" else each.value * _HUNDRED / rubric.maximum


def _stretch(percents: Sequence[Decimal]) -> tuple[Decimal, Decimal]:
    """Whole tens around everything that is drawn."""
    low = ((min(percents, default=Decimal(0)) - 2) / _STEP).to_integral_value(ROUND_FLOOR) * _STEP
    high = ((max(percents, default=_HUNDRED) + 1) / _STEP).to_integral_value(ROUND_CEILING) * _STEP
    return max(low, Decimal(0)), min(max(high, low + _STEP), _HUNDRED)


def waiting_proposals(person: Person) -> list[Proposal]:
    """Return the proposals a person may see, soonest to lapse first; none they are recused from."""
    proposals = db.session.scalars(
        select(Proposal)
        .join(Application, Application.id == Proposal.application_id)
        .join(Programme, Programme.id == Application.programme_id)
        .where(Proposal.state == ProposalState.WAITING, visible_applications(person, Permission.CONFIRM_ACT))
        .options(
            joinedload(Proposal.application).joinedload(Application.agency),
            joinedload(Proposal.application).joinedload(Application.programme),
            joinedload(Proposal.proposed_by),
        )
        .order_by(Proposal.expires_at)
    ).all()
    hidden = recused_among(person, [each.application for each in proposals if each.application])
    return [each for each in proposals if each.application_id not in hidden]

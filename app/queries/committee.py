"""The committee's table: each programme's applications by their agreed total, with cut lines and what is decided."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import Application, Cycle, Person, Programme, Proposal, ProposalState
from app.permissions import Permission, visible_applications, visible_programmes
from app.queries.award_levels import AwardLabel, award_label, award_labels
from app.queries.committee_facts import Judged, judged
from app.queries.criteria import rubric_of
from app.queries.paging import Place, place_in
from app.queries.recusals import recused_among
from app.queries.uncertainty import Uncertainty, uncertainties
from rubrics.model import Rubric
from rubrics.strict import Text
from workflows.application import ApplicationState
from workflows.cut_line import cut_lines, open_ranks, with_lines
from workflows.decision import outcome_by_rule

BEFORE_THE_COMMITTEE = (ApplicationState.COMMITTEE, ApplicationState.DECIDED, ApplicationState.ANNOUNCED)
PAGE_SIZE = 100
_HUNDRED, _STEP = Decimal(100), Decimal(10)


class Only(StrEnum):
    """Which rows of a table are shown: all, those that lines being tried would move, or those across a cut line."""

    ALL = ""
    MOVING = "moving"
    STRADDLING = "straddling"


@dataclass(frozen=True)
class ProgrammeRow:
    """One programme with what lies before its committee."""

    programme: Programme
    waiting: int
    decided: int


def committee_programmes(person: Person, cycle: Cycle) -> list[ProgrammeRow]:
    """Return the programmes of a cycle with something before the committee; what the person is recused from not."""
    applications = db.session.scalars(
        select(Application)
        .join(Programme, Programme.id == Application.programme_id)
        .where(
            Programme.cycle_id == cycle.id,
            visible_programmes(person, Permission.VIEW_RECORD),
            Application.state.in_(BEFORE_THE_COMMITTEE),
        )
        .options(joinedload(Application.programme))
    ).all()
    hidden = recused_among(person, applications)
    shown = [application for application in applications if application.id not in hidden]
    waits = Counter((each.programme, each.state is ApplicationState.COMMITTEE) for each in shown)
    programmes = sorted({each.programme for each in shown}, key=lambda programme: programme.position)
    return [ProgrammeRow(each, waits[each, True], waits[each, False]) for each in programmes]


@dataclass(frozen=True)
class DossierRow:
    """One application: its agreed total and how uncertain it is, what the criteria lead to, what became of it.

    `ranks` are the best and the worst that the intervals leave open among the applications shown; `straddled` the cut
    lines its interval lies across. `tried` is the outcome under the lines that are only tried, by code.
    """

    application: Application
    total: Decimal | None
    percent: Decimal | None
    uncertainty: Uncertainty | None
    ranks: tuple[int, int] | None
    straddled: list[CutLine]
    by_rule: AwardLabel | None
    tried: AwardLabel | None
    decided: AwardLabel | None
    proposal: Proposal | None

    @property
    def would_move(self) -> bool:
        """Say whether the lines that are tried lead to another outcome."""
        return self.tried != self.by_rule


@dataclass(frozen=True)
class CutLine:
    """The least percent of the maximum that an outcome asks for; `standing` is what the criteria say."""

    code: str
    name: Text
    percent: Decimal
    standing: Decimal


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

    @property
    def is_tried(self) -> bool:
        """Say whether lines are tried that are not those of the criteria."""
        return any(cut.percent != cut.standing for cut in self.cuts)

    @property
    def moving(self) -> list[DossierRow]:
        """Who would get another outcome under the lines that are tried."""
        return [row for row in self.rows if row.would_move]

    @property
    def straddling(self) -> list[DossierRow]:
        """Whose interval lies across a cut line."""
        return [row for row in self.rows if row.straddled]

    def shown(self, only: Only, page: int) -> tuple[list[tuple[int, DossierRow]], Place]:
        """Return a page of the rows with their ranks in the whole table, and where the page lies among those wanted."""
        wanted = {Only.ALL: self.rows, Only.MOVING: self.moving, Only.STRADDLING: self.straddling}[only]
        ranks = {row.application.id: rank for rank, row in enumerate(self.rows, start=1)}
        place = place_in(len(wanted), page, PAGE_SIZE)
        return [(ranks[row.application.id], row) for row in wanted[place.offset : place.last]], place

    def drawn_from(self, source: str) -> bool:
        """Say whether an interval of this source is drawn."""
        return any(row.uncertainty is not None and row.uncertainty.source == source for row in self.rows)

    def at(self, percent: Decimal) -> Decimal:
        """Where a percent stands in the drawing, from 0 to 100."""
        return (percent - self.low) * _HUNDRED / (self.high - self.low)


def committee_board(
    programme: Programme, person: Person, *, tried: Mapping[str, Decimal] | None = None
) -> CommitteeBoard:
    """Return the table of a programme; whatever the person is recused from is not in it.

    `tried` are cut lines to look at instead of those of the criteria, in percent by outcome; nothing is changed.
    """
    rubric = rubric_of(programme)
    applications = db.session.scalars(
        select(Application)
        .where(Application.programme_id == programme.id, Application.state.in_(BEFORE_THE_COMMITTEE))
        .options(joinedload(Application.agency))
    ).all()
    hidden = recused_among(person, applications)
    shown = [application for application in applications if application.id not in hidden]
    facts, proposals = judged(programme, shown), _waiting_decisions([each.id for each in shown])
    uncertain = uncertainties(programme, {key: found.agreed_at for key, found in facts.items()}, shown)
    table = _Table(rubric, with_lines(rubric, tried or {}), drawn_lines(rubric, tried or {}), uncertain, proposals)
    rows = [table.row(each, facts[each.id]) for each in shown]
    rows.sort(key=lambda row: (-(row.total if row.total is not None else -1), row.application.code))
    ends = [end for each in uncertain.values() for end in (each.interval.low, each.interval.high)]
    agreed = [row.percent for row in rows if row.percent is not None]
    low, high = _stretch([*agreed, *ends, *(cut.percent for cut in table.cuts)])
    return CommitteeBoard(programme, rubric, rows, table.cuts, low, high)


class _Table:
    """What the rows of one programme are made with."""

    def __init__(
        self,
        rubric: Rubric,
        tried: Rubric,
        cuts: list[CutLine],
        uncertain: Mapping[uuid.UUID, Uncertainty],
        proposals: Mapping[uuid.UUID, Proposal],
    ) -> None:
        self.rubric, self.tried, self.cuts = rubric, tried, cuts
        self.uncertain, self.proposals = uncertain, proposals
        self.ranks = open_ranks({key: each.interval for key, each in uncertain.items()})

    def row(self, application: Application, found: Judged) -> DossierRow:
        """Return the row of one application."""
        key, uncertainty = application.id, self.uncertain.get(application.id)
        return DossierRow(
            application=application,
            total=found.scores.total if found.scores else None,
            percent=found.scores.total_percent if found.scores else None,
            uncertainty=uncertainty,
            ranks=self.ranks.get(key),
            straddled=[cut for cut in self.cuts if uncertainty and uncertainty.interval.straddles(cut.percent)],
            by_rule=award_label(self.rubric, found.by_rule),
            tried=award_label(self.rubric, outcome_by_rule(self.tried, found.facts, found.wanted)),
            decided=award_label(self.rubric, application.award) if application.award else None,
            proposal=self.proposals.get(key),
        )


def _waiting_decisions(ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Proposal]:
    proposals = db.session.scalars(
        select(Proposal).where(
            Proposal.application_id.in_(ids), Proposal.act == "decide", Proposal.state == ProposalState.WAITING
        )
    )
    return {each.application_id: each for each in proposals if each.application_id}


def drawn_lines(rubric: Rubric, tried: Mapping[str, Decimal]) -> list[CutLine]:
    """Return the cut lines of the criteria, best first, at what is tried where something is."""
    names = {label.code: label.name for label in award_labels(rubric)}
    lines = cut_lines(rubric)
    return [CutLine(code, names[code], tried.get(code, percent), percent) for code, percent in lines.items()]


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
        .where(Proposal.state == ProposalState.WAITING, visible_applications(person, Permission.READ_PROPOSALS))
        .options(
            joinedload(Proposal.application).joinedload(Application.agency),
            joinedload(Proposal.application).joinedload(Application.programme),
            joinedload(Proposal.proposed_by),
        )
        .order_by(Proposal.expires_at)
    ).all()
    hidden = recused_among(person, [each.application for each in proposals if each.application])
    return [each for each in proposals if each.application_id not in hidden]

"""Everything a decision rests on, application by criterion by assessor, for whoever may see the agreed record."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from app.models import (
    Application,
    ConsensusSheet,
    ConsensusState,
    Person,
    Programme,
    ScoreSheet,
    SheetState,
    Stage,
)
from app.permissions import roles_on
from app.queries.calibration import CalibratedScore, FrozenRun, newest_run
from app.queries.committee import BEFORE_THE_COMMITTEE
from app.queries.committee_facts import Judged, judged
from app.queries.criteria import rubric_of
from app.queries.recusals import recused_among
from app.queries.reliability_page import TWO_SIDED_90
from app.queries.sheets import sheet_of
from rubrics.model import Rubric
from workflows.application import ApplicationState
from workflows.roles import Role
from workflows.scoring.totals import Scores, score

# Judges read the dossier without names, and so they read this.
_READ_NAMES = frozenset({Role.OFFICER, Role.DIRECTOR, Role.AUDITOR})


@dataclass(frozen=True)
class Comment:
    """What one assessor, or the panel, wrote of one node."""

    node_id: str
    strengths: str
    opportunities: str
    note: str
    dissent: str = ""


@dataclass(frozen=True)
class Voice:
    """One submitted sheet: whose it is, where names are shown, and what it says."""

    name: str
    scores: Scores
    comments: tuple[Comment, ...]


@dataclass(frozen=True)
class DecisionRow:
    """One application before the committee at one stage whose consensus is recorded.

    The row of the last stage, `is_last`, has what a site visit changed in `agreed`, and alone it has the outcomes; no
    award is "none". An application without any consensus has one row.
    """

    application: Application
    stage: Stage | None
    voices: tuple[Voice, ...]
    agreed: Scores | None
    comments: tuple[Comment, ...]
    calibrated: CalibratedScore | None
    by_rule: str | None
    decided: str | None
    is_last: bool = True


@dataclass(frozen=True)
class DecisionTable:
    """One programme's applications by code, each by stage. `run_sha256` is what the newest calibration read."""

    programme: Programme
    rubric: Rubric
    rows: list[DecisionRow]
    run_sha256: str | None

    @property
    def is_announced(self) -> bool:
        """Whether all of it was told in public, so that nothing is confidential any more."""
        told = all(row.application.state is ApplicationState.ANNOUNCED for row in self.rows)
        return told and self.programme.announced_at is not None


def decision_table(programme: Programme, person: Person, language: str) -> DecisionTable:
    """Return what lies before the committee and the person is not recused from, in a constant number of statements."""
    rubric = rubric_of(programme)
    applications = db.session.scalars(
        select(Application)
        .where(Application.programme_id == programme.id, Application.state.in_(BEFORE_THE_COMMITTEE))
        .options(joinedload(Application.agency))
        .order_by(Application.code)
    ).all()
    hidden = recused_among(person, applications)
    shown = [application for application in applications if application.id not in hidden]
    ids = [application.id for application in shown]
    found, recorded = judged(programme, shown), _recorded(ids)
    voices = _voices(rubric, ids, language if roles_on(programme, person) & _READ_NAMES else None)
    runs = {stage.id: newest_run(programme, stage) for stage in programme.stages if stage.panel_size}
    rows = [
        row
        for application in shown
        for row in _rows(application, recorded[application.id], found[application.id], voices, runs)
    ]
    last = [run for run in runs.values() if run is not None]
    return DecisionTable(programme, rubric, rows, last[-1].run.input_sha256 if last else None)


def _rows(
    application: Application,
    recorded: Sequence[ConsensusSheet],
    found: Judged,
    voices: Mapping[tuple[uuid.UUID, uuid.UUID], list[Voice]],
    runs: Mapping[uuid.UUID, FrozenRun | None],
) -> list[DecisionRow]:
    """One row for each stage that agreed, the last with the outcome; a single empty one where none did."""
    rows = []
    for consensus in recorded:
        is_last, run = consensus is recorded[-1], runs.get(consensus.stage_id)
        rows.append(
            DecisionRow(
                application,
                consensus.stage,
                tuple(voices[application.id, consensus.stage_id]),
                found.scores if is_last else found.at_stages.get(consensus.stage_id),
                _agreed_comments(consensus),
                run.scores.get(application.code) if run else None,
                found.by_rule if is_last else None,
                application.award if is_last else None,
                is_last,
            )
        )
    return rows or [DecisionRow(application, None, (), None, (), None, None, application.award)]


def _recorded(ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, list[ConsensusSheet]]:
    """The consensuses each application's panels recorded, in the order of their stages."""
    found: dict[uuid.UUID, list[ConsensusSheet]] = defaultdict(list)
    for each in db.session.scalars(
        select(ConsensusSheet)
        .join(Stage, Stage.id == ConsensusSheet.stage_id)
        .where(ConsensusSheet.application_id.in_(ids), ConsensusSheet.state == ConsensusState.RECORDED)
        .options(joinedload(ConsensusSheet.stage), selectinload(ConsensusSheet.entries))
        .order_by(Stage.position)
    ):
        found[each.application_id].append(each)
    return found


def _voices(
    rubric: Rubric, ids: Collection[uuid.UUID], language: str | None
) -> Mapping[tuple[uuid.UUID, uuid.UUID], list[Voice]]:
    """The submitted sheets of each application and stage, in the order they came in; without a language no names."""
    found: dict[tuple[uuid.UUID, uuid.UUID], list[Voice]] = defaultdict(list)
    for sheet in db.session.scalars(
        select(ScoreSheet)
        .where(ScoreSheet.application_id.in_(ids), ScoreSheet.state == SheetState.SUBMITTED)
        .options(selectinload(ScoreSheet.entries), joinedload(ScoreSheet.assessor))
        .order_by(ScoreSheet.submitted_at, ScoreSheet.id)
    ):
        comments = tuple(
            Comment(each.node_id, each.strengths, each.opportunities, each.note)
            for each in sorted(sheet.entries, key=lambda entry: entry.node_id)
            if each.strengths or each.opportunities or each.note
        )
        name = sheet.assessor.name(language) if language else ""
        found[sheet.application_id, sheet.stage_id].append(
            Voice(name, score(rubric, sheet_of(rubric, sheet.entries)), comments)
        )
    return found


def _agreed_comments(consensus: ConsensusSheet) -> tuple[Comment, ...]:
    return tuple(
        Comment(each.node_id, each.strengths, each.opportunities, each.reason, each.dissent)
        for each in sorted(consensus.entries, key=lambda entry: entry.node_id)
        if each.strengths or each.opportunities or each.reason or each.dissent
    )


def interval_90(calibrated: CalibratedScore) -> tuple[Decimal, Decimal] | None:
    """Return the ends of the 90 % interval of a calibrated score, None where it has no standard error."""
    if calibrated.error is None:
        return None
    reach = TWO_SIDED_90 * calibrated.error
    return calibrated.calibrated - reach, calibrated.calibrated + reach

"""Where every agency stands in a programme of status assessment: how far it came, its own figures and the agreed ones.

A constant number of statements, however many agencies there are.
"""

from __future__ import annotations

import functools
import json
import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from app.models import (
    Agency,
    AgencyKind,
    Application,
    ConsensusSheet,
    ConsensusState,
    Cycle,
    Person,
    Programme,
    ScoreSheet,
    SheetState,
    Snapshot,
    Stage,
)
from app.permissions import Permission, visible_programmes
from app.queries.applicant_scores import self_scores
from app.queries.award_levels import award_label
from app.queries.criteria import RangesKey, ranges_key, rubric_of
from app.queries.kept_figures import FIGURES
from app.queries.recusals import agencies_kept_from
from app.queries.sheets import agreed_from
from app.queries.visit_scores import visit_changes
from rubrics.model import Rubric
from workflows.application import ApplicationState, Phase
from workflows.scoring.totals import Scores, score

S = ApplicationState
BRANCH = "PMQA40"
NOT_STARTED, STARTED, SUBMITTED, CERTIFIED, NO_MINISTRY = "not_started", "started", "submitted", "certified", "none"
_PAST_ITS_PANEL = frozenset({S.SITE_VISIT, S.COMMITTEE, S.DECIDED, S.ANNOUNCED})


@dataclass(frozen=True)
class Shown:
    """Which agencies are looked at; an empty value asks for all of them, NO_MINISTRY for those under none."""

    year_be: int | None = None
    ministry: str = ""
    kind: str = ""


@dataclass(frozen=True)
class AgencyStanding:
    """One agency that may be assessed; without an application it has not started. Figures are None while unknown."""

    agency: Agency
    application: Application | None
    reached: frozenset[str]
    own: Scores | None
    agreed: Scores | None

    @property
    def difference(self) -> Decimal | None:
        """How far the agreed total lies above the agency's own; below it where negative."""
        own, agreed = self.total_of(self.own), self.total_of(self.agreed)
        return None if own is None or agreed is None else agreed - own

    @property
    def printed_difference(self) -> int | None:
        """The same between the totals as they are printed, whole numbers: figures side by side add up."""
        own, agreed = self.total_of(self.own), self.total_of(self.agreed)
        return None if own is None or agreed is None else int(agreed) - int(own)

    @staticmethod
    def total_of(scores: Scores | None) -> Decimal | None:
        """The total, or what it is at least while something is unscored."""
        return None if scores is None else scores.at_least if scores.total is None else scores.total


@dataclass(frozen=True)
class Standings:
    """A programme with every agency looked at, the rounds that have a gate, and what can be asked for."""

    programme: Programme
    rubric: Rubric
    rounds: tuple[Stage, ...]
    rows: tuple[AgencyStanding, ...]
    ministries: tuple[Agency, ...]

    @property
    def steps(self) -> tuple[str, ...]:
        """The steps an agency may have come to, in their order."""
        return (STARTED, SUBMITTED, *(stage.code for stage in self.rounds), CERTIFIED)


def status_programmes(viewer: Person) -> list[Programme]:
    """Return the programmes of status assessment this person may look into, newest first."""
    return list(
        db.session.scalars(
            select(Programme)
            .join(Cycle, Cycle.id == Programme.cycle_id)
            .where(Programme.branch == BRANCH, visible_programmes(viewer, Permission.VIEW_PROGRAMME))
            .options(joinedload(Programme.cycle), selectinload(Programme.stages))
            .order_by(Cycle.year_be.desc())
        )
    )


def standings_of(programme: Programme, shown: Shown, *, viewer: Person) -> Standings:
    """Return where every agency stands that this programme is for and that is looked at; none kept from the viewer."""
    rubric = rubric_of(programme)
    kept = agencies_kept_from(viewer, programme)
    agencies = [agency for agency in _agencies(rubric) if agency.id not in kept]
    applications = _applications(programme)
    wanted = [agency for agency in agencies if _is_wanted(agency, shown)]
    of_wanted = {agency.id: applications[agency.id] for agency in wanted if agency.id in applications}
    own, agreed = own_figures(programme, list(of_wanted.values())), agreed_figures(rubric, list(of_wanted.values()))
    rounds = tuple(stage for stage in programme.stages if stage.panel_size is not None and stage.gate is not None)
    rows = tuple(
        AgencyStanding(agency, None, frozenset(), None, None)
        if (application := of_wanted.get(agency.id)) is None
        else AgencyStanding(
            agency,
            application,
            _reached(application, rounds, rubric),
            own.get(application.id),
            agreed.get(application.id),
        )
        for agency in wanted
    )
    parents = {agency.ministry_id for agency in agencies if agency.ministry_id}
    return Standings(programme, rubric, rounds, rows, tuple(_by_id(parents)))


def _agencies(rubric: Rubric) -> list[Agency]:
    kinds = [AgencyKind(kind) for kind in (rubric.eligibility.agency_types if rubric.eligibility else ())]
    statement = select(Agency).where(Agency.is_active).order_by(Agency.sort_key)
    return list(db.session.scalars(statement.where(Agency.kind.in_(kinds)) if kinds else statement))


def _by_id(ids: Collection[uuid.UUID]) -> list[Agency]:
    return list(db.session.scalars(select(Agency).where(Agency.id.in_(ids)).order_by(Agency.sort_key)))


def _is_wanted(agency: Agency, shown: Shown) -> bool:
    in_ministry = shown.ministry in ("", str(agency.ministry_id) if agency.ministry_id else NO_MINISTRY)
    return in_ministry and shown.kind in ("", agency.kind.value)


def _applications(programme: Programme) -> Mapping[uuid.UUID, Application]:
    """The application of each agency that has one and did not withdraw it; the newest where there are several."""
    found = db.session.scalars(
        select(Application)
        .where(Application.programme_id == programme.id, Application.state != S.WITHDRAWN)
        .options(joinedload(Application.stage))
        .order_by(Application.created_at)
    )
    return {application.agency_id: application for application in found}


def _reached(application: Application, rounds: Sequence[Stage], rubric: Rubric) -> frozenset[str]:
    steps = {STARTED}
    if application.submitted_at is not None:
        steps.add(SUBMITTED)
    steps |= {stage.code for stage in rounds if _has_passed(application, stage)}
    is_decided = application.state in (S.DECIDED, S.ANNOUNCED)
    if is_decided and award_label(rubric, application.award or "") is not None:
        steps.add(CERTIFIED)
    return frozenset(steps)


def _has_passed(application: Application, stage: Stage) -> bool:
    if application.stage is None:
        return False
    if application.stage.position > stage.position:
        return True
    return application.stage_id == stage.id and application.state in _PAST_ITS_PANEL


def own_figures(programme: Programme, applications: Sequence[Application]) -> Mapping[uuid.UUID, Scores]:
    """Return what agencies said of themselves when they handed in, from the newest snapshot of each."""
    rubric, ranges = rubric_of(programme), ranges_key(programme)
    newest = {
        application_id: _SnapshotKey(snapshot_id, sha256, ranges)
        for application_id, snapshot_id, sha256 in db.session.execute(
            select(Snapshot.application_id, Snapshot.id, Snapshot.sha256)
            .where(
                Snapshot.application_id.in_([application.id for application in applications]),
                Snapshot.phase == Phase.ENTRY,
            )
            .order_by(Snapshot.number)
        )
    }
    unknown = [key.snapshot_id for key in newest.values() if not FIGURES.knows(key)]
    statement = select(Snapshot.id, Snapshot.content).where(Snapshot.id.in_(unknown))
    contents = {snapshot_id: content for snapshot_id, content in db.session.execute(statement)}  # noqa: C416  # rows

    def work_out(key: _SnapshotKey) -> Scores:
        content = contents.get(key.snapshot_id) or db.session.get_one(Snapshot, key.snapshot_id).content
        return self_scores(rubric, json.loads(content)["answers"]).scores

    return {each: FIGURES.scores(key, functools.partial(work_out, key)) for each, key in newest.items()}


@dataclass(frozen=True)
class _SnapshotKey:
    """What the worth of a snapshot is known by: its bytes, and the ranges it is read with."""

    snapshot_id: uuid.UUID
    sha256: str
    ranges: RangesKey


def agreed_figures(rubric: Rubric, applications: Sequence[Application]) -> Mapping[uuid.UUID, Scores]:
    """What each agency's panels agreed on last, as a visit left it; only what is not worked out yet is read whole."""
    changes = visit_changes([application.id for application in applications])
    keys = _keys_of_records([application.id for application in applications], changes)
    unknown = [key.consensus_id for key in keys.values() if not FIGURES.knows(key)]
    whole = {consensus.id: consensus for consensus in _records(unknown)}
    sheets = _sheets(list(whole.values()))

    def work_out(key: _RecordKey) -> Scores:
        consensus = whole.get(key.consensus_id) or db.session.get_one(ConsensusSheet, key.consensus_id)
        found = changes.get(consensus.application_id, {})
        return score(rubric, agreed_from(rubric, consensus, sheets[key.consensus_id], found))

    return {each: FIGURES.scores(key, functools.partial(work_out, key)) for each, key in keys.items()}


@dataclass(frozen=True)
class _RecordKey:
    """What a recorded consensus is known by: itself, its hash, the sheets of its means, and what a visit changed."""

    consensus_id: uuid.UUID
    sha256: str | None
    sheets: tuple[uuid.UUID, ...]
    changes: str


def _keys_of_records(
    ids: Collection[uuid.UUID], changes: Mapping[uuid.UUID, Mapping[str, object]]
) -> dict[uuid.UUID, _RecordKey]:
    last = {
        application_id: (stage_id, consensus_id, sha256)
        for application_id, stage_id, consensus_id, sha256 in db.session.execute(
            select(ConsensusSheet.application_id, ConsensusSheet.stage_id, ConsensusSheet.id, ConsensusSheet.sha256)
            .where(ConsensusSheet.application_id.in_(ids), ConsensusSheet.state == ConsensusState.RECORDED)
            .order_by(ConsensusSheet.recorded_at)
        )
    }
    sheets: dict[tuple[uuid.UUID, uuid.UUID], list[uuid.UUID]] = defaultdict(list)
    for application_id, stage_id, sheet_id in db.session.execute(
        select(ScoreSheet.application_id, ScoreSheet.stage_id, ScoreSheet.id)
        .where(ScoreSheet.application_id.in_(last), ScoreSheet.state == SheetState.SUBMITTED)
        .order_by(ScoreSheet.id)
    ):
        sheets[application_id, stage_id].append(sheet_id)
    return {
        application_id: _RecordKey(
            consensus_id,
            sha256,
            tuple(sheets[application_id, stage_id]),
            json.dumps(changes.get(application_id, {}), sort_keys=True),
        )
        for application_id, (stage_id, consensus_id, sha256) in last.items()
    }


def _records(ids: Collection[uuid.UUID]) -> list[ConsensusSheet]:
    statement = select(ConsensusSheet).where(ConsensusSheet.id.in_(ids))
    return list(db.session.scalars(statement.options(selectinload(ConsensusSheet.entries))))


def _sheets(recorded: Sequence[ConsensusSheet]) -> Mapping[uuid.UUID, list[ScoreSheet]]:
    """The panels' sheets of these records: they say the mean wherever the panel recorded nothing."""
    by_place = {(consensus.application_id, consensus.stage_id): consensus.id for consensus in recorded}
    found: dict[uuid.UUID, list[ScoreSheet]] = defaultdict(list)
    sheets = db.session.scalars(
        select(ScoreSheet)
        .where(
            ScoreSheet.application_id.in_([consensus.application_id for consensus in recorded]),
            ScoreSheet.state == SheetState.SUBMITTED,
        )
        .options(selectinload(ScoreSheet.entries))
        .order_by(ScoreSheet.submitted_at)
    )
    for sheet in sheets:
        consensus_id = by_place.get((sheet.application_id, sheet.stage_id))
        if consensus_id is not None:
            found[consensus_id].append(sheet)
    return found

"""The dossier of one application for the committee: what was agreed and how, and what the criteria make of it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import (
    Application,
    ConsensusSheet,
    ConsensusState,
    Decision,
    Person,
    Proposal,
    ProposalState,
    ScoreSheet,
    Snapshot,
    Stage,
)
from app.queries.application_facts import latest_snapshot, officers_of
from app.queries.application_record import decision_of
from app.queries.award_levels import AwardLabel, award_label, award_labels
from app.queries.committee_facts import judged
from app.queries.consensus import standing_dissents
from app.queries.consensus_page import AgendaItem, ConsensusPage
from app.queries.criteria import rubric_of
from app.queries.dossier_history import Happened, dossier_history
from app.queries.outcomes import chosen_awards, committee_quorum
from app.queries.score_table import ScoreRow, score_rows
from app.queries.sheet_page import node_code
from app.queries.uncertainty import Uncertainty, uncertainties
from app.queries.visit_page import VisitPage, visit_page
from rubrics.conditions import Condition, FactValue
from rubrics.model import Rubric
from rubrics.nodes import Node
from rubrics.strict import Text
from workflows.application import Phase
from workflows.roles import Role
from workflows.scoring.totals import Scores


@dataclass(frozen=True)
class Demand:
    """One comparison of a condition, the fact it reads, and whether it holds."""

    condition: Condition
    fact: FactValue
    holds: bool


@dataclass(frozen=True)
class OutcomeDemands:
    """One outcome of the criteria with everything it asks for."""

    name: Text
    is_reached: bool
    demands: tuple[Demand, ...]


@dataclass(frozen=True)
class RoundScores:
    """What one stage's panel judged and agreed on, and what it had to discuss on the way.

    `against` is what members said against what stands, by node: on record, and without their names.
    """

    stage: Stage
    document: Snapshot | None
    scores: Scores
    discussed: tuple[AgendaItem, ...]
    dissent: tuple[AgendaItem, ...]
    against: Mapping[str, list[str]]


@dataclass(frozen=True)
class ToVerify:
    """What a panel wanted to see on the spot: the criterion, and its words."""

    node: Node
    code: str
    words: str


@dataclass(frozen=True)
class Dossier:
    """Everything the committee reads of one application; no assessor is named. `scores` are as the visit left them."""

    application: Application
    rubric: Rubric
    rounds: list[RoundScores]
    scores: Scores | None
    rows: list[ScoreRow]
    uncertainty: Uncertainty | None
    visit: VisitPage
    to_verify: tuple[ToVerify, ...]
    evidence: int
    missing_evidence: int
    by_rule: str
    by_rule_before_visit: str
    by_rule_label: AwardLabel | None
    demands: list[OutcomeDemands]
    wanted: list[AwardLabel]
    decision: Decision | None
    earlier: list[Decision]
    proposal: Proposal | None
    history: list[Happened]

    @property
    def before_visit(self) -> Scores | None:
        """What the panel had agreed where the visit's findings changed the total since."""
        agreed = self.rounds[-1].scores if self.rounds else None
        return agreed if agreed and self.scores and agreed.total != self.scores.total else None


def dossier_of(application: Application) -> Dossier:
    """Return the dossier of an application whose panels have agreed."""
    programme, rubric = application.programme, rubric_of(application.programme)
    found = judged(programme, [application])[application.id]
    rounds, visit = _rounds(application), visit_page(application)
    return Dossier(
        application=application,
        rubric=rubric,
        rounds=rounds,
        scores=found.scores,
        rows=score_rows(rubric, found.scores) if found.scores else [],
        uncertainty=uncertainties(programme, {application.id: found.agreed_at}, [application]).get(application.id),
        visit=visit,
        to_verify=() if visit.visit else _to_verify(application, rubric),
        evidence=_evidence(application),
        missing_evidence=int(found.facts.get("missing_evidence.count") or 0),
        by_rule=found.by_rule,
        by_rule_before_visit=found.by_rule_before_visit,
        by_rule_label=award_label(rubric, found.by_rule),
        demands=outcome_demands(rubric, found.facts, chosen_awards(application)),
        wanted=[label for label in award_labels(rubric) if label.code in chosen_awards(application)],
        decision=decision_of(application),
        earlier=reopened_decisions(application),
        proposal=waiting_decision(application),
        history=dossier_history(application, visit.visit),
    )


def _to_verify(application: Application, rubric: Rubric) -> tuple[ToVerify, ...]:
    """What the last panel marked for a visit, in the order of the criteria; where none was held, it is still open."""
    recorded = _recorded(application)
    marked = {entry.node_id: entry.to_verify for entry in recorded[-1].entries if entry.to_verify} if recorded else {}
    return tuple(ToVerify(leaf, node_code(leaf), marked[leaf.id]) for leaf in rubric.leaves if leaf.id in marked)


def _rounds(application: Application) -> list[RoundScores]:
    return [_round(consensus) for consensus in _recorded(application)]


def _recorded(application: Application) -> Sequence[ConsensusSheet]:
    return db.session.scalars(
        select(ConsensusSheet)
        .join(Stage, Stage.id == ConsensusSheet.stage_id)
        .where(ConsensusSheet.application_id == application.id, ConsensusSheet.state == ConsensusState.RECORDED)
        .options(joinedload(ConsensusSheet.stage))
        .order_by(Stage.position)
    ).all()


def _round(consensus: ConsensusSheet) -> RoundScores:
    room = ConsensusPage(consensus)
    against = standing_dissents(consensus, room.opinions)
    dissent = tuple(item for item in room.agenda if item.id in against or (item.entry and item.entry.dissent))
    return RoundScores(consensus.stage, _judged_on(consensus), room.agreed, room.to_discuss, dissent, against)


def judged_document(application: Application, stage_code: str) -> Snapshot | None:
    """Return what the panel of a stage judged, as handed in; None before it has recorded its consensus."""
    recorded = next((each for each in _recorded(application) if each.stage.code == stage_code), None)
    return _judged_on(recorded) if recorded else None


def _judged_on(consensus: ConsensusSheet) -> Snapshot | None:
    """The document of the panel's sheets, of those too that became void since: an agreement may outlive them all."""
    return db.session.scalars(
        select(Snapshot)
        .join(ScoreSheet, ScoreSheet.snapshot_id == Snapshot.id)
        .where(
            ScoreSheet.application_id == consensus.application_id,
            ScoreSheet.stage_id == consensus.stage_id,
            ScoreSheet.submitted_at.is_not(None),
        )
        .order_by(Snapshot.number.desc())
        .limit(1)
    ).first()


def _evidence(application: Application) -> int:
    """How many files were handed in with the newest snapshot of each document."""
    found = [latest_snapshot(application, phase) for phase in Phase]
    contents = [json.loads(snapshot.content) for snapshot in found if snapshot is not None]
    return len({file["id"] for content in contents for files in content["files"].values() for file in files})


def outcome_demands(rubric: Rubric, facts: Mapping[str, FactValue], wanted: tuple[str, ...]) -> list[OutcomeDemands]:
    """Return what each outcome asks for, best first: levels, the bands a gate certifies, category awards chosen."""
    levels = [(level.label, level.when) for level in sorted(rubric.levels, key=lambda level: level.rank)]
    titles = {kind.code: kind.title for kind in rubric.award_types}
    for gate in rubric.gates:
        if gate.certify_bands:
            bands = [band.label for band in rubric.bands if band.code in gate.certify_bands]
            levels.append((_either(bands), gate.when))
        elif gate.award_type in wanted and gate.award_type is not None:
            levels.append((titles[gate.award_type], gate.when))
    return [OutcomeDemands(name, when.holds(facts), _demands(when, facts)) for name, when in levels]


def _either(names: list[Text]) -> Text:
    return Text(th=" หรือ ".join(name.th for name in names), en=" or ".join(name.en for name in names))


def _demands(condition: Condition, facts: Mapping[str, FactValue]) -> tuple[Demand, ...]:
    return tuple(Demand(each, facts.get(each.path or ""), each.holds(facts)) for each in condition.comparisons())


def reopened_decisions(application: Application) -> list[Decision]:
    """Return the decisions that were opened again, the newest first."""
    return list(
        db.session.scalars(
            select(Decision)
            .where(Decision.application_id == application.id, Decision.reopened_at.is_not(None))
            .order_by(Decision.reopened_at.desc(), Decision.id)
        )
    )


def waiting_decision(application: Application) -> Proposal | None:
    """Return the decision, or the opening of one again, that waits for its second signature."""
    return db.session.scalars(
        select(Proposal)
        .where(
            Proposal.application_id == application.id,
            Proposal.act.in_(("decide", "reopen_decision")),
            Proposal.state == ProposalState.WAITING,
        )
        .order_by(Proposal.proposed_at.desc(), Proposal.id)
        .limit(1)
    ).first()


@dataclass(frozen=True)
class Table:
    """Who sits on the committee of an application, and how many must be there."""

    members: list[Person]
    quorum: int


def committee_of(application: Application) -> Table:
    """Return the judges and directors of the application's branch, by name, and the quorum the criteria ask for."""
    members = sorted(officers_of(application, Role.JUDGE, Role.DIRECTOR), key=lambda person: person.name_th)
    return Table(members, committee_quorum(rubric_of(application.programme)))

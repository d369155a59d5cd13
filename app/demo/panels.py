"""The panels of the demonstration: seated by a plan, scoring blind, agreeing, visiting, deciding."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from app.clock import now
from app.demo.acts import Story
from app.demo.content import Content
from app.demo.marks import agreed_sheet, assessor_sheets, self_assessment_of, ticked_sheet
from app.demo.remarks import note_key_factors, places_of, remarks, think_again
from app.demo.suggestions import with_suggestion
from app.demo.troupe import agency_named, person_named
from app.demo.workbooks import fill_in_offline
from app.models import Assignment, AssignmentState, ConsensusSheet, Person, Stage
from app.queries.application_facts import panel_of
from app.queries.assignment_problem import problem_of
from app.queries.consensus import open_consensus_of, open_discussions
from app.queries.consensus_evidence import sources_by_node
from app.queries.dossier import committee_of
from app.queries.recusals import is_recused
from app.queries.sheets import panel_sheets
from app.services.assignment_plans import store_plan
from app.services.assignments import accept_assignment
from app.services.consensus import record_consensus, save_agreement
from app.services.decisions import (
    confirm_decision,
    confirm_disqualification,
    propose_decision,
    propose_disqualification,
    refuse_proposal,
)
from app.services.gate_overrides import propose_override
from app.services.interests import declare_conflicts, declare_interest
from app.services.opinions import agree_with_the_rest
from app.services.plan_publication import publish_plan
from app.services.score_sheets import open_sheet, save_entry, submit_sheet
from app.transaction import transactional
from rubrics.model import Method, Rubric
from workflows.assignment.problem import Infeasible
from workflows.assignment.solver import solve
from workflows.scoring.discrepancy import TOTAL

SHEET_DAYS = 21
Values = Mapping[str, Mapping[str, Any]]


def declare(content: Content, cycle_id: uuid.UUID) -> None:
    """Every assessor makes the yearly statement, with the interests the cast names."""
    for assessor in content.cast.assessors:
        person = person_named(assessor.person.email)
        for interest in assessor.interests:
            declare_interest(actor=person, reason=interest.note.th, agency_id=agency_named(interest.agency).id)
        declare_conflicts(cycle_id, actor=person)


def seat(stage: Stage, officer: Person) -> None:
    """Seat a panel for everything that waits at this stage, by a proposed plan that is then published."""
    problem = problem_of(stage)
    answer = solve(problem)
    if isinstance(answer, Infeasible):  # a fault of the demonstration's cast, not of a type
        raise LookupError(f"no panel can be seated at {stage.code}: {answer.blocking}")  # noqa: TRY004
    plan = store_plan(stage, problem, answer, actor_id=officer.id)
    publish_plan(plan, due_at=now() + timedelta(days=SHEET_DAYS), actor=officer)


def accept(story: Story) -> None:
    """Everybody on the panel accepts."""
    for seat_ in panel_of(story.present):
        if seat_.state is AssignmentState.PUBLISHED:
            accept_assignment(seat_, actor=seat_.assessor)


def score(story: Story, *, round_number: int = 1) -> None:
    """Each member fills in a sheet; those the story leaves unfinished are not submitted."""
    seats = sorted(panel_of(story.present), key=lambda each: each.assessor.email)
    wanted = story.entry.fate.sheets if story.entry.fate.round == round_number else None
    begin = fill_in_offline if wanted and wanted.by_workbook else _fill_in_half
    sheets = _sheets(story, len(seats), round_number)
    for place, (each, values) in enumerate(zip(seats, sheets, strict=True)):
        if wanted is None or place < wanted.submitted:
            _fill_in(story, each, values, submit=True)
        elif place < wanted.submitted + wanted.started:
            begin(story, each, values)


def _fill_in_half(story: Story, seat_: Assignment, values: Values) -> None:
    _fill_in(story, seat_, dict(list(values.items())[: len(values) // 2]), submit=False)


@transactional
def _fill_in(story: Story, seat_: Assignment, values: Values, *, submit: bool) -> None:
    sheet = open_sheet(seat_, actor=seat_.assessor)
    note_key_factors(sheet)
    rubric, places = story.entry.rubric, places_of(sheet)
    for node_id, value in values.items():
        strength, opportunity = remarks(story, rubric.node(node_id), str(seat_.assessor_id), places)
        content = {
            "value": with_suggestion(rubric.node(node_id), value),
            "strengths": strength,
            "opportunities": opportunity,
        }
        save_entry(sheet, node_id, content, version=0, actor=seat_.assessor)
    if submit:
        submit_sheet(sheet, actor=seat_.assessor)
    else:
        think_again(sheet)


def _sheets(story: Story, size: int, round_number: int) -> list[Values]:
    rubric = story.entry.rubric
    if rubric.method is not Method.LEVEL_CHECKLIST:
        return [entry_values(rubric, raw) for raw in assessor_sheets(story.entry, size)]
    claims = self_assessment_of(story.entry)
    ticks = claims.certifiers if round_number == 1 else claims.readers
    return [entry_values(rubric, ticked_sheet(story.entry, each)) for each in ticks[:size]]


def entry_values(rubric: Rubric, raw: Mapping[str, Any]) -> Values:
    """Turn a whole sheet into one value a node, as sheets are stored."""
    match rubric.method:
        case Method.POINTS:
            return {node: {"percent": str(percent)} for node, percent in raw["points"].items()}
        case Method.ADLI_LETCI:
            return {node: _judged(said) for node, said in raw["adli"].items()}
    ticks = set(raw["checkpoints"])
    items = {
        leaf.id: {"ticks": [point.id for level in leaf.levels for point in level.checkpoints if point.id in ticks]}
        for leaf in rubric.leaves
        if leaf.levels
    }
    return items | {node: {"kpis": list(rows)} for node, rows in raw["kpis"].items()}


def _judged(said: Mapping[str, Any]) -> dict[str, Any]:
    levels = {name: level for name, level in said.items() if name != "percent"}
    return {"levels": levels, "percent": str(said["percent"])}


def agree(story: Story, *, round_number: int = 1) -> None:
    """The lead settles what had to be discussed, with a reason each, and records the consensus."""
    consensus = open_consensus_of(story.present)
    if consensus is None:
        return
    lead = next(each.assessor for each in panel_of(story.present) if each.is_lead)
    _settle(story, consensus, lead, round_number)
    for member in panel_of(story.present):
        if not member.is_lead:
            agree_with_the_rest(consensus, actor=member.assessor)
    record_consensus(consensus, actor=lead)


@transactional
def _settle(story: Story, consensus: ConsensusSheet, lead: Person, round_number: int) -> None:
    """Record what the panel agrees on everywhere, with a reason where its sheets lay apart."""
    agreed = agreed_values(story, round_number=round_number)
    versions = {entry.node_id: entry.version for entry in consensus.entries}
    chance, to_discuss = story.chance("consensus"), open_discussions(consensus)
    rubric, snapshot = story.entry.rubric, panel_sheets(story.present, consensus.stage_id)[0].snapshot
    sources, marked = sources_by_node(rubric, snapshot, rubric.leaves), _marked_for_visit(story, to_discuss)
    settles_all = rubric.method is not Method.LEVEL_CHECKLIST
    for node_id in dict.fromkeys([*to_discuss, *marked, *(agreed if settles_all else ())]):
        content: dict[str, Any] = {} if node_id == TOTAL else {"value": agreed[node_id]}
        if node_id in to_discuss:
            content["reason"] = chance.choice(story.content.comments.consensus_reasons)
            content["evidence"] = sorted(sources.get(node_id, ()), reverse=True)[:1]
        if node_id in marked:
            content["to_verify"] = marked[node_id]
        save_agreement(consensus, node_id, content, version=versions.get(node_id, 0), actor=lead)


def _marked_for_visit(story: Story, to_discuss: list[str]) -> Mapping[str, str]:
    """What the story wants to see on the spot, by node: where the panel argued first, then in the criteria's order."""
    told, leaves = story.entry.fate.visit, [leaf.id for leaf in story.entry.rubric.leaves if not leaf.kpi]
    places = [node for node in dict.fromkeys([*to_discuss, *leaves]) if node in leaves]
    return dict(zip(places, told.points, strict=False)) if told else {}


def agreed_values(story: Story, *, round_number: int = 1) -> Values:
    """Return what the panel agrees on, one value a node."""
    rubric = story.entry.rubric
    if rubric.method is not Method.LEVEL_CHECKLIST:
        return entry_values(rubric, agreed_sheet(story.entry))
    claims = self_assessment_of(story.entry)
    ticks = claims.agreed if round_number == 1 else claims.consensus
    return entry_values(rubric, ticked_sheet(story.entry, ticks))


def decide(story: Story, judge: Person, director: Person) -> None:
    """The committee decides by two signatures."""
    outcome = story.entry.fate.outcome or "none"
    reason = story.content.comments.decision(story.entry.rubric, outcome)
    table = committee_of(story.present)
    away = [each for each in table.members if is_recused(story.present, each)]
    there = [str(each.id) for each in table.members]
    guests = [f"กรรมการสาธิต {number}" for number in range(1, table.quorum - len(there) + len(away) + 1)]
    proposal = propose_decision(
        story.present,
        outcome,
        reason=reason,
        attended=there,
        guests=guests,
        recused=[],
        minutes=reason,
        actor=judge,
    )
    confirm_decision(proposal, actor=director)


def ask_to_let_pass(story: Story, officer: Person, second: Person) -> None:
    """An officer proposes to let an agency pass the gate that stopped it; the second person does not agree."""
    reason = "หน่วยงานแจ้งว่าแนบหลักฐานไม่ครบเพราะเหตุอุทกภัย"
    refuse_proposal(propose_override(story.present, reason=reason, actor=officer), actor=second)


def disqualify(story: Story, officer: Person, second: Person) -> None:
    """Two officers disqualify an entry."""
    proposal = propose_disqualification(story.present, reason=story.entry.fate.reason, actor=officer)
    confirm_disqualification(proposal, actor=second)

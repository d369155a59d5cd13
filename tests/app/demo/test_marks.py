"""The marks of the demonstration lead where its story says, by the product's own rules."""

from __future__ import annotations

from app.demo.content import Content
from app.demo.entries import Entry
from app.demo.marks import agreed_sheet, assessor_sheets, self_assessment_of, ticked_sheet
from rubrics import load_rubric
from rubrics.conditions import FactValue
from workflows.application import ApplicationState as S
from workflows.decision import outcome_by_rule, possible_outcomes
from workflows.gates import gate_facts
from workflows.scoring.discrepancy import must_discuss
from workflows.scoring.reading import parse_sheet
from workflows.scoring.totals import Scores, score


def _scored(entry: Entry, ticks: frozenset[str] | None = None) -> Scores:
    raw = agreed_sheet(entry) if ticks is None else ticked_sheet(entry, ticks)
    return score(entry.rubric, parse_sheet(entry.rubric, raw))


def _facts(entry: Entry) -> dict[str, FactValue]:
    """Return what the conditions of the criteria read at the end of the entry's road."""
    visit = entry.fate.visit
    told = {"profile_complete": True, "missing_evidence": 0, "site_visit_confirmed": visit and visit.confirmed}
    if entry.rubric.bands:
        claims = self_assessment_of(entry)
        rounds = {"assessor": claims.agreed, "consensus": claims.consensus, "site_visit": claims.after_visit}
        return dict(gate_facts(entry.rubric, **{name: _scored(entry, ticks) for name, ticks in rounds.items()}, **told))
    return dict(gate_facts(entry.rubric, consensus=_scored(entry), **told))


def test_decisions_follow_from_the_marks_of_the_story(content: Content) -> None:
    for entry in content.entries.values():
        if entry.fate.outcome is not None:
            assert entry.fate.outcome in possible_outcomes(entry.rubric)
            wanted = tuple(entry.fields.get("award_types", ()))
            assert (entry.id, outcome_by_rule(entry.rubric, _facts(entry), wanted)) == (entry.id, entry.fate.outcome)


def test_only_entries_with_enough_points_are_visited(content: Content) -> None:
    for entry in content.entries.values():
        if entry.fate.outcome is not None:
            plan = next(stage for stage in entry.rubric.stages if stage.kind == "site_visit")
            due = plan.enter_when is None or plan.enter_when.holds(_facts(entry))
            assert (entry.id, due) == (entry.id, entry.fate.visit is not None)


def test_self_assessments_end_at_the_gate_the_story_says(content: Content) -> None:
    gates = {gate.stage: gate for gate in load_rubric("pmqa40@2564").gates}
    for entry in content.entries.values():
        if entry.fate.state is S.NOT_ADVANCED:
            facts = _facts(entry)
            passed = [stage for stage, gate in gates.items() if gate.when.holds(facts)]
            assert (entry.fate.after, passed) == ((S.ASSESSMENT, []) if passed == [] else (S.CONSENSUS, ["r1"]))


def test_sheets_lie_far_apart_only_where_the_panel_is_to_discuss(content: Content) -> None:
    for entry in content.entries.values():
        if entry.fate.quality is None or entry.rubric.bands:
            continue
        stage = next(stage for stage in entry.rubric.stages if stage.kind == "independent")
        sheets = [parse_sheet(entry.rubric, raw) for raw in assessor_sheets(entry, stage.panel_size or 0)]
        found = must_discuss(entry.rubric, sheets, spread_trigger=stage.spread_trigger)
        named = {each.node_id for each in found if each.node_id}
        assert (entry.id, named) == (entry.id, set(entry.fate.discuss))

"""The demonstration's content: complete where it is handed in, within limits, and leading where the story says."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest

from app.demo.answering import entry_answers, report_answers
from app.demo.content import PLAYED_CYCLE, PRESENT_CYCLE, Content, demo_content
from app.demo.entries import Entry
from app.demo.marks import agreed_sheet, assessor_sheets, self_assessment_of, ticked_sheet
from app.models import AgencyKind
from app.services.answer_values import stored_value
from app.thai import grapheme_count
from rubrics import load_rubric, published_rubrics
from rubrics.conditions import FactValue
from rubrics.model import Method
from rubrics.phrases import check_comment
from workflows.application import ApplicationState, Phase
from workflows.decision import outcome_by_rule, possible_outcomes
from workflows.document import document_gaps, questions
from workflows.gates import gate_facts
from workflows.scoring.discrepancy import must_discuss
from workflows.scoring.reading import parse_sheet
from workflows.scoring.totals import Scores, score
from workflows.screening import months_between

CLOSES = {PLAYED_CYCLE: date(2021, 2, 26), PRESENT_CYCLE: date(2027, 2, 26)}
PRESENT_DAY = {PLAYED_CYCLE: date(2021, 1, 4), PRESENT_CYCLE: date(2027, 1, 27)}
NOT_SENT = {
    "2564-pmqa40-dcp": 10,
    "2570-pg-expanded-ddpm": 3,
    "2570-pg-open-nan": 6,
    "2570-pmqa40-doae": 7,
    "2570-ps-innovation-khonkaen": 14,
}
S = ApplicationState


@pytest.fixture(scope="module")
def content() -> Content:
    """Everything, read once."""
    return demo_content()


def _stored(entry: Entry, content: Content) -> dict[str, Any]:
    """Return what the entry document holds once the agency has saved its answers."""
    raw = entry_answers(entry, content.cast.teams[entry.agency], content.explanations, on=PRESENT_DAY[entry.cycle])
    asked = questions(entry.rubric, Phase.ENTRY)
    return {name: stored_value(asked[name], value) for name, value in raw.items()} | {"submitting_agency": entry.agency}


def _gaps(entry: Entry, content: Content) -> list[str]:
    files = Counter(each.question for each in entry.attachments)
    found = document_gaps(entry.rubric, Phase.ENTRY, _stored(entry, content), files, grapheme_count)
    return [gap.question.id for gap in found]


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


def test_the_registry_holds_the_sample_of_agencies_by_kind(content: Content) -> None:
    assert Counter(agency.kind for agency in content.registry.values()) == {
        AgencyKind.MINISTRY: 20,
        AgencyKind.DEPARTMENT: 163,
        AgencyKind.PUBLIC_ORGANISATION: 34,
        AgencyKind.STATE_ENTERPRISE: 24,
        AgencyKind.UNIVERSITY: 24,
        AgencyKind.INDEPENDENT: 2,
        AgencyKind.LOCAL_GOVERNMENT: 2,
        AgencyKind.PROVINCE: 76,
        AgencyKind.RESPONSIBLE_UNIT: 1,
    }


def test_a_parent_stands_before_the_agencies_under_it(content: Content) -> None:
    seen: set[str | None] = {None}
    for agency in content.registry.values():
        assert agency.parent in seen
        seen.add(agency.code)


def test_the_cast_has_the_roles_the_story_needs(content: Content) -> None:
    cast = content.cast
    assert [(member.branches, member.rubrics) for member in cast.officers] == [
        (("PS",), ()),
        (("PMQA", "PMQA40"), ()),
        (("PG",), ()),
        ((), ("pg-poverty",)),
    ]
    assert (len(cast.judges), len(cast.assessors), len(cast.teams)) == (3, 24, 34)
    assert {each.branches for each in cast.assessors} > {("PG",)}
    assert sum(bool(each.interests) for each in cast.assessors) == 2


def test_nobody_can_be_written_to_or_mistaken_for_a_real_person(content: Content) -> None:
    addresses = [person.email for person in content.cast.everyone]
    assert len(set(addresses)) == len(addresses)
    assert {address.rsplit(".", 1)[1] for address in addresses} == {"example"}
    names = [person.name.th for person in content.cast.everyone]
    assert len(set(names)) == len(names)
    families = {name.rsplit(" ", 1)[1] for name in names}
    assert families == {
        "ตัวอย่าง", "สมมติ", "สาธิต", "จำลอง", "นามสมมติ", "ไม่มีจริง", "แบบสาธิต", "ตัวอย่างดี", "สมมติชน", "ทดลองใช้",
        "นามจำลอง", "สาธิตชน",
    }  # fmt: skip


def test_people_and_entries_name_only_what_exists(content: Content) -> None:
    cast, codes = content.cast, set(content.registry)
    assert {member.agency for member in cast.staff} <= codes
    for each in cast.assessors:
        assert {each.agency, *each.ministries, *(one.agency for one in (*each.past, *each.interests))} <= codes
        assert set(each.topics) <= set(cast.topics)
        assert set(each.types) <= {rubric.type_code for rubric in published_rubrics().values()}
    assert {entry for each in (*cast.assessors, cast.adviser) for entry in each.advised} <= set(content.entries)
    for entry in content.entries.values():
        named = {code for field in ("co_owners", "data_owners") for code in entry.fields.get(field, ())}
        assert named | {entry.agency} <= codes
        assert set(entry.topics) <= set(cast.topics)


def test_every_applicant_agency_has_a_team_and_an_entry(content: Content) -> None:
    assert {entry.agency for entry in content.entries_of(PLAYED_CYCLE)} == set(content.cast.teams)
    assert {entry.agency for entry in content.entries_of(PRESENT_CYCLE)} <= set(content.cast.teams)


def test_the_played_cycle_has_entries_of_every_type(content: Content) -> None:
    assert Counter(entry.rubric_id for entry in content.entries_of(PLAYED_CYCLE)) == {
        "ps-innovation@2564": 3,
        "ps-development@2564": 3,
        "ps-expansion@2564": 3,
        "ps-data-integration@2564": 3,
        "pg-open-governance@2564": 2,
        "pg-effective-change@2564": 2,
        "pg-engaged-citizen@2564": 2,
        "pg-participation-expanded@2564": 2,
        "pg-poverty@2564": 2,
        "pmqa-category@2564": 4,
        "pmqa40@2564": 8,
    }


def test_the_present_cycle_has_entries_to_write_correct_screen_and_score(content: Content) -> None:
    assert Counter(entry.fate.state for entry in content.entries_of(PRESENT_CYCLE)) == {
        S.DRAFT: 4,
        S.AWAITING_APPROVAL: 1,
        S.RETURNED: 1,
        S.SUBMITTED: 1,
        S.SCREENING: 1,
        S.PASSED: 1,
        S.REPORT_DUE: 1,
        S.ASSESSMENT: 2,
        S.CONSENSUS: 1,
    }


def test_entries_rest_in_every_state_but_those_on_the_way_to_a_decision(content: Content) -> None:
    resting = {entry.fate.state for entry in content.entries.values()}
    assert set(S) - resting == {S.REPORT_SUBMITTED, S.SITE_VISIT, S.COMMITTEE, S.DECIDED}
    decided = [entry for entry in content.entries.values() if entry.fate.outcome is not None]
    assert {entry.fate.state for entry in decided} == {S.ANNOUNCED}
    assert any(entry.fate.visit and entry.report for entry in decided)


def test_the_story_reaches_every_kind_of_outcome(content: Content) -> None:
    outcomes = Counter(
        (entry.rubric.method, entry.fate.outcome) for entry in content.entries.values() if entry.fate.outcome
    )
    assert outcomes == {
        (Method.POINTS, "outstanding"): 6,
        (Method.POINTS, "good"): 9,
        (Method.POINTS, "none"): 4,
        (Method.ADLI_LETCI, "cat3"): 1,
        (Method.ADLI_LETCI, "cat4"): 1,
        (Method.ADLI_LETCI, "none"): 1,
        (Method.LEVEL_CHECKLIST, "significance"): 1,
        (Method.LEVEL_CHECKLIST, "advance"): 2,
        (Method.LEVEL_CHECKLIST, "none"): 1,
    }


def test_what_is_handed_in_is_complete_and_within_its_limits(content: Content) -> None:
    gaps = {entry.id: len(_gaps(entry, content)) for entry in content.entries.values()}
    assert {entry_id: count for entry_id, count in gaps.items() if count} == NOT_SENT


def test_texts_are_stored_exactly_as_written(content: Content) -> None:
    for entry in content.entries.values():
        raw = entry_answers(entry, content.cast.teams[entry.agency], content.explanations, on=CLOSES[entry.cycle])
        asked = questions(entry.rubric, Phase.ENTRY)
        for name, value in raw.items():
            if isinstance(value, str):
                assert stored_value(asked[name], value) == value


def test_a_report_is_written_by_everyone_who_comes_to_it(content: Content) -> None:
    for entry in content.entries.values():
        wanted = entry.rubric.report is not None and (entry.fate.outcome or entry.fate.after is S.CONSENSUS)
        missing = document_gaps(entry.rubric, Phase.REPORT, report_answers(entry), {}, grapheme_count)
        assert not (wanted and missing)


def test_one_entry_alone_is_too_young_for_its_type(content: Content) -> None:
    too_young = []
    for entry in content.entries.values():
        started, least = _stored(entry, content).get("start_date"), entry.rubric.eligibility
        if (
            started
            and least
            and months_between(date.fromisoformat(started), CLOSES[entry.cycle]) < least.min_months_in_use
        ):
            too_young.append((entry.id, entry.fate.state))
    assert too_young == [("2564-ps-expansion-dop", S.SCREENED_OUT)]


def test_every_agency_may_enter_what_it_enters(content: Content) -> None:
    for entry in content.entries.values():
        assert entry.rubric.eligibility is not None
        assert content.registry[entry.agency].kind.value in entry.rubric.eligibility.agency_types


def test_corrections_mend_the_sections_that_were_returned(content: Content) -> None:
    returned = [entry for entry in content.entries.values() if entry.fate.returned]
    assert {entry.id for entry in returned} == {"2564-pg-citizen-rfd", "2570-pg-change-doae"}
    for entry in returned:
        assert entry.fate.returned is not None
        assert set(entry.fate.returned.corrections) <= set(entry.fate.returned.sections)
        assert set(entry.fate.returned.sections) <= set(entry.fields)


def test_files_are_attached_where_the_document_takes_them(content: Content) -> None:
    for entry in content.entries.values():
        takes = {**questions(entry.rubric, Phase.ENTRY), **questions(entry.rubric, Phase.REPORT)}
        for each in entry.attachments:
            assert takes[each.question].file is not None


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


def test_every_remark_keeps_the_rules_for_comments(content: Content) -> None:
    for entry in content.entries.values():
        facts = entry.self_assessment.theme if entry.self_assessment else entry.facts
        for leaf in entry.rubric.leaves if facts else ():
            remarks = content.comments.about(entry.rubric, leaf, facts)
            for words in (*remarks.strengths, *remarks.ofi):
                assert (words, check_comment(words, "th")) == (words, [])


def test_whoever_is_scored_gives_the_facts_remarks_are_filled_with(content: Content) -> None:
    for entry in content.entries.values():
        assert bool(entry.fate.quality) <= bool(entry.facts or entry.self_assessment)


def test_every_level_has_an_explanation_that_its_theme_fills(content: Content) -> None:
    items = load_rubric("pmqa40@2564").leaves
    assert set(content.explanations.levels) == {(item.id, level.code) for item in items for level in item.levels}
    assert set(content.explanations.results) == {item.id for item in items if item.kpi}
    for entry in content.entries.values():
        if entry.self_assessment:
            assert set(entry.self_assessment.theme) == set(content.explanations.theme_keys)


def test_the_committee_has_words_for_every_outcome(content: Content) -> None:
    for entry in content.entries.values():
        if entry.fate.outcome is not None:
            assert content.comments.decision(entry.rubric, entry.fate.outcome)


def test_every_text_says_that_it_is_invented(content: Content) -> None:
    for entry in content.entries.values():
        assert entry.content_note.startswith("ผลงานสมมติ")
        if "summary" in entry.fields:
            assert entry.fields["summary"].rstrip().endswith("(ผลงานสมมติเพื่อสาธิตระบบ)")

"""The entries of the demonstration: complete where they are handed in, within limits, one of every kind."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from app.demo.answering import entry_answers, report_answers
from app.demo.content import PLAYED_CYCLE, PRESENT_CYCLE, Content
from app.demo.entries import Entry
from app.services.answer_values import stored_value
from app.thai import grapheme_count
from rubrics.model import Method
from workflows.application import ApplicationState as S
from workflows.application import Phase
from workflows.document import document_gaps, questions
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


def _stored(entry: Entry, content: Content) -> dict[str, Any]:
    """Return what the entry document holds once the agency has saved its answers."""
    raw = entry_answers(entry, content.cast.teams[entry.agency], content.explanations, on=PRESENT_DAY[entry.cycle])
    asked = questions(entry.rubric, Phase.ENTRY)
    return {name: stored_value(asked[name], value) for name, value in raw.items()} | {"submitting_agency": entry.agency}


def _gaps(entry: Entry, content: Content) -> list[str]:
    files = Counter(each.question for each in entry.attachments)
    found = document_gaps(entry.rubric, Phase.ENTRY, _stored(entry, content), files, grapheme_count)
    return [gap.question.id for gap in found]


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
        S.REPORT_DUE: 2,
        S.ASSESSMENT: 3,
        S.CONSENSUS: 2,
        S.SITE_VISIT: 1,
    }


def test_an_agency_stands_in_every_round_of_the_status_assessment(content: Content) -> None:
    standing = {
        (entry.fate.round, entry.fate.state)
        for entry in content.entries_of(PRESENT_CYCLE)
        if entry.rubric.method is Method.LEVEL_CHECKLIST
    }
    assert standing == {
        (1, S.DRAFT),
        (1, S.ASSESSMENT),
        (1, S.CONSENSUS),
        (1, S.REPORT_DUE),
        (2, S.ASSESSMENT),
        (1, S.SITE_VISIT),
    }


def test_entries_rest_in_every_state_but_those_on_the_way_to_a_decision(content: Content) -> None:
    resting = {entry.fate.state for entry in content.entries.values()}
    assert set(S) - resting == {S.REPORT_SUBMITTED, S.COMMITTEE, S.DECIDED}
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
        is_read = entry.fate.outcome or S.CONSENSUS is entry.fate.after or S.SITE_VISIT is entry.fate.state
        wanted = entry.rubric.report is not None and (is_read or entry.fate.round > 1)
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


def test_every_text_says_that_it_is_invented(content: Content) -> None:
    for entry in content.entries.values():
        assert entry.content_note.startswith("ผลงานสมมติ")
        if "summary" in entry.fields:
            assert entry.fields["summary"].rstrip().endswith("(ผลงานสมมติเพื่อสาธิตระบบ)")

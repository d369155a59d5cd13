"""Each named check of the criteria on facts that meet it and facts that do not, and the likeness of two texts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubrics import load_rubric, published_rubrics
from tests.workflows.scoring.proof import proven
from workflows.application import Phase
from workflows.document import Gap, parts
from workflows.document.gaps import OVER_LIMIT
from workflows.errors import Obstacle
from workflows.screening import OtherEntry, ScreeningFacts, months_between, run_automatic_checks, similarity

CLOSES = date(2021, 3, 31)
TITLE = "ศูนย์บริการประชาชนแบบเบ็ดเสร็จในพื้นที่ห่างไกล ลดเวลารอจากสามวันเหลือหนึ่งชั่วโมง"


@dataclass(frozen=True)
class Said:
    """What a finding says: whether the check is met, and the sentence if it is not."""

    is_met: bool
    sentence: str = ""


MET = Said(is_met=True)


def good_facts(full_id: str) -> ScreeningFacts:
    """Facts that meet every check of the rubric."""
    return ScreeningFacts(
        phase=Phase.ENTRY,
        answers={
            "start_date": "2015-01-31",
            "expansion_sites": "3",
            "data_owners": "กรมหนึ่ง\nกรมสอง\n",
            "award_types": ["cat1"],
            "category": ["c1"],
            "sdg_goals": ["3"],
        },
        files={"nominee_consent": 1},
        profile_part_ids=frozenset(section.id for section in load_rubric(full_id).profile),
        agency_kind="department",
        closes_on=CLOSES,
        text=TITLE,
        others=(OtherEntry("PS-001", "ระบบจองคิวออนไลน์ของโรงพยาบาล"),),
    )


def findings(full_id: str, facts: ScreeningFacts) -> dict[str, Said]:
    found = run_automatic_checks(load_rubric(full_id), facts)
    return {
        finding.check.check or "": Said(finding.is_met, str(finding.detail) if finding.detail else "")
        for finding in found
    }


def finding(full_id: str, check: str, **facts: Any) -> Said:
    return findings(full_id, replace(good_facts(full_id), **facts))[check]


def gap(full_id: str, *, part: int = 0, message: str = "Fill this in") -> Gap:
    document = parts(load_rubric(full_id), Phase.ENTRY)[part]
    return Gap(document.id, document.questions[0], Obstacle(message, {"count": 5} if message == OVER_LIMIT else {}))


@pytest.mark.parametrize("full_id", list(published_rubrics()))
def test_facts_without_fault_meet_every_automatic_check_in_the_order_of_the_rubric(full_id: str) -> None:
    screening = load_rubric(full_id).screening
    automatic = [check.check for check in (screening.checks if screening else ()) if check.by == "automatic"]
    found = run_automatic_checks(load_rubric(full_id), good_facts(full_id))
    assert [(finding.check.check, finding.is_met) for finding in found] == [(check, True) for check in automatic]


def test_parts_not_filled_in_and_parts_too_long_are_counted_apart() -> None:
    gaps = (gap("ps-innovation@2564"), gap("ps-innovation@2564", message=OVER_LIMIT))
    assert finding("ps-innovation@2564", "required_complete", gaps=gaps) == Said(False, "Parts not filled in: 1")
    assert finding("ps-innovation@2564", "within_limits", gaps=gaps) == Said(False, "Parts over their limit: 1")


def test_files_that_failed_their_own_checks_are_named() -> None:
    said = finding("ps-innovation@2564", "attachments_valid", refused_files=("แผน.pdf", "ภาพ.jpg"))
    assert said == Said(False, "Files not accepted: แผน.pdf, ภาพ.jpg")


def test_files_over_their_page_limit_are_named() -> None:
    assert finding("pmqa40@2564", "pages_within_limit", pages_over=("รายงาน.pdf",)) == Said(
        False, "Over their page limit: รายงาน.pdf"
    )


def test_a_kind_of_agency_that_is_not_named_may_not_enter() -> None:
    assert finding("ps-innovation@2564", "agency_kind", agency_kind="responsible_unit") == Said(
        False, "This kind of agency may not enter this programme"
    )


@pytest.mark.parametrize(
    ("started", "said"),
    [
        ("2020-03-31", MET),
        ("2020-04-01", Said(False, "In use for 11 months on the closing day; 12 are needed")),
        ("2021-06-01", Said(False, "Put to use only after the closing day; 12 months are needed")),
        ("", Said(False, "The date put into use is not given")),
        (None, Said(False, "The date put into use is not given")),
    ],
)
def test_the_months_in_use_are_whole_ones_up_to_the_closing_day(started: str | None, said: Said) -> None:
    assert finding("ps-innovation@2564", "months_in_use", answers={"start_date": started}) == said


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2020, 1, 31), date(2020, 2, 29), 0),
        (date(2020, 1, 29), date(2020, 2, 29), 1),
        (date(2019, 12, 1), date(2020, 12, 1), 12),
        (date(2020, 5, 2), date(2020, 5, 1), -1),
    ],
)
def test_months_are_counted_from_day_to_day(start: date, end: date, months: int) -> None:
    assert months_between(start, end) == months


def test_an_entry_much_like_another_is_told_with_its_code() -> None:
    twins = (OtherEntry("PS-007", TITLE + " ปี 2564"), OtherEntry("PS-008", "งานอื่นที่ไม่เกี่ยวข้องกันเลย"))
    assert finding("ps-innovation@2564", "similar_entry", others=twins) == Said(False, "Very similar to: PS-007")


def test_a_second_type_of_the_branch_is_named() -> None:
    said = finding("ps-innovation@2564", "one_type_per_branch", other_types=("พัฒนาการบริการ",))
    assert said == Said(False, "The agency also entered: พัฒนาการบริการ")


def test_profile_prompts_without_an_answer_are_counted() -> None:
    profile = {section.id for section in load_rubric("pmqa40@2564").profile}
    document = parts(load_rubric("pmqa40@2564"), Phase.ENTRY)
    places = [number for number, part in enumerate(document) if part.id in profile][:2]
    gaps = tuple(gap("pmqa40@2564", part=number) for number in places)
    assert finding("pmqa40@2564", "profile_complete", gaps=gaps) == Said(False, "Profile prompts not answered: 2")


def test_levels_claimed_without_evidence_are_named() -> None:
    said = finding("pmqa40@2564", "evidence_for_claimed_levels", levels_without_evidence=("1.1 basic", "2.3 advance"))
    assert said == Said(False, "Levels claimed without evidence: 1.1 basic, 2.3 advance")


def test_a_part_that_is_needed_may_be_a_file_or_an_answer() -> None:
    missing = Said(False, "A part that is needed is not filled in")
    assert finding("pg-engaged-citizen@2564", "field_given", files={}, answers={}) == missing
    assert finding("pg-engaged-citizen@2564", "field_given", files={}, answers={"nominee_consent": "มี"}) == MET


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("3", MET),
        (4, MET),
        ("2.9", Said(False, "The number given is below 3")),
        ("", Said(False, "A number that is needed is not given")),
        ("หลายแห่ง", Said(False, "A number that is needed is not given")),
        ("NaN", Said(False, "A number that is needed is not given")),
        (None, Said(False, "A number that is needed is not given")),
    ],
)
def test_a_number_is_compared_with_the_least_of_the_criteria(number: object, said: Said) -> None:
    assert finding("ps-expansion@2564", "number_at_least", answers={"expansion_sites": number}) == said


@pytest.mark.parametrize(
    ("given_owners", "said"),
    [
        ("กรมหนึ่ง\n\n กรมสอง", MET),
        (["กรมหนึ่ง", "กรมสอง"], MET),
        ("กรมหนึ่ง\n \n", Said(False, "At least 2 are needed, 1 given")),
        (None, Said(False, "At least 2 are needed, 0 given")),
    ],
)
def test_entries_are_counted_by_line_or_by_choice(given_owners: object, said: Said) -> None:
    assert finding("ps-data-integration@2564", "entries_at_least", answers={"data_owners": given_owners}) == said


@proven
@given(st.text(max_size=30), st.text(max_size=30))
def test_likeness_is_symmetric_lies_between_0_and_1_and_ignores_spaces(one: str, other: str) -> None:
    likeness = similarity(one, other)
    assert 0 <= likeness <= 1
    assert similarity(other, one) == likeness
    assert similarity(" ".join(one), other) == likeness


@proven
@given(st.text(min_size=1, max_size=30))
def test_a_text_is_wholly_like_itself_once_it_has_three_characters(text: str) -> None:
    assert similarity(text, text) == Decimal(len("".join(text.split())) >= 3)

"""A national round has as many entries as the award took, entered by those who may, as often as they may."""

from __future__ import annotations

from collections import Counter

import pytest

from app.demo.content import Content
from app.demo.national_entries import planned_entries
from app.demo.national_scale import ENTRIES, HALTS, Halt, Scale, apportioned, halts_of


def test_a_whole_round_has_as_many_entries_as_the_award_took(content: Content) -> None:
    planned = planned_entries(content, Scale())
    assert Counter(each.branch for each in planned) == ENTRIES
    assert ENTRIES == {"PS": 715, "PMQA": 132, "PG": 339, "PMQA40": 250}
    assert Scale().assessors == 200


def test_an_agency_enters_one_type_of_a_branch_and_no_work_twice(content: Content) -> None:
    planned = planned_entries(content, Scale())
    types = {(each.agency.code, each.branch, each.source.rubric_id) for each in planned}
    assert len(types) == len({(agency, branch) for agency, branch, _ in types})
    works = [(each.agency.code, each.source.id) for each in planned]
    assert len(set(works)) == len(works)
    once = [each.agency.code for each in planned if each.branch in ("PMQA", "PMQA40")]
    assert max(Counter(once).values()) == 2


def test_every_kind_of_agency_of_a_whole_round_may_enter(content: Content) -> None:
    strangers = [
        (each.agency.code, each.source.rubric_id)
        for each in planned_entries(content, Scale())
        if each.source.rubric.eligibility and each.agency.kind not in each.source.rubric.eligibility.agency_types
    ]
    assert strangers == []


def test_dealing_out_gives_each_its_share_and_forgets_none() -> None:
    assert Counter(apportioned({"a": 1, "b": 3, "c": 6}, 13)) == {"a": 2, "b": 4, "c": 7}
    assert apportioned({"a": 1, "b": 99}, 2) == ["a", "b"]
    assert apportioned({"a": 1, "b": 99}, 1) == ["a"]


@pytest.mark.parametrize("branch", list(ENTRIES))
def test_every_way_an_entry_can_stand_is_there_and_four_in_a_hundred_are_screened_out(branch: str) -> None:
    halts = Counter(halts_of(branch, ENTRIES[branch]))
    assert set(halts) == set(HALTS[branch])
    assert round(100 * halts[Halt.SCREENED_OUT] / ENTRIES[branch]) in (4, 5)

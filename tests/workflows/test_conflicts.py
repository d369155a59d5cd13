"""Each tie that keeps an assessor away from an application, and the pairs that look like one and are not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from workflows.conflicts import (
    Affiliation,
    ApplicationTies,
    AssessorTies,
    ConflictKind,
    DeclaredInterest,
    MinistryReach,
    PastPost,
    conflicts_between,
)

TODAY = date(2026, 11, 22)
HOSPITAL = Affiliation("hospital", ("medical-services", "moph"))
CLINIC = Affiliation("clinic", ("medical-services", "moph"))
LABORATORY = Affiliation("laboratory", ("medical-sciences", "moph"))
PROVINCE = Affiliation("krabi", ("moi",))
APPLICATION = ApplicationTies("a1", (HOSPITAL, PROVINCE))
STRANGER = AssessorTies("p1", (Affiliation("treasury", ("mof",)),))


def kinds(
    assessor: AssessorTies = STRANGER,
    application: ApplicationTies = APPLICATION,
    *,
    reach: MinistryReach = MinistryReach.MINISTRY,
    years: int = 3,
) -> list[ConflictKind]:
    found = conflicts_between(assessor, application, reach=reach, past_years=years, on=TODAY)
    return [conflict.kind for conflict in found]


def test_a_stranger_has_no_conflict() -> None:
    assert kinds() == []


@pytest.mark.parametrize("agency", [HOSPITAL, PROVINCE])
def test_an_owning_or_co_owning_agency_is_a_conflict(agency: Affiliation) -> None:
    assert kinds(replace(STRANGER, agencies=(agency,)), reach=MinistryReach.OFF) == [ConflictKind.SAME_AGENCY]


OFF, DEPARTMENT, MINISTRY = MinistryReach.OFF, MinistryReach.DEPARTMENT, MinistryReach.MINISTRY


@pytest.mark.parametrize(
    ("agency", "tied_by"),
    [
        (CLINIC, {DEPARTMENT, MINISTRY}),
        (Affiliation("medical-services", ("moph",)), {DEPARTMENT, MINISTRY}),
        (LABORATORY, {MINISTRY}),
        (Affiliation("moph"), {MINISTRY}),
        (Affiliation("lop-buri", ("moi",)), {MINISTRY}),
        (Affiliation("treasury", ("mof",)), set()),
        (Affiliation("university"), set()),
    ],
)
def test_an_agency_above_both_is_a_conflict_as_far_as_was_set(agency: Affiliation, tied_by: set[MinistryReach]) -> None:
    found = {reach for reach in MinistryReach if kinds(replace(STRANGER, agencies=(agency,)), reach=reach)}
    assert found == tied_by


def test_a_wider_reach_never_frees_a_pair() -> None:
    agencies = (HOSPITAL, CLINIC, LABORATORY, PROVINCE, Affiliation("moph"), Affiliation("moi"))
    for agency in agencies:
        counts = [
            len(kinds(replace(STRANGER, agencies=(agency,)), reach=reach)) for reach in (OFF, DEPARTMENT, MINISTRY)
        ]
        assert counts == sorted(counts)


def test_someone_of_the_same_agency_is_not_also_counted_for_its_ministry() -> None:
    assert kinds(replace(STRANGER, agencies=(HOSPITAL,))) == [ConflictKind.SAME_AGENCY]


@pytest.mark.parametrize(
    ("until", "years", "expected"),
    [
        (date(2023, 11, 22), 3, [ConflictKind.PAST_AGENCY]),
        (date(2023, 11, 21), 3, []),
        (date(2026, 11, 1), 0, []),
    ],
)
def test_an_agency_left_behind_counts_for_the_years_that_were_set(
    until: date, years: int, expected: list[ConflictKind]
) -> None:
    assert kinds(replace(STRANGER, past_posts=(PastPost("krabi", until),)), years=years) == expected


def test_years_before_a_leap_day_end_on_the_28th() -> None:
    assessor = replace(STRANGER, past_posts=(PastPost("krabi", date(2027, 2, 28)),))
    found = conflicts_between(assessor, APPLICATION, reach=MinistryReach.OFF, past_years=1, on=date(2028, 2, 29))
    assert [conflict.kind for conflict in found] == [ConflictKind.PAST_AGENCY]


def test_another_agency_left_behind_is_no_conflict() -> None:
    assert kinds(replace(STRANGER, past_posts=(PastPost("clinic", TODAY),))) == []


def test_an_adviser_may_never_assess_what_they_advised() -> None:
    assert kinds(application=replace(APPLICATION, adviser_ids=frozenset({"p1"}))) == [ConflictKind.CLINIC_ADVISER]


def test_no_one_assesses_what_they_wrote() -> None:
    assert kinds(application=replace(APPLICATION, team_ids=frozenset({"p1"}))) == [ConflictKind.OWN_APPLICATION]


@pytest.mark.parametrize("subject", ["a1", "hospital", "krabi"])
def test_a_declared_interest_is_a_conflict_until_it_is_lifted(subject: str) -> None:
    declared = DeclaredInterest(subject)
    assert kinds(replace(STRANGER, declared=(declared,))) == [ConflictKind.DECLARED_INTEREST]
    assert kinds(replace(STRANGER, declared=(replace(declared, is_lifted=True),))) == []
    assert kinds(replace(STRANGER, declared=(replace(declared, is_lifted=True), declared))) == [
        ConflictKind.DECLARED_INTEREST
    ]


def test_an_interest_in_something_else_is_no_conflict() -> None:
    assert kinds(replace(STRANGER, declared=(DeclaredInterest("a2"), DeclaredInterest("moph")))) == []


def test_every_tie_is_told_at_once_and_names_the_agencies() -> None:
    assessor = AssessorTies("p1", (HOSPITAL, CLINIC), (PastPost("krabi", TODAY),), (DeclaredInterest("a1"),))
    application = replace(APPLICATION, team_ids=frozenset({"p1"}), adviser_ids=frozenset({"p1"}))
    found = conflicts_between(assessor, application, reach=MinistryReach.MINISTRY, past_years=3, on=TODAY)
    assert [conflict.kind for conflict in found] == list(ConflictKind)
    assert [conflict.detail.params.get("agencies") for conflict in found] == [
        None,
        ("hospital",),
        ("medical-services", "moph"),
        ("krabi",),
        None,
        None,
    ]
    assert str(found[3].detail) == "The assessor left an agency that owns this application less than 3 years ago"

"""Why this assessor: reasons that follow from the plan as it stands."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from workflows.assignment.explanation import explain
from workflows.assignment.problem import Application, Assessor, Pair, Problem

PROBLEM = Problem(
    panel_size=2,
    applications=(Application("a1"), Application("a2")),
    assessors=(
        Assessor("busy", 0, 1, ("MOF",)),
        Assessor("peer", 0, 2, ("MOI",), lead=True),
        Assessor("same", 0, 2, ("MOI",), lead=True),
        Assessor("plain", 0, 2, ("MOE",)),
        Assessor("taken", 1, 2, ("MOPH",), lead=True),
        Assessor("barred", 0, 2, ("MOT",), lead=True),
    ),
    expertise={("a1", name): Decimal(value) for name, value in (("busy", 9), ("same", 8), ("plain", 7), ("taken", 2))}
    | {("a1", "barred"): Decimal(9), ("a1", "peer"): Decimal("1.50")},
    conflicts=frozenset({("a1", "barred")}),
    one_per_group=True,
    need_lead=True,
)
PLAN = (("a1", "peer"), ("a1", "taken"), ("a2", "busy"), ("a2", "same"))


def told(pair: Pair, problem: Problem = PROBLEM, plan: tuple[Pair, ...] = PLAN) -> list[str]:
    return [str(reason) for reason in explain(problem, plan, pair)]


def test_place_those_passed_over_and_load_are_told() -> None:
    assert told(("a1", "taken")) == [
        "Expertise 2: place 4 of the 5 assessors without a conflict here",
        "1 with more expertise: full with applications",
        "1 with more expertise: needed more elsewhere, or loads would be less even",
        "1 with more expertise: of one group with someone else on the panel",
        "Has 1 application in this plan, of 1 to 2",
    ]


def test_the_only_lead_is_told_and_that_others_cannot_lead() -> None:
    plan = (("a1", "plain"), ("a1", "taken"), ("a2", "busy"), ("a2", "same"))
    assert told(("a1", "taken"), plan=plan)[-2] == "The only one of this panel who can lead it"
    problem = replace(
        PROBLEM,
        assessors=(*PROBLEM.assessors, Assessor("idle", 0, 2)),
        expertise={**PROBLEM.expertise, ("a1", "idle"): Decimal(6)},
    )
    assert "1 with more expertise: unable to lead, and the panel has no other lead" in told(
        ("a1", "taken"), problem, plan
    )


def test_locked_and_kept_pairs_are_told_first() -> None:
    pair = ("a1", "taken")
    problem = replace(PROBLEM, locked=frozenset({pair}), previous=frozenset({pair}))
    assert told(pair, problem)[:2] == ["Staff locked this pair", "Already on this panel"]


def test_an_anchor_needs_no_other_reason() -> None:
    problem = replace(PROBLEM, anchors=frozenset({"a1"}))
    assert told(("a1", "peer"), problem) == [
        "Every assessor without a conflict scores this anchor application",
        "Has 1 application in this plan, of 0 to 2",
    ]


def test_expertise_is_written_without_trailing_zeros() -> None:
    assert told(("a1", "peer"))[0] == "Expertise 1.5: place 5 of the 5 assessors without a conflict here"


def test_a_pair_that_is_not_in_the_plan_has_no_reason() -> None:
    with pytest.raises(LookupError, match="not in the plan"):
        explain(PROBLEM, PLAN, ("a2", "taken"))

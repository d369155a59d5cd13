"""Conditions compare known facts, and what is not known never holds."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubrics.conditions import Condition, FactValue

SCORES = st.decimals(min_value=0, max_value=500, places=2)


def leaf(path: str, op: str, value: object) -> dict[str, object]:
    return {"path": path, "op": op, "value": True if value == "true" else value}


@pytest.mark.parametrize(
    ("op", "below", "at", "above"),
    [
        ("gte", False, True, True),
        ("gt", False, False, True),
        ("lte", True, True, False),
        ("lt", True, False, False),
        ("eq", False, True, False),
        ("ne", True, False, True),
    ],
)
def test_a_comparison_is_exact_at_its_edge(op: str, *, below: bool, at: bool, above: bool) -> None:
    condition = Condition.model_validate(leaf("total.final", op, 80))
    facts = [{"total.final": Decimal(score)} for score in ("79.9999999999", "80", "80.0000000001")]
    assert [condition.holds(fact) for fact in facts] == [below, at, above]


@pytest.mark.parametrize("op", ["gte", "gt", "lte", "lt", "eq", "ne"])
@pytest.mark.parametrize("facts", [{}, {"total.final": None}])
def test_an_unknown_fact_never_holds(op: str, facts: dict[str, FactValue]) -> None:
    assert not Condition.model_validate(leaf("total.final", op, 80)).holds(facts)


def test_a_truth_value_is_not_taken_for_a_number() -> None:
    assert not Condition.model_validate(leaf("missing_evidence.count", "eq", 0)).holds(
        {"missing_evidence.count": False}
    )
    assert not Condition.model_validate(leaf("profile.complete", "eq", "true")).holds({"profile.complete": 1})


def test_all_and_any_may_nest() -> None:
    tree = {
        "all": [
            leaf("total.final", "gte", 80),
            {"any": [leaf("node.a.percent", "gte", 50), leaf("site_visit.confirmed", "eq", "true")]},
        ]
    }
    condition = Condition.model_validate(tree)
    facts: dict[str, FactValue] = {
        "total.final": Decimal(85),
        "node.a.percent": Decimal(10),
        "site_visit.confirmed": False,
    }
    assert not condition.holds(facts)
    assert condition.holds({**facts, "site_visit.confirmed": True})
    assert condition.holds({**facts, "node.a.percent": Decimal(50)})
    assert not condition.holds({**facts, "node.a.percent": Decimal(50), "total.final": Decimal(79)})
    assert condition.paths() == {"total.final", "node.a.percent", "site_visit.confirmed"}


@given(limit=SCORES, score=SCORES)
def test_at_least_and_less_than_part_every_score(limit: Decimal, score: Decimal) -> None:
    facts = {"total.final": score}
    at_least, less = (Condition.model_validate(leaf("total.final", op, limit)).holds(facts) for op in ("gte", "lt"))
    assert at_least is not less

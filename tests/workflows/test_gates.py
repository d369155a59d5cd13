"""What scores lead to: award levels, gates between rounds, certified bands."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from rubrics.conditions import FactValue
from rubrics.stages import Gate, StageKind
from tests.workflows.scoring.editions import (
    ALL_TICKS,
    CATEGORY,
    PMQA40,
    POINTS,
    checklist,
    judged,
    on_ramp,
    percents,
    ticks,
)
from workflows.gates import award_level, certified_band, gate_facts, gate_result
from workflows.scoring.exact import as_decimal
from workflows.scoring.sheet import Sheet
from workflows.scoring.totals import Scores, score


def points_facts(
    consensus: Sheet, visit: Sheet | None = None, *, confirmed: bool | None = None
) -> dict[str, FactValue]:
    return dict(
        gate_facts(
            POINTS,
            consensus=score(POINTS, consensus),
            site_visit=score(POINTS, visit) if visit else None,
            profile_complete=True,
            missing_evidence=0,
            site_visit_confirmed=confirmed,
        )
    )


def pmqa40_facts(*, profile_complete: bool = True, **scores: Scores) -> dict[str, FactValue]:
    return dict(
        gate_facts(PMQA40, profile_complete=profile_complete, missing_evidence=0, site_visit_confirmed=None, **scores)
    )


def category_facts(sheet: Sheet, missing_evidence: int = 0) -> dict[str, FactValue]:
    return dict(
        gate_facts(
            CATEGORY,
            consensus=score(CATEGORY, sheet),
            profile_complete=True,
            missing_evidence=missing_evidence,
            site_visit_confirmed=None,
        )
    )


def gate(rubric_gates: tuple[Gate, ...], gate_id: str) -> Gate:
    return next(each for each in rubric_gates if each.id == gate_id)


AT_400 = score(PMQA40, checklist(ticks("basic", "advance"), on_ramp("75")))


def test_every_path_a_condition_of_the_edition_reads_is_a_fact() -> None:
    conditions = [level.when for level in POINTS.levels] + [each.when for each in CATEGORY.gates]
    conditions += [stage.enter_when for stage in (*POINTS.stages, *CATEGORY.stages) if stage.enter_when]
    paths = {path for condition in conditions for path in condition.paths()}
    facts = points_facts(percents("80")) | category_facts(judged("50"))
    assert sorted(paths - facts.keys()) == []


def test_facts_before_any_score_are_unknown_and_hold_nothing() -> None:
    facts = pmqa40_facts()
    assert {path: value for path, value in facts.items() if value is not None} == {
        "profile.complete": True,
        "missing_evidence.count": 0,
    }
    assert [gate_result(each, facts) for each in PMQA40.gates] == [False] * len(PMQA40.gates)


def test_the_final_total_is_the_consensus_until_a_visit_changes_it() -> None:
    before = points_facts(percents("90"))
    after = points_facts(percents("90"), percents("90", d1_1="50"), confirmed=True)
    totals = (
        "total.consensus",
        "total.site_visit",
        "total.final",
        "total.points",
        "total.percent",
        "node.d1.1.percent",
    )
    assert [before[path] for path in totals] == [Decimal(90), None, Decimal(90), Decimal(90), Decimal(90), Decimal(90)]
    changed = Decimal("86.8")
    assert [after[path] for path in totals] == [Decimal(90), changed, changed, changed, changed, Decimal(50)]


def test_the_lowest_dimension_is_unknown_while_one_is_not_scored() -> None:
    whole, part = percents("90", d1_1="50"), percents("90")
    partial = replace(part, points={node: value for node, value in part.points.items() if node != "d1.1"})
    assert points_facts(whole)["min_dimension_percent"] == as_decimal(Fraction(8 * 50 + 7 * 90, 15))
    assert points_facts(partial)["min_dimension_percent"] is None


@pytest.mark.parametrize(
    ("sheet", "confirmed", "level"),
    [
        (percents("90"), True, "outstanding"),
        (percents("90"), False, "good"),
        (percents("90"), None, "good"),
        (percents("95", d1_1="20", d1_2="20"), True, "good"),
        (percents("80"), None, "good"),
        (percents("80", d1_1="75"), True, None),
        (percents("75"), True, None),
        (Sheet(), True, None),
    ],
)
def test_an_entry_reaches_the_best_level_whose_condition_holds(
    sheet: Sheet, *, confirmed: bool | None, level: str | None
) -> None:
    assert award_level(POINTS, points_facts(sheet, confirmed=confirmed)) == level


def test_a_total_printed_as_eighty_but_below_it_earns_no_level() -> None:
    scores = score(
        POINTS, Sheet(node_means={leaf.id: (leaf.points or Decimal(0)) * Decimal("0.79999") for leaf in POINTS.leaves})
    )
    facts = gate_facts(POINTS, consensus=scores, profile_complete=True, missing_evidence=0, site_visit_confirmed=None)
    assert (scores.total, award_level(POINTS, facts)) == (Decimal("79.999"), None)


@pytest.mark.parametrize("gate_id", ["gate-r1", "gate-r2", "gate-r3"])
def test_each_round_of_the_status_assessment_reads_its_own_total(gate_id: str) -> None:
    own = {"gate-r1": "assessor", "gate-r2": "consensus", "gate-r3": "site_visit"}[gate_id]
    below = replace(AT_400, total=Decimal("399." + "9" * 40))
    round_gate = gate(PMQA40.gates, gate_id)
    assert AT_400.total == Decimal(400)
    assert gate_result(round_gate, pmqa40_facts(**{own: AT_400})) is True
    assert gate_result(round_gate, pmqa40_facts(**{own: below})) is False
    assert gate_result(round_gate, pmqa40_facts()) is False


def test_round_one_also_wants_the_whole_profile() -> None:
    assert gate_result(gate(PMQA40.gates, "gate-r1"), pmqa40_facts(assessor=AT_400, profile_complete=False)) is False


@pytest.mark.parametrize(
    ("total", "band"),
    [
        (None, None),
        ("399.999", None),
        ("400", "advance"),
        ("469.999", "advance"),
        ("470", "significance"),
        ("500", "significance"),
    ],
)
def test_a_status_is_certified_only_at_a_band_the_gate_names(total: str | None, band: str | None) -> None:
    assert certified_band(PMQA40, gate(PMQA40.gates, "gate-r3"), None if total is None else Decimal(total)) == band


def test_a_gate_that_certifies_nothing_names_no_band() -> None:
    assert certified_band(PMQA40, gate(PMQA40.gates, "gate-r1"), Decimal(500)) is None


@pytest.mark.parametrize(
    ("sheet", "passed"),
    [
        (judged("30", i1_1="50", i1_2="50", i7_4="35"), True),
        (judged("30", i1_1="50", i1_2="50", i7_4="30"), False),
        (judged("30", i1_1="50", i1_2="45", i7_4="35"), False),
        (judged("25", i1_1="50", i1_2="50", i7_4="35"), False),
    ],
)
def test_a_category_award_looks_at_its_category_its_result_and_the_whole(sheet: Sheet, *, passed: bool) -> None:
    assert gate_result(gate(CATEGORY.gates, "gate-cat1"), category_facts(sheet)) is passed


@pytest.mark.parametrize(("missing", "passed"), [(0, True), (1, False)])
def test_missing_evidence_keeps_an_entry_from_the_visit(missing: int, *, passed: bool) -> None:
    visit = next(stage for stage in CATEGORY.stages if stage.kind is StageKind.SITE_VISIT)
    assert visit.enter_when is not None
    assert visit.enter_when.holds(category_facts(judged("30"), missing)) is passed


def test_everything_ticked_passes_every_round() -> None:
    full = score(PMQA40, checklist(ALL_TICKS, on_ramp("100")))
    facts = pmqa40_facts(assessor=full, consensus=full, site_visit=full)
    assert [gate_result(each, facts) for each in PMQA40.gates] == [True] * len(PMQA40.gates)

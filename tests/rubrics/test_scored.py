"""Counts, steps, ramps and worked examples that contradict the criteria are refused."""

import pytest

from tests.rubrics.planting import CAT, PM, PS, Plant, Planted, Told, told

FIGURES: list[Planted] = [
    (PM, "checkpoints: 160", "checkpoints: 161", [(0, "totals.checkpoints: the file holds 160, not 161")]),
    (
        PM,
        "{up_to: null, score: 500}",
        "{up_to: 110, score: 500}",
        [(-4, "kpi_rules.1.steps: only the last step is open, and it must be")],
    ),
    (
        PM,
        "{up_to: 101, inclusive: true, score: 300}",
        "{up_to: 101, inclusive: true, score: 300, times: 3}",
        [(0, "kpi_rules.1.steps.2: a step has either 'times' or 'score'")],
    ),
    (
        PM,
        "ramp: {floor: 75, ceiling: 95,",
        "ramp: {floor: 95, ceiling: 75,",
        [(0, "nodes.7.nodes.1.examples.1.ramp.floor: the floor must lie below the ceiling")],
    ),
    (
        CAT,
        "value: 45, points: 31.5",
        "value: 45, points: 31.4",
        [(0, "golden_cases.dimensions.1.points: 45 per cent of 70 points is not 31.4")],
    ),
    (
        CAT,
        "max_band: 2, value: 45",
        "max_band: 3, value: 45",
        [
            (0, "golden_cases.dimensions.1.max_band: the weakest dimension is 2, so this is the highest band"),
            (0, "golden_cases.dimensions.1.value: 45 is not permitted in band 3"),
        ],
    ),
    (
        CAT,
        "max_band: 2, value: 45, points: 31.5",
        "max_band: 2, value: 50, points: 35",
        [(0, "golden_cases.dimensions.1.value: 50 is not permitted in band 2")],
    ),
    (
        PS,
        "        scale:\n",
        "        scale: null\n        spare:\n",
        [
            (-17, "nodes.1.nodes.1: 'scale' is missing; points cannot score this node"),
            (1, "nodes.1.nodes.1.spare: there is no such key here"),
        ],
    ),
]


@pytest.mark.parametrize(("name", "passage", "instead", "wanted"), FIGURES)
def test_a_contradicting_figure_is_refused(name: str, passage: str, instead: str, wanted: list[Told]) -> None:
    plant = Plant(name, passage, instead)
    assert told(plant.text) == plant.expected(wanted)


def test_a_total_nobody_can_count_is_refused_with_those_that_can_be() -> None:
    plant = Plant(PM, "basic: 60", "basics: 60")
    (sentence,) = told(plant.text)
    assert sentence.split("; known: ")[0] == f"x.yaml:{plant.line()}: totals.basics: nothing is counted as 'basics'"
    assert "basic" in sentence.split("; known: ")[1].split(", ")

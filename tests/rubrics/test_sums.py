"""Figures that do not add up are refused where they stand."""

import pytest

from tests.rubrics.planting import CAT, PM, PS, Plant, Planted, Told, told

SUMS: list[Planted] = [
    (
        PS,
        "    points: 20\n",
        "    points: 21\n",
        [
            (-672, "maximum: the top nodes add up to 101, not 100"),
            (0, "nodes.1.points: the members add up to 20, not 21"),
        ],
    ),
    (
        PS,
        "        points: 10\n",
        "        points: 11\n",
        [(-18, "totals.points: the file holds 101, not 100"), (-9, "nodes.1.points: the members add up to 21, not 20")],
    ),
    (
        PS,
        "    aggregate: sum\n",
        "",
        [(-7, "nodes.1: 'aggregate' must say how the members make up the whole: sum or mean")],
    ),
    (PS, "maximum: 100\n", "", [(-1, "method: a scored rubric needs nodes and a maximum")]),
    (PS, "maximum: 100\n", "maximum: 90\n", [(0, "maximum: the top nodes add up to 100, not 90")]),
    (
        PM,
        "maximum: 500\n",
        "maximum: 400\n",
        [
            (0, "maximum: the total is a mean, so every category must be worth 400"),
            (452, "bands.4.max: the highest band must end at 400"),
        ],
    ),
    (
        PM,
        "        points: 500\n",
        "        points: 400\n",
        [
            (-9, "nodes.1.points: under a mean every member must be worth 500"),
            (12, "nodes.1.nodes.1.levels: the levels add up to 500, not 400"),
        ],
    ),
    (
        PM,
        "            points: 300\n",
        "            points: 200\n",
        [
            (-2, "nodes.1.nodes.1.levels: the levels add up to 400, not 500"),
            (0, "nodes.1.nodes.1.levels.1.points: the level basic is worth 300 everywhere"),
        ],
    ),
    (
        PS,
        "            - value: 25\n",
        "            - value: 24\n",
        [(0, "nodes.1.nodes.1.scale.anchors.2.value: 24 is not a multiple of the step 5")],
    ),
    (
        PS,
        "            - value: 25\n",
        "            - value: 60\n",
        [(4, "nodes.1.nodes.1.scale.anchors.3.value: the anchors must rise")],
    ),
    (
        PS,
        "            - value: 0\n",
        "            - value: 5\n",
        [(-1, "nodes.1.nodes.1.scale.anchors: the anchors must run from 0 to 100")],
    ),
    (
        PS,
        "  total_max_graphemes: 17800",
        "  total_max_graphemes: 17801",
        [(0, "form.total_max_graphemes: the parts allow 17800 in all, not 17801")],
    ),
    (
        CAT,
        "  total_max_pages: 55",
        "  total_max_pages: 54",
        [(0, "report.total_max_pages: the parts allow 55 in all, not 54")],
    ),
    (
        CAT,
        "    points: 120\n",
        "    points: 121\n",
        [
            (-1189, "maximum: the top nodes add up to 1001, not 1000"),
            (0, "nodes.1.points: the members add up to 120, not 121"),
        ],
    ),
]


@pytest.mark.parametrize(("name", "passage", "instead", "wanted"), SUMS)
def test_a_figure_that_does_not_add_up_is_refused(name: str, passage: str, instead: str, wanted: list[Told]) -> None:
    plant = Plant(name, passage, instead)
    assert told(plant.text) == plant.expected(wanted)

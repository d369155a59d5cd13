"""A road that cannot be walked, and checks nobody can make, are refused."""

import pytest

from rubrics.entry import CHECK_PARAMETERS
from tests.rubrics.planting import PM, PS, UN, Plant, Planted, Told, told

ROAD: list[Planted] = [
    (PS, "    order: 2\n", "    order: 3\n", [(0, "stages.2.order: this is number 2 of the list, not 3")]),
    (PS, "    rank: 2\n", "    rank: 1\n", [(0, "levels.2.rank: this is number 2 of the list, not 1")]),
    (
        PS,
        "    panel_size: 3\n",
        "    quorum: 3\n",
        [
            (0, "stages.2.quorum: a stage of kind independent has a panel, not a quorum"),
            (1, "stages.2.spread_trigger: only a stage with a panel can have a spread trigger"),
        ],
    ),
    (
        PS,
        "    quorum: 2\n",
        "    panel_size: 2\n",
        [(0, "stages.3.panel_size: a stage of kind consensus has no panel of its own; use 'quorum'")],
    ),
    (
        PM,
        "    panel_size: 2\n",
        "    panel_size: 1\n",
        [(0, "stages.2.panel_size: checkpoints are ticked by 2 certifiers or more")],
    ),
    (
        PS,
        "      points: 15\n",
        "      points: 15\n      bands: 2\n",
        [(-1, "stages.2.spread_trigger: a spread trigger is given either in points or in bands")],
    ),
    (
        PS,
        "      at_least: 12",
        "      at_most: 12",
        [(-1, "screening.checks.4.check: the check 'months_in_use' takes at_least")],
    ),
    (PS, "      at_least: 12\n", "", [(-1, "screening.checks.4.check: the check 'months_in_use' takes at_least")]),
    (
        PS,
        "      by: human\n      severity: block\n",
        "      by: human\n      severity: block\n      check: agency_kind\n",
        [(-1, "screening.checks.8: a check by an officer takes no 'check' and no parameters")],
    ),
    (UN, "      field: category", "      field: mood", [(0, "screening.checks.7.field: there is no field 'mood'")]),
    (
        UN,
        "      field: category",
        "      field: start_date",
        [(0, "screening.checks.7.field: the check 'entries_at_least' cannot read a field of kind date")],
    ),
]


@pytest.mark.parametrize(("name", "passage", "instead", "wanted"), ROAD)
def test_a_road_that_cannot_be_walked_is_refused(name: str, passage: str, instead: str, wanted: list[Told]) -> None:
    plant = Plant(name, passage, instead)
    assert told(plant.text) == plant.expected(wanted)


def test_an_expression_is_no_check_and_the_known_ones_are_named() -> None:
    plant = Plant(PS, "      check: required_complete", "      check: graphemes(section) <= 5")
    known = ", ".join(CHECK_PARAMETERS)
    sentence = f"there is no automatic check 'graphemes(section) <= 5'; known: {known}"
    assert told(plant.text) == plant.expected([(0, f"screening.checks.1.check: {sentence}")])

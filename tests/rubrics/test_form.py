"""Fields without their limits, or with those of another kind, are refused."""

import pytest

from tests.rubrics.planting import PS, Plant, Planted, Told, told

FIELDS: list[Planted] = [
    (
        PS,
        "          kind: date\n",
        "          kind: date\n          max_graphemes: 5\n",
        [(1, "form.sections.1.fields.7.max_graphemes: a field of kind date has no 'max_graphemes'")],
    ),
    (
        PS,
        "          max_graphemes: 120\n",
        "",
        [(-7, "form.sections.1.fields.1: a field of kind text needs 'max_graphemes'")],
    ),
    (
        PS,
        "          max_choices: 3\n",
        "          max_choices: 18\n",
        [(0, "form.sections.9.fields.1.max_choices: only 17 can be chosen from")],
    ),
    (
        PS,
        "          choices_from: sdgs\n",
        "",
        [(-8, "form.sections.9.fields.1: a choice field has either 'choices' or 'choices_from'")],
    ),
    (
        PS,
        "          min_rows: 2\n",
        "          min_rows: 9\n",
        [(0, "form.sections.7.fields.1.min_rows: more rows are required than allowed")],
    ),
    (PS, "      bind: [d4.2]\n", "", [(460, "nodes.4.nodes.2.id: no form section feeds 'd4.2'")]),
]


@pytest.mark.parametrize(("name", "passage", "instead", "wanted"), FIELDS)
def test_a_field_nobody_can_fill_in_is_refused(name: str, passage: str, instead: str, wanted: list[Told]) -> None:
    plant = Plant(name, passage, instead)
    assert told(plant.text) == plant.expected(wanted)

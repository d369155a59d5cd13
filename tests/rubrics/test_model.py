"""What a rubric says about itself is refused where it is missing, unknown or of the wrong sort."""

import pytest

from tests.rubrics.planting import PS, UN, Plant, Planted, Told, told

SHAPES: list[Planted] = [
    (PS, "schema_version: 1\n", "schema_version: 9\n", [(0, "schema_version: this must be one of 1")]),
    (PS, "edition: '2564'", "edition: 2564", [(0, "edition: this must be text; put quotes round it")]),
    (PS, "cycle_year_be: 2564", "cycle_year_be: '2564'", [(0, "cycle_year_be: this must be a whole number")]),
    (PS, "branch: PS\n", "branch: XX\n", [(0, "branch: this must be one of 'PS', 'PMQA', 'PG', 'PMQA40' or 'UNPSA'")]),
    (PS, "branch: PS\n", "branch: PS\nfavourite: yes please\n", [(1, "favourite: there is no such key here")]),
    (PS, "maximum: 100\n", "maximum: true\n", [(0, "maximum: this must be a plain number")]),
    (
        PS,
        "type_code: service",
        "type_code: บริการ",
        [(0, "type_code: an id holds only Latin letters, digits, dots, hyphens and underscores")],
    ),
    (PS, "required: true", "required: 1", [(0, "form.sections.1.fields.1.required: this must be true or false")]),
    (
        PS,
        "types: [pdf, jpg, png]",
        "types: [pdf, exe]",
        [(0, "form.attachments.types.2: this must be one of 'pdf', 'jpg', 'png' or 'zip_of_pdf'")],
    ),
    (PS, "      en: Screening of applications\n", "", [(-2, "stages.1.title.en: this is missing")]),
    (
        PS,
        "  checks:\n",
        "  checks: {}\n  spare:\n",
        [(0, "screening.checks: this must be a list"), (1, "screening.spare: there is no such key here")],
    ),
    (
        UN,
        "          choices_from: categories\n",
        "          choices: [{code: a, title: {th: ก}}]\n",
        [(0, "form.sections.1.fields.8.choices.1.title.en: this is missing")],
    ),
]


@pytest.mark.parametrize(("name", "passage", "instead", "wanted"), SHAPES)
def test_a_misshapen_part_is_refused(name: str, passage: str, instead: str, wanted: list[Told]) -> None:
    plant = Plant(name, passage, instead)
    assert told(plant.text) == plant.expected(wanted)

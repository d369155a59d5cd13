"""No number stands without a status and its source."""

import pytest

from tests.rubrics.planting import PS, Plant, Planted, Told, told

PROOF: list[Planted] = [
    (
        PS,
        "official_status: illustrative\n\nprovenance:\n  - kind: page\n    ref: https://www.opdc.go.th/content/Mjc4Mw/?lang=en\n",
        "\nprovenance:\n  - kind: page\n    ref: https://www.opdc.go.th/content/Mjc4Mw/?lang=en\n",
        [(-15, "official_status and provenance must stand together, or both be left out")],
    ),
    (
        PS,
        "  official_status: illustrative\n",
        "",
        [(-10, "eligibility: official_status and provenance must stand together, or both be left out")],
    ),
    (
        PS,
        "official_status: illustrative\n",
        "official_status: perhaps\n",
        [(0, "official_status: this must be one of 'official', 'reconstructed' or 'illustrative'")],
    ),
    (
        PS,
        "    ref: https://www.opdc.go.th/content/Mjc4Mw/?lang=en\n",
        "",
        [(-1, "provenance.1: a page as a source needs its address in 'ref'")],
    ),
    (
        PS,
        "  several_owners_allowed: true\n  note",
        "  several_owners_allowed: true\n  nota",
        [(1, "eligibility.nota: there is no such key here")],
    ),
]


@pytest.mark.parametrize(("name", "passage", "instead", "wanted"), PROOF)
def test_an_unproven_part_is_refused(name: str, passage: str, instead: str, wanted: list[Told]) -> None:
    plant = Plant(name, passage, instead)
    assert told(plant.text) == plant.expected(wanted)

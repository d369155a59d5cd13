"""Bands with a gap, an overlap or a wrong end are refused."""

import pytest

from tests.rubrics.planting import CAT, PM, Plant, Planted, Told, told

BANDS: list[Planted] = [
    (
        PM,
        "    min: 300\n    max: 400",
        "    min: 310\n    max: 400",
        [(0, "bands.2.min: a gap or overlap: the band before ends at 300, this one starts at 310")],
    ),
    (
        PM,
        "    min: 0\n    max: 300",
        "    min: 10\n    max: 300",
        [(0, "bands.1.min: the lowest band must start at 0")],
    ),
    (
        PM,
        "    max: 500\n    max_inclusive: true",
        "    max: 490\n    max_inclusive: true",
        [(0, "bands.4.max: the highest band must end at 500")],
    ),
    (
        PM,
        "    max: 400\n    max_inclusive: false",
        "    max: 400\n    max_inclusive: true",
        [(1, "bands.2.max_inclusive: the highest band includes its upper end, and no other")],
    ),
    (
        PM,
        "    min: 300\n    max: 400",
        "    min: 400\n    max: 400",
        [
            (0, "bands.2.min: a gap or overlap: the band before ends at 300, this one starts at 400"),
            (1, "bands.2.max: the band basic ends at or below its start"),
        ],
    ),
    (
        PM,
        "bands:\n",
        "bands: []\nspare_bands:\n",
        [
            (0, "bands: bands belong to a level_checklist rubric, and only to it"),
            (1, "spare_bands: there is no such key here"),
            (71, "gates.3.certify_bands.1: there is no band 'advance'"),
            (71, "gates.3.certify_bands.2: there is no band 'significance'"),
        ],
    ),
    (
        CAT,
        "      permitted_values: [0, 5]",
        "      permitted_values: [5, 0]",
        [(0, "band_tables.adli6.1.permitted_values: the permitted values must rise from 0 to 5")],
    ),
    (
        CAT,
        "    - band: 1\n",
        "    - band: 2\n",
        [
            (0, "band_tables.adli6.2.band: band 1 is expected here"),
            (1326, "golden_cases.dimensions.1.value: 45 is not permitted in band 2"),
        ],
    ),
    (
        CAT,
        "      min: 10\n",
        "      min: 5\n",
        [
            (0, "band_tables.adli6.2.min: the bands must rise without overlap"),
            (2, "band_tables.adli6.2.permitted_values: the permitted values must rise from 5 to 25"),
        ],
    ),
    (
        CAT,
        "        learning:\n          th: แก้",
        "        lerning:\n          th: แก้",
        [(-7, "band_tables.adli6.1.descriptors: the descriptors must be approach, deployment, integration, learning")],
    ),
]


@pytest.mark.parametrize(("name", "passage", "instead", "wanted"), BANDS)
def test_a_broken_band_is_refused(name: str, passage: str, instead: str, wanted: list[Told]) -> None:
    plant = Plant(name, passage, instead)
    assert told(plant.text) == plant.expected(wanted)

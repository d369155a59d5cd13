"""A part without a status of its own has that of the part around it."""

import pytest

from rubrics import load_rubric


@pytest.mark.parametrize(
    ("rubric", "path", "status"),
    [
        ("ps-innovation@2564", "d1.1", "illustrative"),
        ("ps-innovation@2564", "stages.screening.quorum", "illustrative"),
        ("ps-innovation@2564", "stages.site_visit", "reconstructed"),
        ("ps-innovation@2564", "levels.outstanding.when", "illustrative"),
        ("pg-open-governance@2564", "d1.1", "reconstructed"),
        ("pg-open-governance@2564", "d3.1", "illustrative"),
        ("pmqa40@2564", "pillars.citizen_centric", "official"),
        ("pmqa40@2564", "1.1", "reconstructed"),
        ("pmqa40@2564", "7.1", "illustrative"),
        ("pmqa40@2564", "bands.advance.min", "illustrative"),
        ("pmqa40@2564", "stages.r2.panel_size", "reconstructed"),
        ("pmqa40@2564", "kpi_rules.kpi-ramp.at_floor", "reconstructed"),
        ("pmqa-category@2564", "1", "reconstructed"),
        ("pmqa-category@2564", "1.1", "illustrative"),
        ("pmqa-category@2564", "award_types.cat1", "reconstructed"),
        ("pmqa-category@2564", "band_tables.adli6", "reconstructed"),
        ("pmqa-category@2564", "report.sections.ar-1.fields.ar-1.max_pages", "illustrative"),
        ("unpsa@2020", "advice.reference_year.advised", "official"),
    ],
)
def test_the_nearest_status_holds(rubric: str, path: str, status: str) -> None:
    assert load_rubric(rubric).status_of(path) == status


@pytest.mark.parametrize("path", ["d9.9", "stages.nowhere", "stages.screening.colour", "stages.screening.enter_when"])
def test_what_is_not_there_has_no_status(path: str) -> None:
    with pytest.raises(KeyError):
        load_rubric("ps-innovation@2564").status_of(path)

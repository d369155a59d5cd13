"""The published rubrics hold what the award's criteria must hold."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from rubrics import DEFINITIONS, UnknownRubric, definition_files, load_rubric, published_rubrics
from rubrics.form import FieldKind
from rubrics.model import Method, Rubric
from rubrics.provenance import OfficialStatus, ProvenanceKind
from rubrics.reader import plain_content
from rubrics.stages import StageKind
from rubrics.strict import thai_mistake

POINTS = [rubric for rubric in published_rubrics().values() if rubric.method is Method.POINTS]
PMQA40, CATEGORY = load_rubric("pmqa40@2564"), load_rubric("pmqa-category@2564")


def named(rubric: Rubric) -> str:
    return rubric.full_id


def test_the_twelve_rubrics_are_published_in_order() -> None:
    assert list(published_rubrics()) == [
        "pg-effective-change@2564",
        "pg-engaged-citizen@2564",
        "pg-open-governance@2564",
        "pg-participation-expanded@2564",
        "pg-poverty@2564",
        "pmqa-category@2564",
        "pmqa40@2564",
        "ps-data-integration@2564",
        "ps-development@2564",
        "ps-expansion@2564",
        "ps-innovation@2564",
        "unpsa@2020",
    ]


def test_an_unknown_rubric_is_named() -> None:
    with pytest.raises(UnknownRubric, match=r"^pmqa40@2600$"):
        load_rubric("pmqa40@2600")


def test_pmqa40_has_its_items_checkpoints_results_and_prompts() -> None:
    items = [node for node in PMQA40.leaves if node.kind == "item"]
    counts = [sum(len(item.levels[place].checkpoints) for item in items) for place in range(3)]
    results = [node.id for node in PMQA40.leaves if node.kind == "kpi"]
    assert (len(items), counts, len(PMQA40.checkpoints)) == (24, [60, 53, 47], 160)
    assert results == ["7.1", "7.2", "7.3", "7.4", "7.5", "7.6"]
    assert len(PMQA40.profile) == 13
    assert {tuple(level.points for level in item.levels) for item in items} == {(300, 100, 100)}


def test_pmqa40_bands_run_from_0_to_500() -> None:
    assert [(band.code, band.min, band.max) for band in PMQA40.bands] == [
        ("below", 0, 300),
        ("basic", 300, 400),
        ("advance", 400, 470),
        ("significance", 470, 500),
    ]


def test_pmqa40_goes_through_three_rounds_with_a_gate_each() -> None:
    stages = [(stage.code, stage.kind, stage.panel_size, stage.gate and stage.gate.id) for stage in PMQA40.stages]
    assert stages == [
        ("screening", StageKind.SCREENING, None, None),
        ("r1", StageKind.SELF, 2, "gate-r1"),
        ("r2", StageKind.APPLICATION_REPORT, 2, "gate-r2"),
        ("r3", StageKind.SITE_VISIT, None, "gate-r3"),
        ("committee", StageKind.COMMITTEE, None, None),
    ]


def test_every_pmqa40_item_names_the_report_section_it_is_written_in() -> None:
    sections = {node.id: node.report_section for node in PMQA40.leaves}
    assert sections == {node.id: "ar-results" if node.id.startswith("7") else "ar-process" for node in PMQA40.leaves}
    assert [field.id for field in PMQA40.fields_feeding("3.2")] == ["ar-process-3", "ar-process-file"]


@pytest.mark.parametrize("rubric", POINTS, ids=named)
def test_indicators_make_up_their_dimension_and_dimensions_100(rubric: Rubric) -> None:
    assert sum(node.points or 0 for node in rubric.nodes) == rubric.maximum == 100
    assert [sum(each.points or 0 for each in node.nodes) for node in rubric.nodes] == [n.points for n in rubric.nodes]


@pytest.mark.parametrize("rubric", POINTS, ids=named)
def test_every_indicator_has_the_five_anchors_and_is_fed_by_the_form(rubric: Rubric) -> None:
    anchors = {tuple(anchor.value for anchor in leaf.scale.anchors) for leaf in rubric.leaves if leaf.scale}
    assert anchors == {(0, 25, 50, 75, 100)}
    bound = {node_id for section in rubric.sections for node_id in section.bind}
    assert bound == {leaf.id for leaf in rubric.leaves}


def test_the_category_award_has_its_1000_points_over_18_items() -> None:
    assert [node.points for node in CATEGORY.nodes] == [120, 80, 110, 100, 90, 100, 400]
    assert len(CATEGORY.leaves) == 18
    assert [sum(each.points or 0 for each in node.nodes) for node in CATEGORY.nodes] == [
        n.points for n in CATEGORY.nodes
    ]


def test_the_category_award_lets_applicants_choose_its_award_types() -> None:
    field = CATEGORY.field("award_types")
    assert [code for code, _ in field.choices] == [kind.code for kind in CATEGORY.award_types]
    assert field.choices[0].title.en == "Category 1: Leadership and social responsibility"


def test_every_scored_rubric_can_be_run_from_screening_to_committee() -> None:
    scored = [rubric for rubric in published_rubrics().values() if rubric.is_scored]
    ends = {rubric.full_id: (rubric.stages[0].kind, rubric.stages[-1].kind) for rubric in scored}
    assert set(ends.values()) == {(StageKind.SCREENING, StageKind.COMMITTEE)}
    assert [rubric.full_id for rubric in scored if not any(stage.is_assessing for stage in rubric.stages)] == []
    assert [r.full_id for r in scored if not (r.eligibility and r.screening and r.form and r.comment_rules)] == []


def test_the_four_service_forms_share_their_section_ids() -> None:
    forms = [
        load_rubric(f"ps-{name}@2564").form for name in ("innovation", "development", "expansion", "data-integration")
    ]
    assert len({tuple(section.id for section in form.sections) for form in forms if form}) == 1


def test_the_goals_of_a_service_form_are_the_17() -> None:
    field = load_rubric("ps-innovation@2564").field("sdg_goals")
    assert (field.kind, [code for code, _ in field.choices]) == (FieldKind.CHOICE, [f"sdg-{n}" for n in range(1, 18)])


@pytest.mark.parametrize("rubric", published_rubrics().values(), ids=named)
def test_official_numbers_are_backed_by_a_source_that_can_be_opened(rubric: Rubric) -> None:
    for part in parts_of(rubric):
        kinds = {source["kind"] for source in part.get("provenance", ())}
        if part.get("official_status") == OfficialStatus.OFFICIAL:
            assert kinds & {ProvenanceKind.ANNUAL_REPORT, ProvenanceKind.PAGE}
        assert [s for s in part.get("provenance", ()) if s["kind"] == ProvenanceKind.PAGE and not s.get("ref")] == []


@pytest.mark.parametrize("rubric", published_rubrics().values(), ids=named)
def test_both_languages_are_written_well(rubric: Rubric) -> None:
    texts = [part for part in parts_of(rubric) if "th" in part]
    assert [part["th"] for part in texts if thai_mistake(part["th"])] == []
    assert [part for part in texts if not part["en"].strip()] == []


@pytest.mark.parametrize("path", definition_files(), ids=lambda path: path.stem)
def test_a_definition_is_readable_yaml_without_aliases_or_escaped_thai(path: Any) -> None:
    text = path.read_text(encoding="utf-8")
    assert "\\u0e" not in text
    assert [line for line in text.splitlines() if line.lstrip().startswith(("&", "*", "- &", "- *"))] == []


def test_points_are_exact_decimals() -> None:
    assert {type(leaf.points) for rubric in published_rubrics().values() for leaf in rubric.leaves} == {Decimal}


def parts_of(rubric: Rubric) -> Iterator[dict[str, Any]]:
    path = DEFINITIONS / f"{rubric.id}-{rubric.edition}.yaml"
    yield from mappings(plain_content(path.read_bytes(), path.name))


def mappings(part: Any) -> Iterator[dict[str, Any]]:
    if isinstance(part, dict):
        yield part
        for value in part.values():
            yield from mappings(value)
    elif isinstance(part, list):
        for value in part:
            yield from mappings(value)

"""Rubrics beside one another: each edition once, under its own name, links met."""

from pathlib import Path

import pytest

from rubrics import DEFINITIONS, definition_files
from rubrics.faults import RubricFaults
from rubrics.shelf import read_shelf
from tests.rubrics.planting import CAT, PS, UN, Plant, definition

SERVICES = "ps-innovation, ps-development, ps-expansion, ps-data-integration"


def refused(paths: list[Path]) -> list[str]:
    with pytest.raises(RubricFaults) as refusal:
        read_shelf(paths)
    return [f"{Path(fault.file).name}:{fault.line}: {fault.where}: {fault.message}" for fault in refusal.value.faults]


def shelf_with(folder: Path, plant: Plant) -> list[Path]:
    """Return the planted file and those it links to."""
    changed = folder / f"{plant.name}.yaml"
    changed.write_text(plant.text, encoding="utf-8")
    linked = {CAT: ("pmqa40",), UN: ("ps-",), PS: ()}[plant.name]
    return [changed, *(path for path in definition_files() if linked and path.name.startswith(linked))]


def test_the_published_files_stand_together() -> None:
    assert len(read_shelf(definition_files())) == 12


def test_one_edition_in_two_files_is_refused(tmp_path: Path) -> None:
    copy = tmp_path / f"{PS}.yaml"
    copy.write_text(definition(PS), encoding="utf-8")
    original = DEFINITIONS / f"{PS}.yaml"
    assert refused([original, copy]) == [f"{PS}.yaml:4: id: ps-innovation@2564 also stands in {PS}.yaml"]


def test_a_file_under_another_name_is_refused(tmp_path: Path) -> None:
    strange = tmp_path / "innovation.yaml"
    strange.write_text(definition(PS), encoding="utf-8")
    assert refused([strange]) == [
        "innovation.yaml:4: id: the file of ps-innovation@2564 must be called ps-innovation-2564.yaml"
    ]


@pytest.mark.parametrize(
    ("plant", "sentence"),
    [
        (
            Plant(CAT, "maps_to: ['pmqa40:1.1', 'pmqa40:1.3']", "maps_to: ['pmqa40:9.9']"),
            "nodes.1.nodes.1.maps_to: 'pmqa40:9.9' is no node of another rubric",
        ),
        (
            Plant(UN, "maps_from: [ps-innovation,", "maps_from: [ps-invention,"),
            "maps_from.1: there is no rubric 'ps-invention'",
        ),
        (
            Plant(PS, "phrases_ref: feedback-phrases", "phrases_ref: kind-words"),
            "comment_rules.phrases_ref: there is no phrase book 'kind-words'",
        ),
        (
            Plant(UN, "maps_to: [whats_new]", "maps_to: [whats_old]"),
            f"form.sections.5.fields.2.maps_to: there is no field 'whats_old' in {SERVICES}",
        ),
    ],
)
def test_a_link_that_leads_nowhere_is_refused(tmp_path: Path, plant: Plant, sentence: str) -> None:
    assert refused(shelf_with(tmp_path, plant)) == [f"{plant.name}.yaml:{plant.line()}: {sentence}"]


def test_the_faults_of_all_files_are_told_together(tmp_path: Path) -> None:
    paths = []
    for name in (PS, CAT):
        path = tmp_path / f"{name}.yaml"
        path.write_text(definition(name).replace("edition: '2564'", "edition: 2564"), encoding="utf-8")
        paths.append(path)
    assert refused(paths) == [
        f"{name}.yaml:{5 if name == PS else 8}: edition: this must be text; put quotes round it" for name in (CAT, PS)
    ]

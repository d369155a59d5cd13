"""The reader tells everything wrong with a file at once, each with its line, and never guesses."""

import hashlib
import json
from decimal import Decimal
from pathlib import Path

import pytest

from rubrics import DEFINITIONS, definition_files
from rubrics.faults import RubricFaults
from rubrics.reader import parse_rubric, plain_content, read_rubric
from tests.rubrics.planting import PS, Plant, definition, told


def test_the_hash_is_that_of_the_files_bytes() -> None:
    hashes = {path.name: read_rubric(path).sha256 for path in definition_files()}
    assert hashes == {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in definition_files()}


def test_every_fault_of_a_file_is_told_at_once_in_the_order_of_its_lines() -> None:
    text = (
        definition(PS)
        .replace("cycle_year_be: 2564", "cycle_year_be: soon", 1)
        .replace("    points: 20\n", "    points: 25\n", 1)
        .replace("          en: Clarity of the problem and who suffers\n", "", 1)
        .replace("        - {path: min_dimension_percent", "        - {path: node.d9.percent", 1)
        .replace("      bind: [d4.2]", "      bind: [d4.2, d4.3]", 1)
        .replace("licence:\n", "mood: cheerful\n\nlicence:\n", 1)
    )
    assert [sentence.split(":", 2)[2].strip() for sentence in told(text)] == [
        "cycle_year_be: this must be a whole number",
        "mood: there is no such key here",
        "maximum: the top nodes add up to 105, not 100",
        "levels.1.when.all.2.path: there is no node 'd9'",
        "form.sections.11.bind.2: there is no node 'd4.3'",
        "nodes.1.points: the members add up to 20, not 25",
        "nodes.1.nodes.1.title.en: this is missing",
    ]


def test_a_key_that_stands_twice_is_told_where_it_stands_again() -> None:
    plant = Plant(PS, "branch: PS\n", "branch: PS\nbranch: PG\n")
    assert told(plant.text) == plant.expected([(1, "branch: this key stands here twice")])


def test_an_alias_is_refused_because_two_parts_would_change_together() -> None:
    text = "title: &words\n  th: ก\n  en: a\npurpose: *words\n"
    assert "x.yaml:1: purpose: an alias repeats another part; write it out" in told(text)


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("2564-01-31", "timestamp"),
        ("0x64", "int"),
        ("1_000", "int"),
        ("1e2", "str"),
        (".inf", "float"),
        ("yes", "bool"),
    ],
)
def test_what_yaml_would_read_in_its_own_way_is_refused(written: str, kind: str) -> None:
    plant = Plant(PS, "maximum: 100\n", f"maximum: {written}\n")
    unclear = f"maximum: '{written}' is read as {kind} by YAML; put quotes round it or write a plain number"
    number = "maximum: this must be a plain number"
    assert told(plant.text)[:1] == plant.expected([(0, number if kind == "str" else unclear)])


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("", ["x.yaml:1: the file is empty"]),
        ("just words", ["x.yaml:1: this file must hold named parts"]),
        ("a: [1, 2\nb: 3", ["x.yaml:2: this is not YAML: did not find expected ',' or ']'"]),
        ("a: b: c", ["x.yaml:1: this is not YAML: mapping values are not allowed in this context"]),
    ],
)
def test_what_is_no_rubric_at_all_is_told_in_one_sentence(text: str, sentences: list[str]) -> None:
    assert told(text) == sentences


def test_bytes_that_are_no_text_are_told_in_words() -> None:
    with pytest.raises(RubricFaults) as refused:
        parse_rubric(b"title: \xff\xfe", "x.yaml")
    assert [fault.line for fault in refused.value.faults] == [1]


def test_a_file_that_nests_without_end_is_refused() -> None:
    deep = "".join(f"{' ' * level}a:\n" for level in range(100)) + " " * 100 + "b"
    assert [sentence.rsplit(": ", 1)[1] for sentence in told(deep)][-1] == "nested too deep"


def test_numbers_are_exact() -> None:
    source = (DEFINITIONS / "pmqa-category-2564.yaml").read_bytes()
    content = plain_content(source, "x.yaml")
    assert content["golden_cases"]["dimensions"][0]["points"] == Decimal("31.5")


@pytest.mark.parametrize("path", definition_files(), ids=lambda path: path.stem)
def test_a_rubric_written_out_as_json_reads_back_as_the_same_rubric(path: Path) -> None:
    source = path.read_bytes()
    content = plain_content(source, "x.yaml")
    again = parse_rubric(json.dumps(content, ensure_ascii=False, default=str).encode(), "x.json")
    assert again.model_dump() == parse_rubric(source, "x.yaml").model_dump()

"""`lertrat rubrics` as an auditor would use it: published ids, files of their own, and nothing else."""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from app.cli.rubrics import rubrics_commands
from rubrics import definition_file, definition_files, load_rubric, published_rubrics
from rubrics.reader import plain_content


def run(*arguments: str, stdin: bytes = b"") -> Result:
    return CliRunner().invoke(rubrics_commands, arguments, input=stdin)


def text_of(full_id: str) -> str:
    return definition_file(full_id).read_text(encoding="utf-8")


def test_list_gives_id_title_method_and_the_hash_of_the_files_bytes() -> None:
    result = run("list", "--json")
    listed = json.loads(result.stdout)
    assert result.exit_code == 0
    assert [entry["id"] for entry in listed] == list(published_rubrics())
    assert {entry["id"]: entry["sha256"] for entry in listed} == {
        full_id: hashlib.sha256(definition_file(full_id).read_bytes()).hexdigest() for full_id in published_rubrics()
    }
    assert listed[6] == {
        "id": "pmqa40@2564",
        "title": {
            "th": "การประเมินสถานะของหน่วยงานภาครัฐในการเป็นระบบราชการ 4.0 (PMQA 4.0)",
            "en": "Bureaucracy 4.0 status assessment (PMQA 4.0)",
        },
        "method": "level_checklist",
        "sha256": load_rubric("pmqa40@2564").sha256,
    }


def test_list_in_words_has_a_line_for_each_rubric_in_the_language_asked_for() -> None:
    lines = run("list", "--language", "en").stdout.splitlines()
    assert [line.split()[0] for line in lines] == list(published_rubrics())
    assert lines[6].endswith("  Bureaucracy 4.0 status assessment (PMQA 4.0)")


@pytest.mark.parametrize("full_id", list(published_rubrics()))
def test_show_prints_the_files_content_with_decimals_as_strings(full_id: str) -> None:
    path = definition_file(full_id)
    result = run("show", full_id, "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout, parse_float=refuse) == strings(plain_content(path.read_bytes(), path.name))


def test_what_show_prints_is_a_sound_rubric_again() -> None:
    shown = run("show", "pmqa-category@2564", "--json").stdout.encode()
    result = run("check", "-", stdin=shown)
    sha256 = hashlib.sha256(shown).hexdigest()
    assert result.stdout == f"standard input: pmqa-category@2564 is sound, SHA-256 {sha256}\n"


def test_every_node_and_checkpoint_is_shown_as_an_object_with_its_id() -> None:
    shown = json.loads(run("show", "pmqa40@2564", "--json").stdout)
    nodes = [node for category in shown["nodes"] for node in (category, *category["nodes"])]
    checkpoints = [c["id"] for node in nodes for level in node.get("levels", ()) for c in level["checkpoints"]]
    assert [node["id"] for node in nodes][:3] == ["1", "1.1", "1.2"]
    assert (len(nodes), len(checkpoints), len(set(checkpoints))) == (37, 160, 160)


def test_show_in_words_is_an_outline_down_to_the_checkpoints() -> None:
    lines = run("show", "pmqa40@2564", "--language", "en").stdout.splitlines()
    assert lines[0] == "pmqa40@2564  Bureaucracy 4.0 status assessment (PMQA 4.0)"
    assert lines[3] == "  2. Round 1: self-assessment (self, panel of 2)"
    assert len([line for line in lines if line.startswith("        ")]) == 160


def test_check_finds_all_published_rubrics_sound() -> None:
    result = run("check")
    assert (result.exit_code, result.stderr) == (0, "")
    assert [line.split(":")[0] for line in result.stdout.splitlines()] == [path.name for path in definition_files()]


def test_check_tells_every_fault_of_every_file_and_ends_with_2(tmp_path: Path) -> None:
    one, two = tmp_path / "one.yaml", tmp_path / "two.yaml"
    text = text_of("ps-innovation@2564")
    one.write_text(text.replace("branch: PS", "branch: PX").replace("    points: 20\n", "    points: 21\n", 1))
    two.write_text(text.replace("phrases_ref: feedback-phrases", "phrases_ref: kind-words"))
    result = run("check", str(one), str(two), str(tmp_path / "three.yaml"))
    assert (result.exit_code, result.stdout) == (2, "")
    assert [line.removeprefix(f"{tmp_path}/") for line in result.stderr.splitlines()] == [
        "one.yaml:7: branch: this must be one of 'PS', 'PMQA', 'PG', 'PMQA40' or 'UNPSA'",
        "one.yaml:43: maximum: the top nodes add up to 101, not 100",
        "one.yaml:715: nodes.1.points: the members add up to 20, not 21",
        "three.yaml cannot be read: No such file or directory.",
        "two.yaml:274: comment_rules.phrases_ref: there is no phrase book 'kind-words'",
    ]


@pytest.mark.parametrize("named", ["pmqa40@2600", "pmqa40"])
def test_an_unknown_rubric_is_told_with_those_that_are_published(named: str) -> None:
    result = run("show", named, "--json")
    known = ", ".join(published_rubrics())
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"There is no rubric '{named}'. Published are: {known}.\n"


def test_diff_tells_in_words_what_a_new_edition_changes(tmp_path: Path) -> None:
    new = tmp_path / "ps-innovation-2565.yaml"
    text = text_of("ps-innovation@2564").replace("edition: '2564'", "edition: '2565'", 1)
    new.write_text(text.replace("min_months_in_use: 12", "min_months_in_use: 18", 1))
    result = run("diff", "ps-innovation@2564", str(new))
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "edition was “2564” and is now “2565”.",
        "eligibility / min_months_in_use was 12 and is now 18.",
    ]


def test_diff_of_a_rubric_with_itself_finds_nothing() -> None:
    assert run("diff", "unpsa@2020", "unpsa@2020").stdout == "Nothing differs.\n"


def test_diff_tells_the_faults_of_both(tmp_path: Path) -> None:
    empty = tmp_path / "empty.yaml"
    empty.write_text("")
    result = run("diff", "nothing@1", str(empty))
    assert result.exit_code == 2
    assert [line.split(". Published")[0] for line in result.stderr.splitlines()] == [
        "There is no rubric 'nothing@1'",
        f"{empty}:1: the file is empty",
    ]


def strings(part: Any) -> Any:
    if isinstance(part, dict):
        return {key: strings(value) for key, value in part.items()}
    if isinstance(part, list):
        return [strings(value) for value in part]
    return str(part) if isinstance(part, Decimal) else part


def refuse(text: str) -> float:
    raise AssertionError(f"a bare decimal is printed: {text}")

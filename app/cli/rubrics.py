"""`lertrat rubrics`: check, list, show and compare the criteria, without database or configuration."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn

import click

from rubrics import RubricFaults, UnknownRubric, definition_file, definition_files, published_rubrics
from rubrics.difference import differences
from rubrics.faults import RubricFault
from rubrics.model import Rubric
from rubrics.nodes import Node
from rubrics.reader import parse_rubric, place_fault, plain_content
from rubrics.shelf import broken_links, read_each, shelf_faults

BAD_INPUT = 2
STANDARD_INPUT = "-"
in_language = click.option(
    "--language", type=click.Choice(["th", "en"]), default="th", show_default=True, help="Language of the titles."
)
as_json = click.option("--json", "is_json", is_flag=True, help="Print JSON, decimals as strings.")


@click.group("rubrics")
def rubrics_commands() -> None:
    """The criteria: one YAML file for each edition of a rubric."""


@rubrics_commands.command("check")
@click.argument("files", nargs=-1, metavar="[FILE...]")
def check_command(files: tuple[str, ...]) -> None:
    """Check rubric FILEs (- reads standard input), or all published rubrics and what lies between them.

    Exit code 0: all are sound. 2: every fault is named with its file and line.
    """
    checked = _checked_files(files) if files else _checked_shelf()
    for name, rubric in checked:
        click.echo(f"{name}: {rubric.full_id} is sound, SHA-256 {rubric.sha256}")


@rubrics_commands.command("list")
@as_json
@in_language
def list_command(*, is_json: bool, language: str) -> None:
    """List the published rubrics by id, then edition."""
    try:
        rubrics = tuple(published_rubrics().values())
    except RubricFaults as refused:
        _refuse(refused.faults)
    if is_json:
        _print_json([_entry(rubric) for rubric in rubrics])
        return
    for rubric in rubrics:
        title = rubric.title.in_language(language)
        click.echo(f"{rubric.full_id:<32}{rubric.method.value:<17}{rubric.sha256[:12]}  {title}")


@rubrics_commands.command("show")
@click.argument("rubric_id", metavar="ID")
@as_json
@in_language
def show_command(rubric_id: str, *, is_json: bool, language: str) -> None:
    """Show the rubric ID, such as pmqa40@2564; ID may also be a rubric file, or - for standard input."""
    (source,) = _sound_sources([rubric_id])
    if is_json:
        _print_json(source.content)
        return
    for line in _outline(source.rubric, language):
        click.echo(line)


@rubrics_commands.command("diff")
@click.argument("old_id", metavar="ID")
@click.argument("new_id", metavar="ID")
def diff_command(old_id: str, new_id: str) -> None:
    """Say in plain words what changes from the first rubric to the second; an ID may also be a rubric file."""
    old, new = _sound_sources([old_id, new_id])
    told = differences(old.content, new.content)
    click.echo("\n".join(told) if told else "Nothing differs.")


@dataclass(frozen=True)
class _Source:
    """The bytes of one rubric, found sound, and the name its faults are told under."""

    name: str
    bytes: bytes
    rubric: Rubric

    @property
    def content(self) -> dict[str, Any]:
        """Return the content in the file's own structure."""
        return plain_content(self.bytes, self.name)


def _sound_sources(named: Iterable[str]) -> list[_Source]:
    """Return the rubrics called so, or end the command with every fault of every one."""
    sources, faults = _read(named)
    if faults:
        _refuse(faults)
    return sources


def _read(named: Iterable[str]) -> tuple[list[_Source], list[RubricFault | str]]:
    sources: list[_Source] = []
    faults: list[RubricFault | str] = []
    for each in named:
        try:
            name, content = _opened(each)
            sources.append(_Source(name, content, parse_rubric(content, name)))
        except RubricFaults as refused:
            faults += refused.faults
        except UnknownRubric:
            faults.append(f"There is no rubric '{each}'. Published are: {', '.join(published_rubrics())}.")
        except OSError as refused:
            faults.append(f"{each} cannot be read: {refused.strerror}.")
    return sources, faults


def _opened(named: str) -> tuple[str, bytes]:
    """Find a rubric on standard input, by file, or by "id@edition"."""
    if named == STANDARD_INPUT:
        return "standard input", sys.stdin.buffer.read()
    is_file = Path(named).exists() or Path(named).suffix in {".yaml", ".yml", ".json"}
    path = Path(named) if is_file else definition_file(named)
    return str(path), path.read_bytes()


def _checked_files(files: tuple[str, ...]) -> list[tuple[str, Rubric]]:
    sources, faults = _read(files)
    published, _ = read_each(definition_files())
    known = [*published.values(), *(source.rubric for source in sources)]
    for source in sources:
        links = broken_links(source.rubric, known)
        faults += [place_fault(source.bytes, source.name, fault) for fault in links]
    if faults:
        _refuse(faults)
    return [(source.name, source.rubric) for source in sources]


def _checked_shelf() -> list[tuple[str, Rubric]]:
    read, faults = read_each(definition_files())
    faults += shelf_faults(read, read.values())
    if faults:
        _refuse(faults)
    return [(path.name, rubric) for path, rubric in read.items()]


def _refuse(faults: Iterable[RubricFault | str]) -> NoReturn:
    for fault in faults:
        click.echo(str(fault), err=True)
    sys.exit(BAD_INPUT)


def _entry(rubric: Rubric) -> dict[str, Any]:
    return {
        "id": rubric.full_id,
        "title": {"th": rubric.title.th, "en": rubric.title.en},
        "method": rubric.method.value,
        "sha256": rubric.sha256,
    }


def _print_json(content: Any) -> None:
    click.echo(json.dumps(content, ensure_ascii=False, indent=2, default=_decimal_string))


def _decimal_string(value: object) -> str:
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(type(value).__name__)


def _outline(rubric: Rubric, language: str) -> Iterator[str]:
    """Yield the rubric as an outline: what it is, its road, and the tree of what is scored."""
    yield f"{rubric.full_id}  {rubric.title.in_language(language)}"
    yield f"  {rubric.method.value}, maximum {rubric.maximum}, {rubric.official_status}, SHA-256 {rubric.sha256}"
    for stage in rubric.stages:
        people = f", panel of {stage.panel_size}" if stage.panel_size else ""
        yield f"  {stage.order}. {stage.title.in_language(language)} ({stage.kind.value}{people})"
    for node in rubric.nodes:
        yield from _node_lines(node, language, "  ")


def _node_lines(node: Node, language: str, indent: str) -> Iterator[str]:
    worth = "" if node.points is None else f" [{node.points}]"
    yield f"{indent}{node.id} {node.title.in_language(language)}{worth}"
    for level in node.levels:
        for checkpoint in level.checkpoints:
            yield f"{indent}    {checkpoint.id} {checkpoint.text.in_language(language)}"
    for below in node.nodes:
        yield from _node_lines(below, language, indent + "  ")

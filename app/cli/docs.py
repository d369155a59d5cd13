"""`lertrat docs`: writes docs/workflows.md from the transition tables, so that the page cannot say anything else."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import click

import workflows
from app.cli.children import PROJECT
from app.cli.state_drawing import Arrow, drawing
from workflows.machine import Transition, no_obstacles

PAGE = PROJECT / "docs" / "workflows.md"
PICTURES = PROJECT / "docs" / "pictures"
_OPENING = """# Workflows

Who may move what, from where, to where, unless. Written by `lertrat docs` from the tables in `workflows/`; change a
table, not this page. Boxes are states, arrows are transitions; an arrow with two heads is taken both ways. A transition
that is possible from many states is only listed, not drawn.
"""
# More arrows than this from one transition would hide the road they all leave.
_MOST_ARROWS = 4

AnyTransition = Transition[Any, Any]


@dataclass(frozen=True)
class Table:
    """One transition table: the constant's name, what its module is for, its rows."""

    name: str
    purpose: str
    rows: Sequence[AnyTransition]


@click.command("docs")
def docs_command() -> None:
    """Write the pages of docs/ that are generated."""
    PAGE.parent.mkdir(exist_ok=True)
    for path, text in generated().items():
        path.write_text(text, encoding="utf-8")
        click.echo(f"Wrote {path.relative_to(PROJECT)}")


def generated() -> dict[Path, str]:
    """Return every generated file as it has to be."""
    return {PAGE: workflows_page(), **{_picture(table): _drawn(table) for table in transition_tables()}}


def workflows_page() -> str:
    """Return docs/workflows.md as it has to be."""
    return "\n".join([_OPENING, *(_section(table) for table in transition_tables())])


def transition_tables() -> tuple[Table, ...]:
    """Find the transition table of every module below workflows/ that has one, in the order of their names."""
    return tuple(table for name in sorted(_module_names()) for table in _tables_of(name))


def _module_names() -> Iterator[str]:
    return (module.name for module in pkgutil.walk_packages(workflows.__path__, "workflows."))


def _tables_of(module_name: str) -> Iterator[Table]:
    """Yield the table of a module: workflows/application.py holds APPLICATION_TRANSITIONS."""
    module = importlib.import_module(module_name)
    name = f"{module_name.rpartition('.')[2].upper()}_TRANSITIONS"
    if hasattr(module, name):
        yield Table(name, inspect.cleandoc(module.__doc__ or "").splitlines()[0], getattr(module, name))


def _section(table: Table) -> str:
    title = table.name.removesuffix("_TRANSITIONS").replace("_", " ").capitalize()
    return "\n".join(
        [
            f"## {title}",
            "",
            table.purpose,
            "",
            f"![{title}]({_picture(table).relative_to(PAGE.parent)})",
            "",
            *_list(table),
            "",
        ]
    )


def _picture(table: Table) -> Path:
    return PICTURES / f"{table.name.removesuffix('_TRANSITIONS').lower()}-states.svg"


def _drawn(table: Table) -> str:
    ways: dict[tuple[str, str], list[str]] = {}
    for row in table.rows:
        if len(row.sources) <= _MOST_ARROWS:
            for source in _in_order(row.sources):
                for target in _targets(row, source, table.rows):
                    ways.setdefault((source, target), []).append(row.name)
    states = _in_order({state for row in table.rows for state in {*row.sources, row.target} if state is not None})
    return drawing(table.purpose, states, [Arrow(*way, tuple(names)) for way, names in ways.items()])


def _targets(row: AnyTransition, source: StrEnum, rows: Sequence[AnyTransition]) -> list[StrEnum]:
    """Return where an arrow ends; "back to where it came from" is every state that leads into the source."""
    if row.target is not None:
        return [row.target]
    return _in_order({origin for other in rows if other.target == source for origin in other.sources})


def _list(table: Table) -> Iterator[str]:
    yield "| Transition | From | To | By | Allowed when |"
    yield "|---|---|---|---|---|"
    for row in table.rows:
        sources = ", ".join(f"`{state}`" for state in _in_order(row.sources))
        target = "back to where it came from" if row.target is None else f"`{row.target}`"
        roles = " or ".join(sorted(role.value.replace("_", " ") for role in row.roles))
        by = f"{roles}; two persons" if row.two_persons else roles
        yield f"| `{row.name}` | {sources} | {target} | {by} | {_condition(row)} |"


def _condition(row: AnyTransition) -> str:
    if row.obstacles is no_obstacles:
        return "always"
    said = inspect.getdoc(row.obstacles)
    return said.splitlines()[0] if said else row.obstacles.__name__.strip("_").replace("_", " ") + " given"


def _in_order(states: frozenset[StrEnum] | set[StrEnum]) -> list[StrEnum]:
    """Sort states in the order their enumeration declares them."""
    return sorted(states, key=list(type(next(iter(states)))).index)

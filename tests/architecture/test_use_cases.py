"""What a page, a task, a command or the demo calls in a service is one transaction, or says that it changes nothing."""

from __future__ import annotations

import ast
import importlib
import inspect
from collections.abc import Iterator

from tests.architecture.source import Module, listed, modules_under

_EDGES = ("app/views/", "app/tasks/", "app/cli/", "app/demo/", "app/errors.py")
_SERVICES = "app.services"


def test_the_edges_call_only_declared_use_cases() -> None:
    undeclared = sorted(
        {
            f"{module.path} calls {name}"
            for module in modules_under(*_EDGES)
            for name in _called_in_services(module)
            if inspect.isfunction(_find(name)) and not hasattr(_find(name), "__use_case__")
        }
    )
    assert undeclared == [], listed(undeclared)


def _called_in_services(module: Module) -> Iterator[str]:
    """Yield the full name of everything the module imports from a service, or reaches through one."""
    aliases: dict[str, str] = {}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(_SERVICES):
            for alias in node.names:
                full_name = f"{node.module}.{alias.name}"
                aliases[alias.asname or alias.name] = full_name
                yield full_name
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in aliases:
            yield f"{aliases[node.value.id]}.{node.attr}"


def _find(name: str) -> object:
    parent, _, last = name.rpartition(".")
    if parent == _SERVICES:
        return importlib.import_module(name)
    owner = _find(parent) if parent.count(".") > _SERVICES.count(".") + 1 else importlib.import_module(parent)
    return getattr(owner, last, None)

"""The project's own source, read and parsed once, as the rules about the code see it."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
_PACKAGES = ("app", "workflows", "rubrics")
_FOLDERS = (*_PACKAGES, "tests", "benchmarks")
_ENTRANCES = ("web.py", "worker.py")

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One Python file."""

    path: str
    text: str
    tree: ast.Module

    @property
    def functions(self) -> Iterator[FunctionNode]:
        """Yield every function and method, nested ones too."""
        return (node for node in ast.walk(self.tree) if isinstance(node, FunctionNode))

    @property
    def public_functions(self) -> Iterator[FunctionNode]:
        """Yield the functions of the module and the methods of its classes whose names do not begin with `_`."""
        for node in self.tree.body:
            inside = node.body if isinstance(node, ast.ClassDef) and not node.name.startswith("_") else [node]
            yield from (part for part in inside if isinstance(part, FunctionNode) and not part.name.startswith("_"))

    @property
    def imports(self) -> Iterator[tuple[int, str]]:
        """Yield line and full name of each import: `a.b` for `import a.b`, `a.b` for `from a import b`."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((node.lineno, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


@functools.cache
def modules() -> tuple[Module, ...]:
    """Return every Python file of the project, tests included; migrations are records and follow no size."""
    folders = [path for folder in _FOLDERS for path in sorted((PROJECT / folder).rglob("*.py"))]
    return tuple(_read(path) for path in (*folders, *(PROJECT / name for name in _ENTRANCES)))


def product_modules() -> tuple[Module, ...]:
    """Return the Python files that run in production."""
    return tuple(module for module in modules() if not module.path.startswith(("tests/", "benchmarks/")))


def modules_under(*folders: str) -> tuple[Module, ...]:
    """Return the Python files below the named folders or files."""
    return tuple(module for module in modules() if module.path.startswith(folders))


def listed(places: Iterable[object]) -> str:
    """Write every place that breaks a rule on a line of its own."""
    return "\n" + "\n".join(map(str, places))


def _read(path: Path) -> Module:
    text = path.read_text(encoding="utf-8")
    return Module(path.relative_to(PROJECT).as_posix(), text, ast.parse(text, filename=str(path)))

"""Files, functions and names keep the size and the shape that lets a newcomer read them."""

from __future__ import annotations

import ast
from pathlib import PurePath

from tests.architecture.source import listed, modules, product_modules

LONGEST_FILE = 300
LONGEST_FUNCTION = 40
DRAWERS = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers", "handler", "handlers"}
DRAWERS_ALONE = {"data", "info"}  # "open_data" says what it holds


def test_no_file_is_longer_than_300_lines() -> None:
    lengths = {module.path: len(module.text.splitlines()) for module in modules()}
    assert {path: length for path, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_function_is_longer_than_40_lines() -> None:
    lengths = {
        f"{module.path}:{function.lineno} {function.name}": (function.end_lineno or 0) - function.lineno + 1
        for module in modules()
        for function in module.functions
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}


def test_every_file_says_in_its_first_line_what_it_is_for() -> None:
    silent = [module.path for module in modules() if not _opens_with_a_sentence(module.text, module.tree)]
    assert silent == [], listed(silent)


def test_everything_public_in_the_rules_is_explained() -> None:
    unexplained = [
        f"{module.path}:{function.lineno} {function.name}"
        for module in product_modules()
        if module.path.startswith(("workflows/", "rubrics/"))
        for function in module.public_functions
        if not ast.get_docstring(function)
    ]
    assert unexplained == [], listed(unexplained)


def test_no_import_hides_inside_a_function() -> None:
    hidden = [
        f"{module.path}:{node.lineno}"
        for module in modules()
        for function in module.functions
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert hidden == [], listed(hidden)


def test_no_module_is_a_drawer() -> None:
    drawers = [
        module.path
        for module in modules()
        for name in PurePath(module.path).with_suffix("").parts
        if name in DRAWERS | DRAWERS_ALONE or name.rpartition("_")[2] in DRAWERS
    ]
    assert drawers == [], listed(drawers)


def _opens_with_a_sentence(text: str, tree: ast.Module) -> bool:
    sentence = (ast.get_docstring(tree) or "").splitlines()
    return text.startswith('"""') and bool(sentence) and sentence[0].endswith((".", "?", "!"))

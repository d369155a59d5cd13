"""What a layer may know: the request stays in pages, the clock in one module, frameworks out of the rules."""

from __future__ import annotations

import ast
import sys

from tests.architecture.source import PROJECT, Module, listed, modules_under, product_modules

_REQUEST = {"flask.request", "flask.session", "flask_login.current_user"}
_CLOCKS = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
    ("func", "now"),
    ("func", "current_timestamp"),
    ("func", "current_date"),
}
_ALLOWED = {
    "rubrics/": {"rubrics", "yaml", "pydantic", "pydantic_core"},
    "workflows/": {"workflows", "rubrics"},
    "workflows/assignment/solver.py": {"workflows", "rubrics", "highspy"},
}


def test_only_pages_and_their_errors_know_the_request_the_session_and_who_is_signed_in() -> None:
    strays = [
        f"{module.path}:{line} {name}"
        for module in product_modules()
        if not module.path.startswith(("app/views/", "app/errors.py"))
        for line, name in module.imports
        if name in _REQUEST
    ]
    assert strays == [], listed(strays)


def test_one_module_reads_the_clock() -> None:
    readers = [
        f"{module.path}:{node.lineno}"
        for module in product_modules()
        if module.path != "app/clock.py"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and (node.value.id, node.attr) in _CLOCKS
    ]
    assert readers == [], listed(readers)


def test_no_address_that_goes_out_is_made_of_the_host_a_request_names() -> None:
    """A browser may name any host, and would find it on a certificate or a receipt: `full_address` names our own."""
    strays = [
        f"{module.path}:{node.value.lineno}"
        for module in product_modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.keyword) and node.arg == "_external"
    ]
    assert strays == [], listed(strays)


def test_rules_and_criteria_stand_on_the_standard_library() -> None:
    strays = [
        f"{module.path}:{line} {name}"
        for module in modules_under("workflows/", "rubrics/")
        for line, name in module.imports
        if name.split(".")[0] not in sys.stdlib_module_names | _allowed_in(module)
    ]
    assert strays == [], listed(strays)


def test_migrations_do_not_know_the_application() -> None:
    strays = [
        path.name
        for path in sorted((PROJECT / "migrations" / "versions").glob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in {"app", "workflows", "rubrics"}
    ]
    assert strays == [], listed(strays)


def _allowed_in(module: Module) -> set[str]:
    """Return the foreign packages of the longest prefix that names the module."""
    prefix = max((prefix for prefix in _ALLOWED if module.path.startswith(prefix)), key=len)
    return _ALLOWED[prefix]

"""No event reaches a reader under the name the code gives it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from flask import Flask

from app.views.secretariat.event_subjects import subject_name
from app.views.secretariat.event_words import event_title

_WRITERS = ("record", "promise_event")
_SERVICES = Path(__file__).parents[4] / "app" / "services"


def recorded_kinds() -> Iterator[str]:
    """Every kind that a use case writes into the ledger by its name."""
    for path in sorted(_SERVICES.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _WRITERS:
                kind = node.args[0] if node.args else None
                if isinstance(kind, ast.Constant):
                    yield kind.value


def test_every_event_of_the_ledger_is_told_in_words(app: Flask) -> None:
    kinds = set(recorded_kinds())
    assert "schedule_visit" in kinds
    with app.test_request_context():
        assert [kind for kind in sorted(kinds) if event_title(kind) == kind] == []


def test_what_an_event_is_about_is_named_as_well(app: Flask) -> None:
    about = {"advice", "agencies", "appeals", "assignment_plans", "cycles", "declared_interests", "people", "proposals"}
    with app.test_request_context():
        assert {subject_name(f"{table}:1") for table in about}.isdisjoint(about | {subject_name("unheard_of:1")})

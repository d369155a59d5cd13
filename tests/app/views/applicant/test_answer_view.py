"""A category as it reads: each answer under its item and level, and what was left empty in one line."""

from __future__ import annotations

from flask import Flask
from flask_babel import force_locale

from app.views.applicant.answer_view import ShownItem, shown_parts
from rubrics import load_rubric
from workflows.application import Phase
from workflows.document import parts

CATEGORIES = [part for part in parts(load_rubric("pmqa40@2564"), Phase.ENTRY) if part.node_id is not None]


def items_of(app: Flask, answers: dict[str, object]) -> dict[str, ShownItem]:
    with app.test_request_context(), force_locale("en"):
        return {item.id: item for part in shown_parts(CATEGORIES, answers, {}) for item in part.items}


def test_an_answer_stands_under_its_level_and_the_rest_is_named(app: Flask) -> None:
    items = items_of(app, {"tick.1.1-b1": True, "tick.1.1-b2": False, "text.1.1.advance": "We review it"})
    said = [(level.title, len(level.met), [name for name, _ in level.backing]) for level in items["1.1"].levels]
    assert said == [("Basic", 1, []), ("Advance", 0, ["Explanation"])]
    assert items["1.1"].silent == ("Significance",)
    assert (items["1.2"].levels, items["1.2"].silent) == ((), ("Basic", "Advance", "Significance"))


def test_a_results_item_is_one_level_without_a_title(app: Flask) -> None:
    row = {"title": "On time", "unit": "percent", "direction": "more", "target": "90", "actual": "91"}
    items = items_of(app, {"kpis.7.1": [row]})
    assert [(level.title, [name for name, _ in level.backing]) for level in items["7.1"].levels] == [
        ("", ["Indicators"])
    ]
    assert (len(items), items["7.2"].levels) == (30, ())

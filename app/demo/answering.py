"""Turning an entry into the answers its agency saves: one raw value by question id, as a browser would send it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from app.demo.cast import Team
from app.demo.entries import Entry
from app.demo.self_assessments import Indicator, SelfAssessment
from app.demo.sentences import Explanations, read_explanations
from rubrics import Rubric
from rubrics.nodes import Node

MEASURE_COLUMNS = ("m_name", "m_unit", "m_direction", "m_before", "m_after", "m_source")
_DIRECTIONS = {"more": "ยิ่งมากยิ่งดี", "less": "ยิ่งน้อยยิ่งดี"}
_MEASURES = "results_measures"


def entry_answers(entry: Entry, team: Team, explanations: Explanations, *, on: date) -> Mapping[str, Any]:
    """Return the answers of the entry document; `on` is the day that "so many months ago" is counted from.

    What the system fills in itself (the submitting agency) and files are left out. A draft is answered as far as it is
    written; the declaration and the contact are given with any text.
    """
    answers = {name: _value(name, value, on) for name, value in entry.fields.items()}
    answers["contact"] = {
        "name": team.coordinator.name.in_language("th"),
        "phone": team.coordinator.phone,
        "email": team.coordinator.email,
    }
    if entry.self_assessment is not None:
        answers.update(_self_assessment(entry.self_assessment, entry.rubric, explanations))
    if entry.fate.state != "draft":
        answers["declaration"] = True
    return answers


def report_answers(entry: Entry) -> Mapping[str, str]:
    """Return the answers of the Application Report, as far as it is written.

    In PMQA 4.0 a category begins with what the agency wrote for it and goes on item by item.
    """
    answers = dict(entry.report)
    if entry.self_assessment is not None and answers:
        answers.update(_category_texts(entry, entry.self_assessment, read_explanations()))
    return answers


def months_before(day: date, months: int) -> date:
    """Return the first day of the month that lies so many months before the month of `day`."""
    month = day.year * 12 + day.month - 1 - months
    return date(month // 12, month % 12 + 1, 1)


def _value(name: str, value: Any, on: date) -> Any:
    if name == _MEASURES:
        return [_measure(row) for row in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return months_before(on, value["months_ago"]).isoformat()
    return value


def _measure(row: list[str]) -> dict[str, str]:
    cells = dict(zip(MEASURE_COLUMNS, row, strict=True))
    return cells | {"m_direction": _DIRECTIONS[cells["m_direction"]]}


def _self_assessment(claims: SelfAssessment, rubric: Rubric, explanations: Explanations) -> dict[str, Any]:
    answers: dict[str, Any] = dict(claims.profile)
    answers.update({f"tick.{point}": True for point in sorted(claims.claimed)})
    answers.update(_level_texts(claims, rubric, explanations))
    for item, indicators in claims.indicators.items():
        answers[f"kpis.{item}"] = [_indicator(each) for each in indicators]
        answers[f"text.{item}"] = explanations.of_results(item, claims.theme)
    return answers


def _level_texts(claims: SelfAssessment, rubric: Rubric, explanations: Explanations) -> Iterator[tuple[str, str]]:
    """Yield the explanation of every level of which something is claimed."""
    for item in rubric.leaves:
        for level in item.levels:
            if any(point.id in claims.claimed for point in level.checkpoints):
                yield f"text.{item.id}.{level.code}", explanations.of_level(item.id, level.code, claims.theme)


def _category_texts(entry: Entry, claims: SelfAssessment, explanations: Explanations) -> Iterator[tuple[str, str]]:
    """Yield the report text of every process category: its opening, then the explanations of its items."""
    told = dict(_level_texts(claims, entry.rubric, explanations))
    for category in entry.rubric.nodes:
        name = f"ar-process-{category.id}"
        if name in entry.report:
            items = (_item_text(item, told) for item in category.nodes)
            yield name, "\n\n".join([entry.report[name], *items])


def _item_text(item: Node, told: Mapping[str, str]) -> str:
    paragraphs = [told[name] for level in item.levels if (name := f"text.{item.id}.{level.code}") in told]
    return "\n".join([f"{item.id} {item.title.in_language('th')}", *paragraphs])


def _indicator(indicator: Indicator) -> dict[str, str]:
    two_before, year_before, _this_year = indicator.results
    return {
        "title": indicator.title,
        "unit": indicator.unit,
        "direction": indicator.direction,
        "target": indicator.target,
        "actual": indicator.actual,
        "year_1": year_before,
        "year_2": two_before,
        "year_3": "",
        "source": indicator.source,
        "example": indicator.example,
    }

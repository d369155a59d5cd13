"""Turns the reasons of a rule that refused into sentences of the page's language, beside the fields they speak of."""

from __future__ import annotations

from flask_babel import gettext
from flask_wtf import FlaskForm

from app.views.formatting import number, page_language
from rubrics.strict import Text
from workflows.errors import Named, Obstacle, RuleBroken

_AMOUNTS = frozenset({"count", "limit"})


def sentence(obstacle: Obstacle) -> str:
    """Write one reason in the page's language, and what it names as well."""
    language = page_language()
    said = {name: _said(name, value, language) for name, value in obstacle.params.items()}
    return gettext(obstacle.message) % said


def _said(name: str, value: object, language: str) -> object:
    """A reason may name something that has two names, or be made of others; an amount is written as pages write it."""
    if isinstance(value, Obstacle):
        return sentence(value)
    if name in _AMOUNTS and isinstance(value, int):
        return number(value)
    return value.in_language(language) if isinstance(value, (Text, Named)) else value


def sentences(broken: RuleBroken) -> list[str]:
    """Write every reason, for the summary on top of a page without fields."""
    return [sentence(obstacle) for obstacle in broken.obstacles]


def by_field(broken: RuleBroken) -> dict[str | None, list[str]]:
    """Write the reasons under the fields they speak of; None holds those that speak of no field."""
    found: dict[str | None, list[str]] = {}
    for obstacle in broken.obstacles:
        found.setdefault(obstacle.field, []).append(sentence(obstacle))
    return found


def show_on(form: FlaskForm, broken: RuleBroken) -> list[str]:
    """Put each reason at its field of the form; return those that belong to none."""
    remaining: list[str] = []
    for name, reasons in by_field(broken).items():
        if name is not None and name in form:
            form[name].errors = [*form[name].errors, *reasons]
        else:
            remaining += reasons
    return remaining

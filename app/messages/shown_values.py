"""Writes out the values that messages name: people, programmes, times and what has a name in both languages."""

from __future__ import annotations

from datetime import date, datetime

from app.messages.deadline_names import deadline_name
from app.messages.role_names import role_name
from app.models import Agency, Application, Person, Programme, Stage
from app.thai import thai_date
from rubrics.strict import Text
from workflows.deadlines import Deadline
from workflows.roles import Role


def shown_value(value: object, language: str) -> str:
    """Write a value out in the present language: by its name where it has one, instants in the era of the language."""
    if isinstance(value, Role | Deadline):
        return role_name(value) if isinstance(value, Role) else deadline_name(value)
    if isinstance(value, Application):
        return value.called(language)
    if isinstance(value, Agency | Person):
        return value.name(language)
    if isinstance(value, Programme | Stage):
        return value.title(language)
    if isinstance(value, Text):
        return value.in_language(language)
    if isinstance(value, tuple):
        return ", ".join(shown_value(each, language) for each in value)
    if isinstance(value, datetime):
        return thai_date(value, language, "datetime")
    return thai_date(value, language, "long") if isinstance(value, date) else str(value)

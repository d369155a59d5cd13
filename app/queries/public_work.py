"""What a winner's page says: the published answers of its entry, written out for a reader."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.models import Agency
from app.queries.public_winners import Winner
from rubrics.form import Field, FieldKind, Section

_ON_THE_HEAD = frozenset({"title_th", "title_en", "submitting_agency", "responsible_unit", "summary"})


@dataclass(frozen=True)
class PublicAnswer:
    """One answer: running text, a few lines, or a table with its heads."""

    title: str
    text: str = ""
    lines: tuple[str, ...] = ()
    day: date | None = None
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class PublicSection:
    """One part of the entry with its published answers."""

    title: str
    answers: tuple[PublicAnswer, ...]


def public_sections(winner: Winner, language: str) -> list[PublicSection]:
    """Return the parts of the entry that have something to show, in the order of the form."""
    form = winner.rubric.form
    if form is None:
        return []
    agencies = _agency_names(_codes(form.sections, winner.answers), language)
    made = [_section(section, winner.answers, agencies, language) for section in form.sections]
    return [section for section in made if section.answers]


def _section(section: Section, answers: Mapping[str, Any], agencies: Mapping[str, str], language: str) -> PublicSection:
    shown = [
        _answer(field, answers[field.id], agencies, language)
        for field in section.fields
        if field.id in answers and field.id not in _ON_THE_HEAD and answers[field.id] not in ("", [], None)
    ]
    return PublicSection(section.title.in_language(language), tuple(shown))


def _answer(field: Field, value: Any, agencies: Mapping[str, str], language: str) -> PublicAnswer:
    title = field.title.in_language(language)
    match field.kind:
        case FieldKind.CHOICE:
            names = {choice.code: choice.title.in_language(language) for choice in field.choices}
            return PublicAnswer(title, lines=tuple(names.get(code, code) for code in value))
        case FieldKind.AGENCY:
            return PublicAnswer(title, lines=(agencies.get(value, value),))
        case FieldKind.AGENCY_LIST:
            return PublicAnswer(title, lines=tuple(agencies.get(code, code) for code in value))
        case FieldKind.MEASURES:
            return PublicAnswer(
                title,
                heads=tuple(column.title.in_language(language) for column in field.columns),
                rows=tuple(tuple(str(row.get(column.id) or "") for column in field.columns) for row in value),
            )
        case FieldKind.DATE:
            return PublicAnswer(title, day=date.fromisoformat(value))
        case FieldKind.MONEY | FieldKind.NUMBER:
            return PublicAnswer(title, lines=(f"{Decimal(str(value)):,f}",))
    return PublicAnswer(title, text=str(value))


def _codes(sections: Iterable[Section], answers: Mapping[str, Any]) -> set[str]:
    codes: set[str] = set()
    for field in (field for section in sections for field in section.fields if field.id in answers):
        if field.kind is FieldKind.AGENCY:
            codes.add(str(answers[field.id]))
        elif field.kind is FieldKind.AGENCY_LIST:
            codes |= set(answers[field.id] or ())
    return codes


def _agency_names(codes: set[str], language: str) -> dict[str, str]:
    agencies = db.session.scalars(select(Agency).where(Agency.code.in_(codes)))
    return {agency.code: agency.name(language) for agency in agencies}

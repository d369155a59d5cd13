"""A document as it reads: every answer beside its question, for approval, for a look back, and for the record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from app.queries.agency_choices import agency_choices
from app.views.applicant.answer_fields import INDICATOR_PARTS, Registry, evidence_name, in_words
from app.views.applicant.gap_words import level_title
from app.views.formatting import page_language
from rubrics.strict import Text
from workflows.document import Part, Question, QuestionKind
from workflows.document.gaps import is_blank

_TABLES = (QuestionKind.MEASURES, QuestionKind.INDICATORS)
_WITH_AGENCIES = (QuestionKind.AGENCY, QuestionKind.AGENCY_LIST)


@dataclass(frozen=True)
class ShownAnswer:
    """One question and its answer in words; a table has `columns` and `rows` instead."""

    question: Question
    text: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    is_yes: bool = False
    files: tuple[Any, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Say whether nothing was answered."""
        return not (self.text or self.rows or self.is_yes or self.files)


@dataclass(frozen=True)
class ShownLevel:
    """One level of a self-assessment item: the checkpoints met, and what backs them, by name.

    A results item is one level without a title.
    """

    title: str
    met: tuple[ShownAnswer, ...]
    backing: tuple[tuple[str, ShownAnswer], ...]


@dataclass(frozen=True)
class ShownItem:
    """One item of a category with the levels that say something; `silent` names those that do not."""

    id: str
    title: Text
    levels: tuple[ShownLevel, ...]
    silent: tuple[str, ...]


@dataclass(frozen=True)
class ShownPart:
    """One part with its answers."""

    part: Part
    number: int
    answers: tuple[ShownAnswer, ...]

    @property
    def items(self) -> tuple[ShownItem, ...]:
        """The items of a category, each answer under its level; none where the part is no category."""
        by_item: dict[str, list[ShownAnswer]] = {}
        for answer in self.answers:
            if answer.question.node_id is not None:
                by_item.setdefault(answer.question.node_id, []).append(answer)
        return tuple(_item(item_id, answers) for item_id, answers in by_item.items())


def _item(item_id: str, answers: Sequence[ShownAnswer]) -> ShownItem:
    levels = [_level(code, answers) for code in dict.fromkeys(answer.question.level for answer in answers)]
    title = next(answer.question.title for answer in answers if answer.question.kind is not QuestionKind.TICK)
    said = tuple(level for level in levels if level.met or level.backing)
    return ShownItem(item_id, title, said, tuple(level.title for level in levels if level not in said))


def _level(code: str | None, answers: Sequence[ShownAnswer]) -> ShownLevel:
    here = [answer for answer in answers if answer.question.level == code and not answer.is_empty]
    met = tuple(answer for answer in here if answer.question.kind is QuestionKind.TICK)
    backing = ((evidence_name(answer.question.kind), answer) for answer in here if answer not in met)
    return ShownLevel(level_title(code), met, tuple(backing))


def registry_for(questions: Iterable[Question]) -> Registry:
    """Return the registry of agencies, read only where a question needs it."""
    needed = any(question.kind in _WITH_AGENCIES for question in questions)
    return Registry(agency_choices() if needed else (), page_language())


def shown_parts(
    parts: Sequence[Part], answers: Mapping[str, Any], files: Mapping[str, Sequence[Any]]
) -> list[ShownPart]:
    """Return the document in words; files are whatever the page lists for them."""
    registry = registry_for(question for part in parts for question in part.questions)
    return [
        ShownPart(
            part,
            number,
            tuple(_shown(question, answers, files, registry) for question in part.questions),
        )
        for number, part in enumerate(parts, start=1)
    ]


def _shown(
    question: Question, answers: Mapping[str, Any], files: Mapping[str, Sequence[Any]], registry: Registry
) -> ShownAnswer:
    value = answers.get(question.id)
    attached = tuple(files.get(question.id, ()))
    if question.kind in _TABLES and not is_blank(value):
        columns, rows = _table(question, value)
        return ShownAnswer(question, "", columns, rows)
    if question.kind in (QuestionKind.YES_NO, QuestionKind.TICK):
        return ShownAnswer(question, "", is_yes=value is True)
    return ShownAnswer(question, in_words(question, value, registry), files=attached)


def _table(question: Question, rows: Any) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    if question.kind is QuestionKind.MEASURES:
        ids = [column.id for column in question.columns]
        titles = tuple(column.title.in_language(page_language()) for column in question.columns)
        return titles, tuple(tuple(str(row.get(name, "")) for name in ids) for row in rows)
    ids = [name for name in INDICATOR_PARTS if name != "example"]
    names = indicator_names()
    return tuple(names[name] for name in ids), tuple(
        tuple(_direction(row) if name == "direction" else str(row.get(name, "")) for name in ids) for row in rows
    )


def _direction(row: Mapping[str, Any]) -> str:
    return _("Less is better") if row.get("direction") == "less" else _("More is better")


def indicator_names() -> dict[str, str]:
    """Name the columns of an indicator in the page's language."""
    return {
        "example": _("Choose from the criteria's examples"),
        "title": _("Indicator"),
        "unit": _("Unit"),
        "direction": _("Direction"),
        "target": _("Target"),
        "actual": _("Actual result"),
        "year_1": _("Result one year before"),
        "year_2": _("Result two years before"),
        "year_3": _("Result three years before"),
        "source": _("Source of the data"),
    }

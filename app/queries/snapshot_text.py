"""What a snapshot says, written out for whoever judges it: texts, tables and files, frozen as they were handed in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.models import Agency, Snapshot
from rubrics.model import Method, Rubric
from rubrics.nodes import Node
from workflows.application import Phase
from workflows.document import Part, Question, QuestionKind, parts
from workflows.document.gaps import is_blank
from workflows.document.questions import ATTACHMENTS

_SHOWN = frozenset({"pdf", "jpg", "jpeg", "png"})
_OF_LINES = frozenset(
    {
        QuestionKind.CHOICE,
        QuestionKind.AGENCY,
        QuestionKind.AGENCY_LIST,
        QuestionKind.CONTACT,
        QuestionKind.INDICATORS,
        QuestionKind.MONEY,
        QuestionKind.NUMBER,
    }
)


@dataclass(frozen=True)
class FrozenFile:
    """One file of the snapshot; `kind` is its extension, `size` in bytes, `number` counts the files from 1 on."""

    id: str
    name: str
    caption: str
    kind: str
    size: int
    pages: int | None
    number: int

    @property
    def is_shown(self) -> bool:
        """Whether a browser shows it in a page; what it is, is looked at again when it is opened."""
        return self.kind.lower() in _SHOWN

    @property
    def is_paged(self) -> bool:
        """Whether it has pages to turn."""
        return self.kind.lower() == "pdf"


@dataclass(frozen=True)
class ReadAnswer:
    """One answer: running text, a few lines, a day, a yes or no, or a table with its heads."""

    title: str
    text: str = ""
    lines: tuple[str, ...] = ()
    day: date | None = None
    is_yes: bool | None = None
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class ReadSection:
    """One part of the document with the answers and the files it was handed in with, and what it is called by.

    `number` is the same in both languages and for as long as the criteria stand: a comment points to it. `also_for` are
    the other nodes judged from the same text.
    """

    id: str
    title: str
    answers: tuple[ReadAnswer, ...]
    files: tuple[FrozenFile, ...]
    number: str = ""
    also_for: tuple[str, ...] = ()


class FrozenDocument:
    """A snapshot opened for reading in one language; agencies are read once, in one statement."""

    def __init__(self, rubric: Rubric, snapshot: Snapshot, language: str) -> None:
        content = json.loads(snapshot.content)
        self.rubric, self.snapshot, self.language = rubric, snapshot, language
        self.answers: Mapping[str, Any] = content["answers"]
        self.files: Mapping[str, list[Mapping[str, Any]]] = content["files"]
        self._parts = tuple(part for phase in Phase for part in parts(rubric, phase))
        self._agencies = _agency_names(self._parts, self.answers, language)
        self._numbers = {part.id: number for number, part in enumerate(self._parts, 1)}
        ids = (each["id"] for field in self._fields() for each in self.files.get(field, ()))
        self._file_numbers = {key: number for number, key in enumerate(dict.fromkeys(ids), 1)}

    def sections(self) -> list[ReadSection]:
        """Return every part that says something, in the order of the document."""
        return [section for part in self._parts if (section := self._read(part, part.questions))]

    def sections_for(self, leaf: Node) -> list[ReadSection]:
        """Return what an assessor reads for one node: its own explanations, then the parts that feed it."""
        feeding = {field.id for field in self.rubric.fields_feeding(leaf.id)}
        found = list(self._explanations(leaf)) if self.rubric.method is Method.LEVEL_CHECKLIST else []
        for part in self._parts:
            section = self._read(part, [question for question in part.questions if question.id in feeding])
            if section:
                found.append(replace(section, also_for=self._also_fed(leaf, part)))
        return found

    def _also_fed(self, leaf: Node, part: Part) -> tuple[str, ...]:
        """The other leaves judged from the same text, by number, where it is bound to what they are grouped in."""
        texts = {question.id for question in part.questions if question.kind is QuestionKind.LONG_TEXT}
        mine = {
            field.id
            for field in self.rubric.fields_feeding(leaf.id)
            if field.id in texts and leaf.id not in (field.bind or part.bind)
        }
        return tuple(
            other.number or other.id
            for other in self.rubric.leaves
            if other is not leaf and mine & {field.id for field in self.rubric.fields_feeding(other.id)}
        )

    def sections_apart(self) -> list[ReadSection]:
        """Return the parts no criterion is judged from, in which the agency speaks of itself."""
        fed = {field.id for leaf in self.rubric.leaves for field in self.rubric.fields_feeding(leaf.id)}
        apart = (part for part in self._parts if part.node_id is None and part.id != ATTACHMENTS)
        return [
            section
            for part in apart
            if not fed & {question.id for question in part.questions} and (section := self._read(part, part.questions))
        ]

    def attachments(self) -> tuple[FrozenFile, ...]:
        """Return the files attached to the document as a whole."""
        return self.files_of(ATTACHMENTS)

    def files_of(self, field: str) -> tuple[FrozenFile, ...]:
        """Return the files that back up one field."""
        return tuple(_file(each, self._file_numbers[each["id"]]) for each in self.files.get(field, ()))

    def every_file(self) -> dict[str, FrozenFile]:
        """Return every file of the document once, by its id, in the order of the document."""
        return {file.id: file for field in self._fields() for file in self.files_of(field)}

    def _fields(self) -> list[str]:
        """Every field that may hold files, in the order of the document."""
        return list(dict.fromkeys([*(each.id for part in self._parts for each in part.questions), *self.files]))

    def _explanations(self, leaf: Node) -> Iterator[ReadSection]:
        """What the agency wrote of an item, level by level; ticks and figures stand in the form itself."""
        labels = {each.code: each.label.in_language(self.language) for each in self.rubric.item_levels}
        for level in [*(each.code for each in leaf.levels), None]:
            place = f"{leaf.id}.{level}" if level else leaf.id
            text, files = self.answers.get(f"text.{place}"), self.files_of(f"file.{place}")
            if text or files:
                title = labels[level] if level else leaf.title.in_language(self.language)
                said = (ReadAnswer("", text=text or ""),)
                yield ReadSection(f"level-{level or 'item'}", title, said, files, leaf.id)

    def _read(self, part: Part, questions: Iterable[Question]) -> ReadSection | None:
        listed = list(questions)
        answers = tuple(
            self._answer(question)
            for question in listed
            if question.kind is not QuestionKind.FILE and self._is_said(question)
        )
        files = tuple(file for question in listed for file in self.files_of(question.id))
        title = part.title.in_language(self.language)
        number = str(self._numbers[part.id])
        return ReadSection(part.id, title, answers, files, number) if answers or files else None

    def _is_said(self, question: Question) -> bool:
        return question.id != "submitting_agency" and not is_blank(self.answers.get(question.id))

    def _answer(self, question: Question) -> ReadAnswer:
        title, value = question.title.in_language(self.language), self.answers[question.id]
        match question.kind:
            case QuestionKind.DATE:
                return ReadAnswer(title, day=date.fromisoformat(value))
            case QuestionKind.YES_NO | QuestionKind.TICK:
                return ReadAnswer(title, is_yes=value is True)
            case QuestionKind.MEASURES:
                heads = tuple(column.title.in_language(self.language) for column in question.columns)
                rows = tuple(tuple(str(row.get(each.id) or "") for each in question.columns) for row in value)
                return ReadAnswer(title, heads=heads, rows=rows)
            case kind if kind in _OF_LINES:
                return ReadAnswer(title, lines=tuple(self._lines(question, value)))
        return ReadAnswer(title, text=str(value))

    def _lines(self, question: Question, value: Any) -> list[str]:
        match question.kind:
            case QuestionKind.CHOICE:
                names = {choice.code: choice.title.in_language(self.language) for choice in question.choices}
                return [names.get(code, code) for code in value]
            case QuestionKind.AGENCY | QuestionKind.AGENCY_LIST:
                codes = [value] if isinstance(value, str) else value
                return [self._agencies.get(code, code) for code in codes]
            case QuestionKind.CONTACT:
                return [str(value[part]) for part in ("name", "phone", "email") if value.get(part)]
            case QuestionKind.INDICATORS:
                return [_indicator_line(row) for row in value]
        return [f"{Decimal(str(value)):,f}"]


def _indicator_line(row: Mapping[str, Any]) -> str:
    figures = f"{row.get('actual') or '–'} / {row.get('target') or '–'} {row.get('unit') or ''}"
    return f"{row.get('title') or '–'}: {figures.strip()}"


def _file(each: Mapping[str, Any], number: int) -> FrozenFile:
    name = str(each["name"])
    kind = name.rpartition(".")[2] if "." in name else ""
    return FrozenFile(each["id"], name, each.get("caption") or "", kind, each["size"], each.get("pages"), number)


def _agency_names(listed: Iterable[Part], answers: Mapping[str, Any], language: str) -> dict[str, str]:
    codes: set[str] = set()
    for question in (question for part in listed for question in part.questions):
        value = answers.get(question.id)
        if question.kind is QuestionKind.AGENCY and value:
            codes.add(str(value))
        elif question.kind is QuestionKind.AGENCY_LIST:
            codes |= set(value or ())
    agencies = db.session.scalars(select(Agency).where(Agency.code.in_(codes)))
    return {agency.code: agency.name(language) for agency in agencies}

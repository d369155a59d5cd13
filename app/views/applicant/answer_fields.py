"""The questions of a document as form fields: what a stored answer looks like in its field, and the way back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from wtforms.fields.choices import Choice

from app.models import Agency, Evidence
from app.queries.agency_choices import agency_among
from app.thai import grapheme_count, thai_date
from rubrics.scales import KpiExample
from workflows.document import Question, QuestionKind
from workflows.document.gaps import blank_cells, is_blank

KNOWN_BY_SYSTEM = "submitting_agency"
"""The one answer nobody types: the system knows who applies."""
CONTACT_PARTS = ("name", "phone", "email")
INDICATOR_PARTS = ("example", "title", "unit", "direction", "target", "actual", "year_1", "year_2", "year_3", "source")
_CODE = re.compile(r"\(([^()]+)\)\s*$")


@dataclass(frozen=True)
class Label:
    """The words of a field, where the form macros look for them."""

    text: str


@dataclass(frozen=True)
class AnswerField:
    """One question with what stands in its field now; the form macros read it like a field of a form.

    `value` is the answer as the field shows it. `part_errors` are those of one cell of a table, by "row/column", rows
    from 0. `mine`, `theirs` and `who` are set where somebody else saved first. `pages` are those of the stored
    text in the report, 0 where they are not counted. `standing` are those of the errors that the stored answer itself
    has, whenever the page is opened.
    """

    question: Question
    language: str
    value: Any
    version: int = 0
    errors: tuple[str, ...] = ()
    standing: tuple[str, ...] = ()
    theirs: str | None = None
    mine: str = ""
    who: str = ""
    part_errors: Mapping[str, str] = field(default_factory=dict)
    files: tuple[Evidence, ...] = field(default=())
    examples: tuple[KpiExample, ...] = ()
    most_megabytes: int = 0
    pages: int = 0

    @property
    def id(self) -> str:
        """The id of the control; the error summary leads to it."""
        return self.question.id

    @property
    def name(self) -> str:
        """The name the value is sent under."""
        return self.question.id

    @property
    def label(self) -> Label:
        """The question in the page's language; in a self-assessment the item is named above it already."""
        if self.question.node_id is not None and self.question.kind is not QuestionKind.TICK:
            return Label(evidence_name(self.question.kind))
        return Label(self.question.title.in_language(self.language))

    @property
    def description(self) -> str:
        """The line of help beside the question."""
        return self.question.help.in_language(self.language) if self.question.help else ""

    @property
    def data(self) -> Any:
        """The value, by the name checkboxes know it by."""
        return self.value

    @property
    def used(self) -> int:
        """How many characters the text has, as a reader counts them."""
        return grapheme_count(self.value) if isinstance(self.value, str) else 0

    def _value(self) -> str:
        """The text of a one-line or many-line field; a checkbox sends "yes"."""
        if self.question.kind in (QuestionKind.YES_NO, QuestionKind.TICK):
            return "yes"
        return self.value if isinstance(self.value, str) else ""

    def iter_choices(self) -> Iterator[Choice]:
        """Yield code, words and whether it is chosen."""
        for choice in self.question.choices:
            yield Choice(choice.code, choice.title.in_language(self.language), choice.code in self.value, {})

    @property
    def columns(self) -> list[tuple[str, str]]:
        """The columns of a measures table: id and heading."""
        return [(column.id, column.title.in_language(self.language)) for column in self.question.columns]

    @property
    def rows(self) -> list[Mapping[str, str]]:
        """The rows of a table, with one more to fill in where there is room, and at least as many as are asked for."""
        given = list(self.value)
        least = max(len(given) + 1, self.question.min_rows)
        wanted = min(least, self.question.max_rows or least)
        return [*given, *({} for _ in range(wanted - len(given)))]

    @property
    def unfilled(self) -> frozenset[str]:
        """The empty cells of the rows somebody began, by "row/column", rows from 0."""
        if self.question.kind not in (QuestionKind.MEASURES, QuestionKind.INDICATORS):
            return frozenset()
        return frozenset(
            f"{place}/{name}"
            for place, row in enumerate(self.value)
            if any(value for part, value in row.items() if part != "direction")
            for name in blank_cells(self.question, row)
        )


@dataclass(frozen=True)
class Registry:
    """Agencies by code, as fields show them: name and code."""

    agencies: Sequence[Agency]
    language: str

    def shown(self, code: str) -> str:
        """Write an agency as "name (code)", or the code alone where the registry has none."""
        return self._by_code.get(code, code)

    def code_of(self, sent: object) -> str:
        """Return the code of the agency somebody wrote: as "name (code)", its code, or a name that only one has.

        What means no active agency is returned as it was written, for the use case to refuse or to know.
        """
        text = sent.strip() if isinstance(sent, str) else ""
        meant = agency_among(text, self.agencies) if text else None
        if meant is not None:
            return meant.code
        found = _CODE.search(text)
        return found[1].strip() if found else text

    @property
    def options(self) -> list[str]:
        """Every agency as it is written."""
        return list(self._by_code.values())

    @property
    def _by_code(self) -> dict[str, str]:
        return {agency.code: f"{agency.name(self.language)} ({agency.code})" for agency in self.agencies}


def evidence_name(kind: QuestionKind) -> str:
    """Name what a self-assessment item asks for beside its checkpoints."""
    if kind is QuestionKind.FILE:
        return _("Evidence file")
    return _("Indicators") if kind is QuestionKind.INDICATORS else _("Explanation")


def shown_value(question: Question, stored: Any, registry: Registry) -> Any:
    """Return a stored answer as its field shows it; an answer never given as an empty field."""
    return _SHOW.get(question.kind, _show_text)(question, stored, registry)


def typed_value(question: Question, sent: object, registry: Registry) -> object:
    """Turn what a field sends into what a use case reads: names of agencies into their codes."""
    if question.kind is QuestionKind.AGENCY:
        return registry.code_of(sent)
    if question.kind is QuestionKind.AGENCY_LIST and isinstance(sent, list):
        return [code for code in (registry.code_of(_agency_of(row)) for row in sent) if code]
    return sent


def read_form(question: Question, form: MultiDict[str, str]) -> object:
    """Read one question from a form sent without a script."""
    match question.kind:
        case QuestionKind.YES_NO | QuestionKind.TICK:
            return question.id in form
        case QuestionKind.CHOICE:
            return form.getlist(question.id)
        case QuestionKind.CONTACT:
            return {part: form.get(f"{question.id}/{part}", "") for part in CONTACT_PARTS}
        case QuestionKind.MEASURES:
            return _rows_in(form, question.id, [column.id for column in question.columns])
        case QuestionKind.INDICATORS:
            return _rows_in(form, question.id, INDICATOR_PARTS)
        case QuestionKind.AGENCY_LIST:
            return _rows_in(form, question.id, ("agency",))
    return form.get(question.id, "")


def _rows_in(form: MultiDict[str, str], name: str, parts: Sequence[str]) -> list[dict[str, str]]:
    numbers = {key.split("/")[1] for key in form if key.startswith(f"{name}/") and key.count("/") == 2}
    places = sorted(int(number) for number in numbers if number.isdecimal())
    return [{part: form.get(f"{name}/{place}/{part}", "") for part in parts} for place in places]


def _agency_of(row: object) -> object:
    return row.get("agency", "") if isinstance(row, Mapping) else row


def _show_text(_question: Question, stored: Any, _registry: Registry) -> str:
    return "" if stored is None else str(stored)


def _show_date(_question: Question, stored: Any, registry: Registry) -> str:
    return thai_date(date.fromisoformat(stored), registry.language, "long") if stored else ""


def _show_money(_question: Question, stored: Any, _registry: Registry) -> str:
    return f"{Decimal(stored):,f}" if stored else ""


def _show_agency(_question: Question, stored: Any, registry: Registry) -> str:
    return registry.shown(stored) if stored else ""


def _show_agencies(_question: Question, stored: Any, registry: Registry) -> list[dict[str, str]]:
    return [{"agency": registry.shown(code)} for code in stored or ()]


def _show_contact(_question: Question, stored: Any, _registry: Registry) -> dict[str, str]:
    return {part: str((stored or {}).get(part, "")) for part in CONTACT_PARTS}


def _show_yes(_question: Question, stored: Any, _registry: Registry) -> bool:
    return stored is True


def _show_list(_question: Question, stored: Any, _registry: Registry) -> list[Any]:
    return list(stored or ())


_SHOW: Mapping[QuestionKind, Callable[[Question, Any, Registry], Any]] = {
    QuestionKind.DATE: _show_date,
    QuestionKind.MONEY: _show_money,
    QuestionKind.AGENCY: _show_agency,
    QuestionKind.AGENCY_LIST: _show_agencies,
    QuestionKind.CONTACT: _show_contact,
    QuestionKind.YES_NO: _show_yes,
    QuestionKind.TICK: _show_yes,
    QuestionKind.CHOICE: _show_list,
    QuestionKind.MEASURES: _show_list,
    QuestionKind.INDICATORS: _show_list,
}


def in_words(question: Question, stored: Any, registry: Registry) -> str:
    """Write an answer as text, for comparing two versions of it."""
    if is_blank(stored):
        return ""
    match question.kind:
        case QuestionKind.CHOICE:
            titles = {choice.code: choice.title.in_language(registry.language) for choice in question.choices}
            return "\n".join(titles.get(code, code) for code in stored)
        case QuestionKind.AGENCY_LIST:
            return "\n".join(registry.shown(code) for code in stored)
        case QuestionKind.CONTACT:
            return "\n".join(stored[part] for part in CONTACT_PARTS if stored.get(part))
        case QuestionKind.MEASURES | QuestionKind.INDICATORS:
            return "\n".join(" · ".join(str(value) for value in row.values() if value) for row in stored)
    return str(shown_value(question, stored, registry))

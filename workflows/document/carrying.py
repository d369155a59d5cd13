"""What of an earlier document goes on in a later one: mapped by the ids of questions, whatever edition asked them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from rubrics.strict import Text
from workflows.document.gaps import is_blank
from workflows.document.questions import Question, QuestionKind

KNOWN_BY_SYSTEM = "submitting_agency"
SAID_ANEW = (KNOWN_BY_SYSTEM, "declaration")
"""What each document says for itself: who applies, and that its facts are true."""
_YEARS = ("actual", "year_1", "year_2", "year_3")
_OF_ITS_YEAR = ("target", *_YEARS)


class WhyLeftOut(StrEnum):
    """Why an answer of the earlier document does not go on."""

    GONE = "gone"
    OTHER_KIND = "other_kind"
    CHOICE_GONE = "choice_gone"
    COLUMN_GONE = "column_gone"


@dataclass(frozen=True)
class LeftOut:
    """An answer, or a part of one, that the later criteria have no place for."""

    field: str
    title: Text
    why: WhyLeftOut
    node_id: str | None = None


@dataclass(frozen=True)
class Carried:
    """The answers that go on, in the later document's shape; the fields whose files go on; and what is left out."""

    answers: Mapping[str, Any]
    file_fields: frozenset[str]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True)
class Rewording:
    """A question that kept its id and says something else now."""

    question: Question
    before: Text


@dataclass(frozen=True)
class EditionChange:
    """What a later edition asks otherwise: new questions, questions that are gone, and reworded ones."""

    added: tuple[Question, ...]
    dropped: tuple[Question, ...]
    reworded: tuple[Rewording, ...]


def carry(
    old: Mapping[str, Question],
    new: Mapping[str, Question],
    answers: Mapping[str, Any],
    files: Iterable[str],
    *,
    years: int,
) -> Carried:
    """Return what of the earlier answers goes on where the questions are `new`.

    `old` and `new` are the questions of both documents by id, `files` the fields that have files. `years` (from 0 up)
    is how many years lie between the two: the results of an indicator move back by as many, and the target of another
    year is left to be set anew.
    """
    kept: dict[str, Any] = {}
    left_out: list[LeftOut] = []
    for field, value in answers.items():
        question = old.get(field)
        if question is None or field in SAID_ANEW or is_blank(value):
            continue
        why = _why_not(question, new.get(field))
        if why is not None:
            left_out.append(_left_out(question, why))
            continue
        carried, lost = _CARRIERS.get(question.kind, _as_it_is)(new[field], value, years)
        left_out += [_left_out(question, reason) for reason in lost]
        if not is_blank(carried):
            kept[field] = carried
    wanted = [field for field in files if field in old]
    left_out += [_left_out(old[field], why) for field in wanted if (why := _why_not(old[field], new.get(field)))]
    file_fields = frozenset(field for field in wanted if _why_not(old[field], new.get(field)) is None)
    return Carried(kept, file_fields, tuple(left_out))


def edition_change(old: Mapping[str, Question], new: Mapping[str, Question]) -> EditionChange:
    """Return what the later edition adds, drops and rewords, in the order of each document."""
    return EditionChange(
        added=tuple(question for field, question in new.items() if field not in old),
        dropped=tuple(question for field, question in old.items() if field not in new),
        reworded=tuple(
            Rewording(question, old[field].title)
            for field, question in new.items()
            if field in old and old[field].title != question.title
        ),
    )


def _why_not(question: Question, later: Question | None) -> WhyLeftOut | None:
    if later is None:
        return WhyLeftOut.GONE
    return None if later.kind is question.kind else WhyLeftOut.OTHER_KIND


def _left_out(question: Question, why: WhyLeftOut) -> LeftOut:
    return LeftOut(question.id, question.title, why, question.node_id)


Taken = tuple[Any, tuple[WhyLeftOut, ...]]


def _as_it_is(_question: Question, value: Any, _years: int) -> Taken:
    return value, ()


def _choices(question: Question, value: Any, _years: int) -> Taken:
    known = {choice.code for choice in question.choices}
    kept = [code for code in value if code in known]
    return kept, (WhyLeftOut.CHOICE_GONE,) if len(kept) < len(value) else ()


def _measures(question: Question, value: Any, _years: int) -> Taken:
    known = [column.id for column in question.columns]
    rows = [{name: row.get(name, "") for name in known} for row in value]
    lost = any(text and name not in known for row in value for name, text in row.items())
    return [row for row in rows if any(row.values())], (WhyLeftOut.COLUMN_GONE,) if lost else ()


def _indicators(_question: Question, value: Any, years: int) -> Taken:
    """A year later the result of then is the result of one year before."""
    return [dict(row) | (_moved(row, years) if years else {}) for row in value], ()


def _moved(row: Mapping[str, Any], years: int) -> dict[str, str]:
    then = [str(row.get(name, "")) for name in _YEARS]
    moved = ([""] * years + then)[: len(_YEARS)]
    return dict.fromkeys(_OF_ITS_YEAR, "") | dict(zip(_YEARS, moved, strict=True))


_CARRIERS: Mapping[QuestionKind, Callable[[Question, Any, int], Taken]] = {
    QuestionKind.CHOICE: _choices,
    QuestionKind.MEASURES: _measures,
    QuestionKind.INDICATORS: _indicators,
}

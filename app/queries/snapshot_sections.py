"""The written texts of a snapshot, folded for comparison, without what the criteria and their forms say themselves."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.models import Snapshot
from app.queries.criteria import rubric_of
from rubrics import load_rubric
from rubrics.likeness import likeness_rules
from rubrics.strict import Strict, Text
from workflows.document import QuestionKind, parts
from workflows.likeness import Folded, fold, shingles, without


@dataclass(frozen=True)
class WrittenText:
    """One long answer: the field, what its question is called, what was written, and that folded."""

    field: str
    title: Text
    text: str
    folded: Folded


def written_texts(snapshot: Snapshot) -> Iterator[WrittenText]:
    """Yield every long text of the snapshot that is long enough to compare, in the order of the document."""
    rubric, rules = rubric_of(snapshot.application.programme), likeness_rules()
    answers: Mapping[str, object] = json.loads(snapshot.content)["answers"]
    for part in parts(rubric, snapshot.phase):
        for question in part.questions:
            text = answers.get(question.id)
            if question.kind is QuestionKind.LONG_TEXT and isinstance(text, str):
                folded = fold(text)
                if folded.length >= rules.least_text:
                    own = without(folded, _of_the_criteria(rubric.full_id, rules.shingle), rules.shingle)
                    yield WrittenText(question.id, question.title, text, own)


@functools.lru_cache(maxsize=32)
def _of_the_criteria(rubric_id: str, length: int) -> frozenset[str]:
    """What the forms, the guidance and the criteria of an edition say, in either language."""
    return shingles(_texts_in(load_rubric(rubric_id)), length)


def _texts_in(value: object) -> Iterator[str]:
    if isinstance(value, Text):
        yield value.th
        yield value.en
    elif isinstance(value, Strict):
        for name in type(value).model_fields:
            yield from _texts_in(getattr(value, name))
    elif isinstance(value, tuple):
        for each in value:
            yield from _texts_in(each)
    elif isinstance(value, Mapping):
        yield from _texts_in(tuple(value.values()))

"""A snapshot as people read it: every part with its questions, answers and files, frozen as handed in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.models import Snapshot
from rubrics.model import Rubric
from workflows.document import Part, Question, QuestionKind, parts
from workflows.document.gaps import is_blank


@dataclass(frozen=True)
class FrozenAnswer:
    """One question with the answer and the files it was handed in with."""

    question: Question
    value: Any
    files: tuple[Mapping[str, Any], ...]

    @property
    def is_blank(self) -> bool:
        """Say whether nothing was answered."""
        return is_blank(self.value)


@dataclass(frozen=True)
class FrozenPart:
    """One page of the document as handed in; unticked checkpoints and unused questions are left out."""

    part: Part
    answers: tuple[FrozenAnswer, ...]


def frozen_parts(rubric: Rubric, snapshot: Snapshot) -> list[FrozenPart]:
    """Return every part of the snapshot."""
    content = json.loads(snapshot.content)
    return [_frozen(part, content["answers"], content["files"]) for part in parts(rubric, snapshot.phase)]


def _frozen(part: Part, answers: Mapping[str, Any], files: Mapping[str, list[Mapping[str, Any]]]) -> FrozenPart:
    shown = []
    for question in part.questions:
        answer = FrozenAnswer(question, answers.get(question.id), tuple(files.get(question.id, ())))
        is_unused = question.node_id is not None and answer.is_blank and not answer.files
        if not is_unused and not (question.kind is QuestionKind.FILE and not answer.files):
            shown.append(answer)
    return FrozenPart(part, tuple(shown))

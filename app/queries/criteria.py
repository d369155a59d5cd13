"""The rubric a programme is pinned to, and what of it staff have confirmed."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from types import MappingProxyType

from app.models import Application, Programme
from rubrics import load_rubric
from rubrics.model import Rubric
from workflows.application import Phase
from workflows.document import Part, Question, parts, questions


class PinnedRubricChanged(Exception):
    """The file of a pinned edition has other bytes than when the programme opened."""


def rubric_of(programme: Programme) -> Rubric:
    """Return the rubric the programme opened with; raise PinnedRubricChanged if the file was edited since."""
    rubric = load_rubric(programme.rubric_id)
    if rubric.sha256 != programme.rubric_sha256:
        raise PinnedRubricChanged(
            f"The criteria {programme.rubric_id} were changed after the programme opened: "
            f"it is pinned to {programme.rubric_sha256[:12]}, the file has {rubric.sha256[:12]}. "
            "Restore the file, or publish the change as a new edition."
        )
    return rubric


def document_parts(application: Application) -> tuple[Part, ...]:
    """Return the pages of the document the application is at."""
    return parts(rubric_of(application.programme), application.phase)


def document_questions(application: Application) -> Mapping[str, Question]:
    """Return the questions of the document the application is at, by id."""
    rubric_of(application.programme)
    return _questions(application.programme.rubric_id, application.phase)


@functools.lru_cache(maxsize=64)
def _questions(rubric_id: str, phase: Phase) -> Mapping[str, Question]:
    return MappingProxyType(dict(questions(load_rubric(rubric_id), phase)))


def confirmed_paths(programme: Programme) -> frozenset[str]:
    """Return the paths of numbers that staff confirmed as official for this programme."""
    return frozenset(confirmation.path for confirmation in programme.confirmations)

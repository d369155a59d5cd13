"""The rubric a programme is pinned to, and what of it staff have confirmed."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import TypeAlias

from app.models import Application, Programme
from rubrics import load_rubric
from rubrics.model import Rubric
from rubrics.scales import RampRange
from rubrics.strict import Text
from workflows.application import Phase
from workflows.document import Part, Question, parts, questions


class PinnedRubricChanged(Exception):
    """The file of a pinned edition has other bytes than when the programme opened."""


RANGES = "ranges"
"""Where a programme's rules keep the ranges an officer set, by indicator."""
RangesKey: TypeAlias = tuple[tuple[str, Decimal, Decimal], ...]


def rubric_of(programme: Programme) -> Rubric:
    """Return the rubric the programme opened with, with the ranges an officer set for its indicators.

    Raises PinnedRubricChanged if the file was edited since.
    """
    rubric = load_rubric(programme.rubric_id)
    if rubric.sha256 != programme.rubric_sha256:
        raise PinnedRubricChanged(
            f"The criteria {programme.rubric_id} were changed after the programme opened: "
            f"it is pinned to {programme.rubric_sha256[:12]}, the file has {rubric.sha256[:12]}. "
            "Restore the file, or publish the change as a new edition."
        )
    return with_ranges(programme.rubric_id, ranges_key(programme))


def ranges_key(programme: Programme) -> RangesKey:
    """Return the ranges an officer set, as what tells scores by them from scores by others."""
    stored = programme.rules.get(RANGES, {})
    return tuple((each, Decimal(stored[each]["floor"]), Decimal(stored[each]["ceiling"])) for each in sorted(stored))


@functools.lru_cache(maxsize=64)
def with_ranges(rubric_id: str, ranges: RangesKey) -> Rubric:
    """Return a published rubric with these ranges; the same object for the same ranges."""
    rubric = load_rubric(rubric_id)
    if not ranges:
        return rubric
    return rubric.with_ranges({each: RampRange(floor=floor, ceiling=ceiling) for each, floor, ceiling in ranges})


def document_parts(application: Application) -> tuple[Part, ...]:
    """Return the pages of the document the application is at."""
    rubric_of(application.programme)
    return _parts(application.programme.rubric_id, application.phase)


def part_titles(application: Application) -> Mapping[str, Text]:
    """Return what the pages are called of every document the application ever is at, by id."""
    rubric_of(application.programme)
    pages = (page for phase in Phase for page in _parts(application.programme.rubric_id, phase))
    return {page.id: page.title for page in pages}


@functools.lru_cache(maxsize=64)
def _parts(rubric_id: str, phase: Phase) -> tuple[Part, ...]:
    return parts(load_rubric(rubric_id), phase)


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

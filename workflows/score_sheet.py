"""When a score sheet may be handed in: everything judged, and the comments the criteria ask for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

from rubrics.model import Method, Rubric
from workflows.errors import Obstacle
from workflows.scoring.totals import Scores


class Entry(Protocol):
    """What an assessor said of one node."""

    cannot_judge: bool
    strengths: str
    opportunities: str


def sheet_obstacles(rubric: Rubric, entries: Mapping[str, Entry], scores: Scores) -> list[Obstacle]:
    """Return what is still missing from a sheet, by node id.

    Every leaf is scored, except one the assessor cannot judge; comments are counted per item or per sheet as the
    comment rules of the rubric edition say. Source: comment rules of the edition.
    """
    return [*_unscored(rubric, entries, scores), *_comments(rubric, entries)]


def _unscored(rubric: Rubric, entries: Mapping[str, Entry], scores: Scores) -> Iterator[Obstacle]:
    for leaf in rubric.leaves:
        entry = entries.get(leaf.id)
        is_excused = entry is not None and entry.cannot_judge
        is_said = entry is not None if rubric.method is Method.LEVEL_CHECKLIST and leaf.levels else None
        if not is_excused and (leaf.id in scores.unscored or is_said is False):
            number = leaf.number or leaf.id
            yield Obstacle("Score %(node)s, or say that it cannot be judged", {"node": number}, field=leaf.id)


def _comments(rubric: Rubric, entries: Mapping[str, Entry]) -> Iterator[Obstacle]:
    rules = rubric.comment_rules
    if rules is None:
        return
    if rules.per == "item":
        for leaf in rubric.leaves:
            entry = entries.get(leaf.id)
            if entry is not None and not entry.cannot_judge:
                yield from _counted([entry], rules.strengths_min, rules.ofi_min, leaf.number or leaf.id, leaf.id)
    else:
        yield from _counted(list(entries.values()), rules.strengths_min, rules.ofi_min, "", None)


def _counted(
    entries: list[Entry], strengths_min: int, opportunities_min: int, place: str, field: str | None
) -> Iterator[Obstacle]:
    strengths = strengths_min - sum(1 for entry in entries if entry.strengths.strip())
    if strengths > 0:
        params = {"count": strengths, "place": place}
        yield Obstacle("Strengths still to write: %(count)s %(place)s", params, field)
    opportunities = opportunities_min - sum(1 for entry in entries if entry.opportunities.strip())
    if opportunities > 0:
        params = {"count": opportunities, "place": place}
        yield Obstacle("Opportunities for improvement still to write: %(count)s %(place)s", params, field)

"""When a score sheet may be handed in: everything judged, and the comments the criteria ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Protocol

from rubrics.model import Rubric
from workflows.errors import Obstacle
from workflows.scoring.totals import Scores


class Entry(Protocol):
    """What an assessor said of one node."""

    cannot_judge: bool
    strengths: str
    opportunities: str

    @property
    def value(self) -> Mapping[str, Any]:
        """The judgement as it is stored; empty while there is none."""
        ...


def is_judged(entry: Entry) -> bool:
    """Say whether the assessor judged this node, or said that it cannot be judged; a comment alone is no judgement.

    Ticking none of an item's checkpoints is a judgement once it was saved; a percent left open is none.
    Source: score sheet of the edition, every leaf is scored or excused.
    """
    value = entry.value
    return entry.cannot_judge or value.get("percent") not in (None, "") or "ticks" in value or bool(value.get("kpis"))


def sheet_obstacles(
    rubric: Rubric, entries: Mapping[str, Entry], scores: Scores, length: Callable[[str], int]
) -> list[Obstacle]:
    """Return what is still missing from a sheet, by node id.

    Every leaf is scored, except one the assessor cannot judge; comments are counted per item or per sheet as the
    comment rules of the rubric edition say, and none is longer than they allow. `length` counts grapheme clusters.
    Source: comment rules of the edition.
    """
    return [*_unscored(rubric, entries, scores), *_comments(rubric, entries), *_too_long(rubric, entries, length)]


def longest_comment(rubric: Rubric) -> int | None:
    """Return how many grapheme clusters a strength, an opportunity or a suggestion may have; None without a limit."""
    return rubric.comment_rules.max_graphemes if rubric.comment_rules else None


def _too_long(rubric: Rubric, entries: Mapping[str, Entry], length: Callable[[str], int]) -> Iterator[Obstacle]:
    limit = longest_comment(rubric)
    for leaf in rubric.leaves:
        entry = entries.get(leaf.id)
        if limit is None or entry is None:
            continue
        said = (entry.strengths, entry.opportunities, *entry.value.get("suggestions", {}).values())
        over = sum(max(0, length(text) - limit) for text in said)
        if over:
            params = {"node": leaf.number or leaf.id, "count": over}
            yield Obstacle("Shorten the comments on %(node)s by %(count)s characters", params, leaf.id)


def _unscored(rubric: Rubric, entries: Mapping[str, Entry], scores: Scores) -> Iterator[Obstacle]:
    for leaf in rubric.leaves:
        entry = entries.get(leaf.id)
        is_excused = entry is not None and entry.cannot_judge
        if not is_excused and (entry is None or not is_judged(entry) or leaf.id in scores.unscored):
            yield Obstacle(
                "Score %(node)s, or say that it cannot be judged", {"node": leaf.number or leaf.id}, field=leaf.id
            )


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

"""Whether the assessors of each programme form one chain of shared applications, and swaps that join islands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from workflows.assignment.instance import Instance
from workflows.assignment.seating import Seating

JOIN_STEPS = 40
MINE_TRIED = 20
OTHERS_TRIED = 300


def islands(instance: Instance, panels: Sequence[Sequence[int]]) -> dict[int, list[frozenset[int]]]:
    """Return for each programme whose assessors share no one chain its groups of assessors that do, by least number."""
    found: dict[int, list[frozenset[int]]] = {}
    for programme in sorted({*instance.programme, *(number for number, _panel in instance.anchor_panels)}):
        groups = _groups(_panels_of(instance, panels, programme))
        if len(groups) > 1:
            found[programme] = groups
    return found


def island_names(instance: Instance, panels: Sequence[Sequence[int]]) -> tuple[tuple[str, ...], ...]:
    """Return the ids of the assessors of every island, programme after programme."""
    return tuple(
        tuple(sorted(instance.assessors[s].id for s in group))
        for groups in islands(instance, panels).values()
        for group in groups
    )


def join_islands(seating: Seating) -> None:
    """Swap assessors between islands, the cheapest swap that leaves fewer islands first, as long as there is one."""
    for _step in range(JOIN_STEPS):
        apart = islands(seating.instance, seating.panels)
        if not apart or not any(_join_one(seating, programme, groups) for programme, groups in apart.items()):
            return


def _panels_of(instance: Instance, panels: Sequence[Sequence[int]], programme: int) -> list[Sequence[int]]:
    own = [panel for panel, number in zip(panels, instance.programme, strict=True) if number == programme]
    return own + [panel for number, panel in instance.anchor_panels if number == programme]


def _groups(panels: list[Sequence[int]]) -> list[frozenset[int]]:
    """Return the groups of assessors joined by panels."""
    head: dict[int, int] = {}

    def find(s: int) -> int:
        while head.setdefault(s, s) != s:
            head[s] = head[head[s]]
            s = head[s]
        return s

    for panel in panels:
        for s in panel:
            head[find(s)] = find(panel[0])
    members: dict[int, set[int]] = {}
    for s in head:
        members.setdefault(find(s), set()).add(s)
    return sorted((frozenset(group) for group in members.values()), key=min)


def _join_one(seating: Seating, programme: int, groups: list[frozenset[int]]) -> bool:
    """Apply the cheapest swap of the smallest island with the others that leaves fewer islands; say if there is one."""
    instance = seating.instance
    island = min(groups, key=lambda group: (len(group), min(group)))
    here = [a for a, number in enumerate(instance.programme) if number == programme]
    mine = [a for a in here if seating.panels[a][0] in island]
    others = [a for a in here if seating.panels[a][0] not in island]
    swaps = sorted(_swaps(seating, mine[:MINE_TRIED], others[:OTHERS_TRIED]))
    for _price, a, u, b, v in swaps:
        panels = list(seating.panels)
        panels[a], panels[b] = _swapped(panels[a], u, v), _swapped(panels[b], v, u)
        if len(_groups(_panels_of(instance, panels, programme))) < len(groups):
            seating.reseat(a, panels[a])
            seating.reseat(b, panels[b])
            return True
    return False


def _swaps(seating: Seating, mine: list[int], others: list[int]) -> Iterator[tuple[int, int, int, int, int]]:
    """Yield the price, application, assessor, application and assessor of every swap that the rules allow."""
    for a, b in product(mine, others):
        now = seating.price_of(a, seating.panels[a]) + seating.price_of(b, seating.panels[b])
        for u, v in product(seating.panels[a], seating.panels[b]):
            if v in seating.panels[a] or u in seating.panels[b]:
                continue
            first, second = _swapped(seating.panels[a], u, v), _swapped(seating.panels[b], v, u)
            if _is_open(seating, a, first, v) and _is_open(seating, b, second, u):
                yield seating.price_of(a, first) + seating.price_of(b, second) - now, a, u, b, v


def _is_open(seating: Seating, application: int, panel: list[int], newcomer: int) -> bool:
    return newcomer in seating.instance.candidates[application] and seating.is_allowed(application, panel)


def _swapped(panel: Sequence[int], leaving: int, coming: int) -> list[int]:
    return [coming if s == leaving else s for s in panel]

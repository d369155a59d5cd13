"""Proofs by counting that there is no plan, for problems too large to be solved to the end.

Each takes little time whatever the size, and names a minimal set of rules that block each other. What counting does
not see is left to the search and the exact model.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from workflows.assignment.blocking import blocks_of, explain_impossible, minimal
from workflows.assignment.figures import best_panel
from workflows.assignment.instance import Instance, Panels
from workflows.assignment.model import Optimise
from workflows.assignment.problem import Application, Infeasible, Relaxation, Rule
from workflows.assignment.rules import Clause, rule_book
from workflows.assignment.supply import SupplyAndDemand
from workflows.errors import N_, Obstacle

MENDED = 10


def obvious_block(instance: Instance, optimise: Optimise) -> Infeasible | None:
    """Return why there is no plan, where one application, one assessor or a sum is enough to see it."""
    return (
        _impossible_panels(instance, optimise)
        or next(_overfull(instance), None)
        or next(_underfed(instance), None)
        or _shortage(instance, instance.applications, Rule.PANEL_SIZE)
        or (_shortage(instance, instance.applications, Rule.NEED_LEAD) if instance.problem.need_lead else None)
        or _surplus(instance)
    )


def crowded_out(instance: Instance, panels: Panels) -> Infeasible | None:
    """Return why seats stay empty in `panels`, where the applications in want and their candidates explain it alone.

    From an application with an empty seat over its candidates to the applications these serve, and so on: if all the
    assessors met are at their most, the applications met ask for more than all of them can give.
    """
    loads = instance.loads(panels)
    wanting = [a for a, panel in enumerate(panels) if len(panel) < instance.sizes[a]]
    met = set(wanting)
    full = {s for s, load in enumerate(loads) if load >= instance.most[s]}
    while wanting:
        reached = full.intersection(instance.candidates[wanting.pop()])
        full -= reached
        fresh = [a for a, panel in enumerate(panels) if a not in met and reached.intersection(panel)]
        met.update(fresh)
        wanting += fresh
    return _shortage(instance, [instance.applications[a] for a in sorted(met)], Rule.PANEL_SIZE)


def _impossible_panels(instance: Instance, optimise: Optimise) -> Infeasible | None:
    """Explain the first application that can have no panel even if nobody else wanted its assessors; mend them all.

    Where there are very many such applications, only the first is mended: the cause is one for all.
    """
    seatless = [a for a in range(len(instance.sizes)) if not _can_be_seated(instance, a)]
    if not seatless:
        return None
    found = [_alone(instance, a, optimise) for a in (seatless if len(seatless) <= MENDED else seatless[:1])]
    if len(found) == 1:
        return found[0]
    cheapest = [blocked.relaxations[0] for blocked in found if blocked.relaxations]
    steps = tuple(step for relaxation in cheapest for step in relaxation.steps)
    return Infeasible(found[0].blocking, (Relaxation(steps, sum(relaxation.cost for relaxation in cheapest)),))


def _can_be_seated(instance: Instance, application: int) -> bool:
    locked = instance.locked[application]
    if any(other in instance.peers[one] for one in locked for other in locked if one != other):
        return False
    is_open = locked.issubset(instance.candidates[application])
    return is_open and best_panel(instance, application, instance.value[application]) is not None


def _alone(instance: Instance, application: int, optimise: Optimise) -> Infeasible:
    problem, own = instance.problem, instance.applications[application]
    alone = replace(
        problem,
        applications=(own,),
        assessors=tuple(replace(person, min=0, max=1) for person in problem.assessors),
        locked=frozenset(pair for pair in problem.locked if pair[0] == own.id),
        anchors=frozenset(),
    )
    return explain_impossible(rule_book(alone), optimise)


def _overfull(instance: Instance) -> Iterator[Infeasible]:
    """Explain assessors whose anchors and locked pairs are more than their most."""
    for s, person in enumerate(instance.assessors):
        anchors = [
            name for name, (_number, panel) in zip(instance.anchors, instance.anchor_panels, strict=True) if s in panel
        ]
        locked = [a.id for a, names in zip(instance.applications, instance.locked, strict=True) if s in names]
        over = len(anchors) + len(locked) - person.max
        if over > 0:
            fixed = [Clause(Rule.LOCKED, (a,), (person.id,)) for a in locked]
            fixed += [Clause(Rule.ANCHORS, (a,), (person.id,)) for a in anchors]
            blocks = blocks_of([Clause(Rule.MAX_LOAD, (), (person.id,)), *fixed[: person.max + 1]])
            params = {"assessor": person.id, "now": person.max, "then": person.max + over}
            step = Obstacle("raise the maximum load of %(assessor)s from %(now)s to %(then)s", params)
            yield Infeasible(blocks, (Relaxation((step,), over),))


def _underfed(instance: Instance) -> Iterator[Infeasible]:
    """Explain assessors whose least is more than the applications they have no conflict with."""
    everything = [application.id for application in instance.problem.applications]
    for person in instance.assessors:
        barred = sorted(a for a in everything if (a, person.id) in instance.problem.conflicts)
        over = person.min - (len(everything) - len(barred))
        if over > 0:
            needed = barred[: max(0, len(everything) - person.min + 1)]
            clauses = [Clause(Rule.CONFLICTS, (a,), (person.id,)) for a in needed]
            params = {"assessor": person.id, "now": person.min, "then": person.min - over}
            step = Obstacle("lower the minimum load of %(assessor)s from %(now)s to %(then)s", params)
            blocks = blocks_of([Clause(Rule.MIN_LOAD, (), (person.id,)), *clauses])
            yield Infeasible(blocks, (Relaxation((step,), over),))


def _shortage(instance: Instance, wanting: Sequence[Application], demand: Rule) -> Infeasible | None:
    """Explain applications that ask for more seats (or leads) than all assessors (or leads) can take on."""
    count = SupplyAndDemand(instance, demand)
    clauses = count.clauses(wanting)
    short = count.short(clauses)
    if short <= 0:
        return None
    needed = minimal(clauses, lambda part: count.short(part) > 0)
    return Infeasible(blocks_of(needed), tuple(_ways_out(count, needed, short)))


def _ways_out(count: SupplyAndDemand, needed: Sequence[Clause], short: int) -> Iterator[Relaxation]:
    """Say what would make up for what is missing, by each rule that could give way."""
    params = {"count": short}
    if count.short([clause for clause in needed if clause.rule is not Rule.MAX_LOAD]) <= 0:
        yield Relaxation(
            (Obstacle("raise the maximum loads of the assessors named by %(count)s in all", params),), short
        )
    if any(clause.rule is Rule.ONE_PER_GROUP for clause in needed):
        message = N_("let %(count)s seats of the panels named go to a second member of a group")
        yield Relaxation((Obstacle(message, params),), short)
    if count.demand is Rule.PANEL_SIZE:
        yield Relaxation((Obstacle("make the panels named smaller by %(count)s seats in all", params),), short)
    else:
        yield Relaxation((Obstacle("let %(count)s of the panels named do without a lead", params),), short)


def _surplus(instance: Instance) -> Infeasible | None:
    """Explain least loads that add up to more than all the seats."""
    least = {person.id: net for person, net in zip(instance.assessors, instance.least, strict=True) if net}
    sizes = {a.id: size for a, size in zip(instance.applications, instance.sizes, strict=True)}
    clauses = [
        *(Clause(Rule.MIN_LOAD, (), (name,)) for name in least),
        *(Clause(Rule.PANEL_SIZE, (name,)) for name in sizes),
    ]

    def over(part: Sequence[Clause]) -> int:
        fixed = {clause.applications[0] for clause in part if clause.rule is Rule.PANEL_SIZE}
        asked = sum(least[clause.assessors[0]] for clause in part if clause.rule is Rule.MIN_LOAD)
        return asked - sum(size if name in fixed else len(instance.assessors) for name, size in sizes.items())

    surplus = over(clauses)
    if surplus <= 0:
        return None
    needed = minimal(clauses, lambda part: over(part) > 0)
    step = Obstacle("lower the minimum loads of the assessors named by %(count)s in all", {"count": surplus})
    return Infeasible(blocks_of(needed), (Relaxation((step,), surplus),))

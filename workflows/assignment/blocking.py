"""Why there is no plan: a minimal set of rules that cannot hold together, and the cheapest ways out of it.

Clauses are left out one after the other as long as the rest still has no plan; what remains is minimal: without any
one of its clauses the others can hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from workflows.assignment.model import Optimise, Outcome, Row
from workflows.assignment.problem import Block, Infeasible, Relaxation, Rule
from workflows.assignment.rules import Clause, RuleBook
from workflows.errors import N_, Obstacle

_MERGED = (Rule.PANEL_SIZE, Rule.MAX_LOAD, Rule.MIN_LOAD, Rule.NEED_LEAD, Rule.ONE_PER_GROUP)


def explain_impossible(book: RuleBook, optimise: Optimise, *, coarse: bool = False) -> Infeasible:
    """Return the blocking set and the relaxations of a problem that is known to have no plan.

    `coarse`, for problems where each trial takes its time, stops at stretches of a sixteenth of the clauses and names
    one way out: the cheapest mix.
    """
    finest = len(book.clauses) // 16 if coarse else 1
    needed = minimal(book.clauses, lambda clauses: _has_no_plan(book, clauses, optimise), finest=max(1, finest))
    return Infeasible(blocks_of(needed), relaxations(book, optimise, only_mix=coarse))


def minimal(
    clauses: Sequence[Clause], is_impossible: Callable[[Sequence[Clause]], bool], *, finest: int = 1
) -> list[Clause]:
    """Return a minimal impossible part of an impossible set: tried without long stretches, then without single ones."""
    kept = list(clauses)
    stretch = len(kept)
    while stretch >= finest:
        start = 0
        while start < len(kept):
            rest = kept[:start] + kept[start + stretch :]
            if is_impossible(rest):
                kept = rest
            else:
                start += stretch
        stretch //= 2
    return kept


def _has_no_plan(book: RuleBook, clauses: Sequence[Clause], optimise: Optimise) -> bool:
    return optimise(book.model(clauses), ()).outcome is Outcome.IMPOSSIBLE


def blocks_of(clauses: Iterable[Clause]) -> tuple[Block, ...]:
    """Write clauses as an answer does: one entry a rule, but conflicts, locks and anchors one for each."""
    merged: dict[tuple[Rule, tuple[str, ...]], tuple[list[str], list[str]]] = {}
    for clause in clauses:
        own = () if clause.rule in _MERGED else (*clause.applications, *clause.assessors)
        applications, assessors = merged.setdefault((clause.rule, own), ([], []))
        applications += clause.applications
        assessors += clause.assessors
    order = list(Rule)
    return tuple(
        Block(rule, tuple(sorted(applications)), tuple(sorted(assessors)))
        for (rule, _own), (applications, assessors) in sorted(
            merged.items(), key=lambda entry: (order.index(entry[0][0]), entry[0][1])
        )
    )


def relaxations(book: RuleBook, optimise: Optimise, *, only_mix: bool = False) -> tuple[Relaxation, ...]:
    """Return the cheapest change by each rule that is enough alone, and the cheapest mix where it costs less."""
    bendable = [rule for rule in Rule if rule is not Rule.CONFLICTS]  # a conflict is never bent
    single = [] if only_mix else [_relaxed(book, {rule}, optimise) for rule in bendable]
    found = [relaxation for relaxation in single if relaxation is not None]
    mix = _relaxed(book, set(bendable), optimise)
    if mix is not None and all(mix.cost < relaxation.cost for relaxation in found):
        found.append(mix)
    return tuple(sorted(found, key=lambda relaxation: (relaxation.cost, relaxation.change)))


def _relaxed(book: RuleBook, bent: set[Rule], optimise: Optimise) -> Relaxation | None:
    """Return the cheapest change when only rules of `bent` may give way, or None where that is not enough."""
    if not any(clause.rule in bent for clause in book.clauses):
        return None
    model = book.model([])
    slacks: list[tuple[int, int, Clause, Row]] = []
    for clause in book.clauses:
        for row in clause.rows:
            bends = [model.column(0, None) for _side in _sides(row)] if clause.rule in bent else []
            slacks += [(bend, side, clause, row) for bend, side in zip(bends, _sides(row), strict=False)]
            given = dict(zip(bends, _sides(row), strict=False))
            model.rows.append(Row({**row.terms, **given}, row.lower, row.upper))
    model.objective = dict.fromkeys((bend for bend, *_rest in slacks), -1)
    values = optimise(model, ()).values
    if values is None:
        return None
    taken = [(side * values[bend], clause, row) for bend, side, clause, row in slacks if values[bend]]
    steps = tuple(_step(book, clause, row, by) for by, clause, row in taken)
    return Relaxation(steps, sum(abs(by) for by, _clause, _row in taken))


def _sides(row: Row) -> list[int]:
    """A row with a lower end can be helped from below, one with an upper end from above."""
    return [1] * (row.lower is not None) + [-1] * (row.upper is not None)


def _step(book: RuleBook, clause: Clause, row: Row, by: int) -> Obstacle:
    """Say the change in words; `by` is what is added to the row's sum: more than 0 where fewer will do."""
    names = sorted(pair[1] for pair, column in book.columns.items() if column in row.terms)
    now = row.upper if row.lower is None else row.lower
    params = {
        "application": "".join(clause.applications),
        "assessor": "".join(clause.assessors),
        "assessors": ", ".join(names),
        "now": now,
        "then": (now or 0) - by,
    }
    return Obstacle(_STEPS[clause.rule], params)


_STEPS = {
    Rule.MAX_LOAD: N_("raise the maximum load of %(assessor)s from %(now)s to %(then)s"),
    Rule.MIN_LOAD: N_("lower the minimum load of %(assessor)s from %(now)s to %(then)s"),
    Rule.PANEL_SIZE: N_("give %(application)s a panel of %(then)s instead of %(now)s"),
    Rule.NEED_LEAD: N_("let the panel of %(application)s do without a lead"),
    Rule.LOCKED: N_("unlock %(assessor)s from %(application)s"),
    Rule.ANCHORS: N_("let %(assessors)s leave out the anchor %(application)s"),
    Rule.ONE_PER_GROUP: N_("let %(then)s of %(assessors)s sit together on the panel of %(application)s"),
}

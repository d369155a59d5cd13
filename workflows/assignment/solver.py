"""Solves the assignment problem: to the end where it is small, by search with bounds where it is national."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from math import floor

import highspy

from workflows.assignment.blocking import explain_impossible
from workflows.assignment.chains import island_names, islands
from workflows.assignment.counting import crowded_out, obvious_block
from workflows.assignment.exact import ExactSolver, Proof
from workflows.assignment.figures import expertise_bound, kept_pairs
from workflows.assignment.goals import Goal, all_reached, as_figures, easy_bounds
from workflows.assignment.instance import Instance, Panels, instance_of
from workflows.assignment.model import Answer, Model, Optimise, Outcome
from workflows.assignment.problem import Infeasible, Plan, Problem, Status, Stop, Undecided, never
from workflows.assignment.rules import rule_book
from workflows.assignment.search import Search

SMALL = 2_000  # pairs up to which a problem is solved to the end
MODELLED = 100_000  # pairs up to which the exact model looks for a plan that the search did not find
NODE_LIMIT = 5_000


def solve(problem: Problem, *, stop: Stop = never) -> Plan | Infeasible:
    """Return a plan within all hard rules, or why there is none.

    The chain rule is kept where a chained plan is found; where there is none, or none was found, the islands are
    reported. Equal problems give equal answers, for runs end by counts of steps; `stop`, asked between steps, only ends
    a run that nobody waits for: the answer then says so. Raises Undecided if a large problem resists both search and
    proof, or is stopped before there is a plan. Source: the hard rules and objectives of assignment.
    """
    instance = instance_of(problem)
    optimise = partial(optimise_until, stop)
    if len(problem.applications) * len(problem.assessors) <= SMALL:
        answer = _solve_small(instance, optimise)
    else:
        answer = obvious_block(instance, optimise) or _solve_large(instance, optimise, stop)
    return replace(answer, is_stopped=True) if stop() and not _is_proved(answer) else answer


def _is_proved(answer: Plan | Infeasible) -> bool:
    """A plan that was proved best before the end came is what it would have been."""
    return isinstance(answer, Plan) and answer.status is Status.OPTIMAL


def _solve_small(instance: Instance, optimise: Optimise) -> Plan | Infeasible:
    some = ExactSolver(instance, optimise, connected=False).any_plan()
    if some.outcome is Outcome.IMPOSSIBLE:
        return explain_impossible(rule_book(instance.problem), optimise)
    if some.panels is None:
        raise Undecided
    chain = _chained(instance, Search(instance).finish(some.panels).panels, optimise)
    is_chained = chain.outcome is Outcome.SOLVED
    start = chain.panels or some.panels
    proof = ExactSolver(instance, optimise, connected=is_chained and instance.problem.connected).best_plan(start)
    is_proved = proof.outcome is Outcome.SOLVED and chain.outcome is not Outcome.STOPPED
    return _plan(instance, proof.panels or start, proof.bounds, is_proved=is_proved)


def _chained(instance: Instance, panels: Panels, optimise: Optimise) -> Proof:
    """Return a plan without islands (SOLVED); else `panels`, and whether it is proved that there is none."""
    if not instance.problem.connected or not islands(instance, panels):
        return Proof(Outcome.SOLVED, panels, {})
    proof = ExactSolver(instance, optimise, connected=True).any_plan()
    return proof if proof.outcome is Outcome.SOLVED else Proof(proof.outcome, panels, {})


def _solve_large(instance: Instance, optimise: Optimise, stop: Stop) -> Plan | Infeasible:
    search = Search(instance, stop)
    panels = search.begin()
    if not search.is_plan(panels):
        if stop():
            raise Undecided
        blocked = crowded_out(instance, panels)
        modelled = None if blocked else _modelled(instance, optimise)
        if modelled is None:
            return blocked or explain_impossible(rule_book(instance.problem), optimise, coarse=True)
        panels = modelled
    found = search.finish(panels)
    goals = all_reached(instance, found.panels)
    bounds = easy_bounds(instance)
    bound = expertise_bound(
        instance, found.prices, spread=-goals[Goal.LOAD_SPREAD], kept=kept_pairs(instance, found.panels)
    )
    bounds[Goal.EXPERTISE] = min(bounds[Goal.EXPERTISE], floor(bound * instance.scale))
    has_islands = instance.problem.connected and bool(islands(instance, found.panels))
    return _plan(instance, found.panels, bounds, is_proved=goals == bounds and not has_islands)


def _modelled(instance: Instance, optimise: Optimise) -> Panels | None:
    """Find a plan by the exact model, or None where it proves that there is none."""
    if len(instance.applications) * len(instance.assessors) > MODELLED:
        raise Undecided
    some = ExactSolver(instance, optimise, connected=False).any_plan()
    if some.panels is None and some.outcome is not Outcome.IMPOSSIBLE:
        raise Undecided
    return some.panels


def _plan(instance: Instance, panels: Panels, bounds: Mapping[Goal, int], *, is_proved: bool) -> Plan:
    return Plan(
        status=Status.OPTIMAL if is_proved else Status.FEASIBLE,
        pairs=instance.pairs(panels),
        objectives=as_figures(instance, all_reached(instance, panels)),
        bounds=as_figures(instance, bounds),
        islands=island_names(instance, panels) if instance.problem.connected else (),
    )


def optimise_until(stop: Stop, model: Model, start: Sequence[int] = ()) -> Answer:
    """Solve a model with HiGHS on one thread, ending by a count of nodes: equal models give equal answers."""
    if stop():
        return Answer(Outcome.STOPPED)
    if not model.lower:
        is_met = all((row.lower or 0) <= 0 and (row.upper is None or row.upper >= 0) for row in model.rows)
        return Answer(Outcome.SOLVED, (), 0) if is_met else Answer(Outcome.IMPOSSIBLE)
    highs = highspy.Highs()  # type: ignore[no-untyped-call]  # the one call that HiGHS ships without a type
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("random_seed", 1)
    highs.setOptionValue("mip_max_nodes", NODE_LIMIT)
    highs.setOptionValue("mip_rel_gap", 0.0)
    highs.setOptionValue("mip_abs_gap", 0.99)  # objectives are whole: less than 1 apart is equal
    highs.passModel(_as_highs(model))
    if start:
        known = highspy.HighsSolution()
        known.col_value = [float(value) for value in start]
        highs.setSolution(known)
    _end_when(highs, stop)
    highs.run()
    return _answer(highs)


def _end_when(highs: highspy.Highs, stop: Stop) -> None:
    """Let HiGHS ask between its nodes whether anybody still waits."""
    if stop is never:
        return

    def asked(event: highspy.HighsCallbackEvent) -> None:
        if event.data_in is not None:
            event.data_in.user_interrupt = stop()

    highs.cbMipInterrupt.subscribe(asked)


def _as_highs(model: Model) -> highspy.HighsLp:
    infinite = highspy.kHighsInf
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(model.lower), len(model.rows)
    lp.col_cost_ = [float(model.objective.get(column, 0)) for column in range(lp.num_col_)]
    lp.col_lower_ = [float(value) for value in model.lower]
    lp.col_upper_ = [infinite if value is None else float(value) for value in model.upper]
    lp.row_lower_ = [-infinite if row.lower is None else float(row.lower) for row in model.rows]
    lp.row_upper_ = [infinite if row.upper is None else float(row.upper) for row in model.rows]
    lp.integrality_ = [highspy.HighsVarType.kInteger] * lp.num_col_
    lp.sense_ = highspy.ObjSense.kMaximize
    starts, columns, values = [0], [], []
    for row in model.rows:
        columns += list(row.terms)
        values += [float(value) for value in row.terms.values()]
        starts.append(len(columns))
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = starts, columns, values
    return lp


def _answer(highs: highspy.Highs) -> Answer:
    status = highs.getModelStatus()
    if status in {highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible}:
        return Answer(Outcome.IMPOSSIBLE)
    facts = highs.getInfo()
    bound = floor(facts.mip_dual_bound + 1e-6) if abs(facts.mip_dual_bound) < highspy.kHighsInf else None
    values: tuple[int, ...] | None = None
    if facts.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
        values = tuple(round(value) for value in highs.getSolution().col_value)
    return Answer(Outcome.SOLVED if status == highspy.HighsModelStatus.kOptimal else Outcome.STOPPED, values, bound)

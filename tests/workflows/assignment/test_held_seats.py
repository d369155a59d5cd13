"""What assessors hold besides the problem counts in how evenly work lies on them."""

from __future__ import annotations

from workflows.assignment.problem import Application, Assessor, Mode, Plan, Problem, Status
from workflows.assignment.solver import solve


def test_a_seat_goes_to_whom_has_least_besides_where_all_else_is_equal() -> None:
    held = {"busiest": 6, "busy": 5, "idle": 0, "lead": 3, "member": 2}
    problem = Problem(
        panel_size=3,
        applications=(Application("a"),),
        assessors=tuple(Assessor(name, 0, 9, lead=name == "lead", held=count) for name, count in held.items()),
        mode=Mode.REPAIR,
        locked=frozenset({("a", "lead"), ("a", "member")}),
        previous=frozenset({("a", "lead"), ("a", "member")}),
        need_lead=True,
    )
    plan = solve(problem)
    assert isinstance(plan, Plan)
    assert plan.pairs == (("a", "idle"), ("a", "lead"), ("a", "member"))
    assert (plan.status, plan.objectives.load_spread, plan.bounds.load_spread) == (Status.OPTIMAL, 5, 5)

"""Second factors for tests: switched on as people do it, and the codes an app would show."""

from __future__ import annotations

from app.clock import now
from app.models import Person
from app.queries.second_factors import factor_of, secret_of
from app.services.second_factor import begin_second_factor, confirm_second_factor
from workflows.second_factor import code_of, time_step


def shown_code(person: Person, *, steps_on: int = 0) -> str:
    """Return what the person's app shows now, or some steps from now."""
    factor = factor_of(person)
    assert factor is not None
    return code_of(secret_of(factor), time_step(now()) + steps_on)


def next_code(person: Person) -> str:
    """Return a code that counts though the present one was used."""
    return shown_code(person, steps_on=1)


def switched_on(person: Person) -> list[str]:
    """Switch a person's second factor on by the present code; return the recovery codes."""
    begin_second_factor(actor=person)
    return confirm_second_factor(shown_code(person), actor=person)

"""How far an application has come on its road: the steps of the funnel, each with those that reached it."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.application import ApplicationState, Phase

S = ApplicationState
_BEFORE_PASSING = frozenset({S.SUBMITTED, S.SCREENING, S.SCREENED_OUT, S.WITHDRAWN, S.DISQUALIFIED})
_AT_THE_END = {S.SITE_VISIT: 0, S.COMMITTEE: 1, S.DECIDED: 2, S.ANNOUNCED: 3}


@dataclass(frozen=True)
class Standing:
    """Where an application stands. `rounds_before` counts the assessing stages before its present stage.

    `is_short` says that a seat of its panel is empty: then the panel is not complete, whatever it was before.
    """

    state: ApplicationState
    phase: Phase = Phase.ENTRY
    was_submitted: bool = True
    rounds_before: int = 0
    is_short: bool = False


def funnel_steps(rounds: int) -> tuple[str, ...]:
    """Name the steps of a road with so many rounds of assessment, in their order."""
    each = (f"{step}-{number}" for number in range(1, rounds + 1) for step in ("panel", "sheets", "agreed"))
    return ("received", "passed", *each, "committee", "decided", "announced")


def steps_reached(standing: Standing, rounds: int) -> int:
    """Return how many of the steps an application standing there has reached; 0 where it was never handed in.

    What left the round counts as received only: how far it had come is not what the round waits for.
    """
    state, through = standing.state, 2 + 3 * rounds
    if not standing.was_submitted:
        return 0
    if state in _AT_THE_END:
        return through + _AT_THE_END[state]
    if state in _BEFORE_PASSING or (standing.phase is Phase.ENTRY and state in {S.RETURNED, S.AWAITING_APPROVAL}):
        return 1
    into_round = {S.ASSESSMENT: 0 if standing.is_short else 1, S.CONSENSUS: 2, S.NOT_ADVANCED: 3}.get(state, 0)
    return min(2 + 3 * standing.rounds_before + into_round, through)

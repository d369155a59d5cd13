"""An announcement at a set time: when it may be set, and what stops it when the time has come."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime

from workflows.errors import Obstacle


def results_seal(outcomes: Mapping[str, str]) -> str:
    """Return the SHA-256 of the results looked at, by application code: what is announced is what was seen."""
    return hashlib.sha256("\n".join(f"{code} {outcomes[code]}" for code in sorted(outcomes)).encode()).hexdigest()


def scheduling_obstacles(*, due_at: datetime, at: datetime, decided: int, is_waiting: bool) -> list[Obstacle]:
    """Return what stands against setting a time: a past one, nothing decided, another one that already waits."""
    against = []
    if due_at <= at:
        against.append(Obstacle("Choose a time that is still to come", field="due_at"))
    if not decided:
        against.append(Obstacle("No application of this programme is decided yet"))
    if is_waiting:
        against.append(Obstacle("A time is set already; take it back first"))
    return against


def announcing_obstacles(*, seen: str, present: str, is_allowed: bool) -> list[Obstacle]:
    """Return what stops a set announcement at its time: other results than those seen, or an officer who left."""
    against = []
    if seen != present:
        against.append(Obstacle("The results have changed since the time was set"))
    if not is_allowed:
        against.append(Obstacle("Whoever set the time may no longer announce"))
    return against


def releasing_obstacles(
    *,
    has_own_results: bool,
    is_released: bool,
    accepts_entries: bool,
    standing: int,
    told: int,
    is_as_seen: bool,
) -> list[Obstacle]:
    """Return what stands against releasing a round. `standing` entries are before its gate, `told` have a result of it.

    One release tells everybody of the round: a result made later would be read by its agency before an officer saw it.
    """
    if not has_own_results:
        return [Obstacle("This round has no result of its own; it is made known with the announcement")]
    if is_released:
        return [Obstacle("The results of this round are released already")]
    against = []
    if accepts_entries:
        against.append(Obstacle("Entries may still be handed in for this programme"))
    if standing:
        params = {"count": standing}
        against.append(Obstacle("Entries that have not come to the result of this round: %(count)s", params))
    if not told:
        against.append(Obstacle("No entry has a result of this round yet"))
    if not is_as_seen:
        against.append(Obstacle("The results have changed since you opened this page. Look at them again"))
    return against

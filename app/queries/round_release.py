"""What releasing the gate results of one round tells whom, before it is released."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.models import Application, Stage
from app.queries.agency_view import passed_round
from app.queries.stage_facts import is_assessing
from app.queries.standing import accepts_entries_until, entries_standing
from workflows.announcement import results_seal
from workflows.application import ApplicationState


@dataclass(frozen=True)
class ToRelease:
    """One application with a result of the round: whether it passed the gate."""

    application: Application
    has_passed: bool


@dataclass(frozen=True)
class RoundRelease:
    """Whom releasing a round now would tell what, and what may still come: entries before its gate, or new ones.

    `accepts_until` is the instant after which nobody hands in an entry any more, None once it has passed.
    """

    told: list[ToRelease]
    standing: Mapping[str, int]
    accepts_until: datetime | None

    @property
    def is_complete(self) -> bool:
        """Say whether no other entry can come to a result of this round."""
        return not self.standing and self.accepts_until is None

    @property
    def seal(self) -> str:
        """The seal of the results as they are now: what is released is what was seen."""
        return results_seal({each.application.code: str(each.has_passed) for each in self.told})


def has_own_results(stage: Stage) -> bool:
    """Say whether the round ends at a gate of its own; what follows the last panel is told by the announcement."""
    return stage.gate is not None and is_assessing(stage)


def round_release(stage: Stage, *, at: datetime) -> RoundRelease:
    """Return what releasing this round would tell, by code, in a constant number of statements.

    Whoever withdrew or left otherwise is not told; what was not sent in time, or ended at an earlier gate, stands
    before no gate any more.
    """
    told: list[ToRelease] = []
    standing: Counter[str] = Counter()
    for application, is_lapsed in entries_standing(stage.programme, at=at):
        has_passed = passed_round(application, stage)
        if has_passed is not None:
            told.append(ToRelease(application, has_passed))
        elif not is_lapsed and application.state is not ApplicationState.NOT_ADVANCED:
            standing[application.state.value] += 1
    return RoundRelease(told, standing, accepts_entries_until(stage.programme, at=at))

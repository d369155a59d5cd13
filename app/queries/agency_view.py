"""What an agency may know of its own application while others judge it: state, outcome, results of released rounds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.models import Application, Stage
from app.queries.award_levels import AwardLabel, award_label
from app.queries.criteria import rubric_of
from app.queries.deadlines import window_of
from workflows.application import ApplicationState
from workflows.deadlines import Window, lapsed

IN_ASSESSMENT, LAPSED = "in_assessment", "lapsed"
UNTOLD = frozenset(
    {
        ApplicationState.PASSED,
        ApplicationState.REPORT_SUBMITTED,
        ApplicationState.ASSESSMENT,
        ApplicationState.CONSENSUS,
        ApplicationState.COMMITTEE,
        ApplicationState.DECIDED,
    }
)


def shown_state(application: Application, now: datetime, window: Window | None = None) -> str:
    """Return the state an agency is told: a state's value, "lapsed", or "in_assessment" for all it may not know yet.

    Give the window where it is known already; otherwise one statement reads it.
    """
    if is_untold(application):
        return IN_ASSESSMENT
    if lapsed(application.state.value, window or window_of(application), now):
        return LAPSED
    return application.state.value


def is_untold(application: Application) -> bool:
    """Say whether the agency is told no more than that its application is being assessed."""
    if application.state is ApplicationState.NOT_ADVANCED:
        return application.stage is None or application.stage.released_at is None
    return application.state in UNTOLD


def told_outcome(application: Application) -> AwardLabel | None:
    """Return the award once it is announced; None before, and where there is none."""
    if application.state is not ApplicationState.ANNOUNCED or application.award is None:
        return None
    return award_label(rubric_of(application.programme), application.award)


@dataclass(frozen=True)
class RoundResult:
    """The result of one round whose gate results an officer released."""

    stage: Stage
    has_passed: bool
    released_at: datetime


def round_results(application: Application) -> list[RoundResult]:
    """Return the released results of the rounds this application has been through, in their order."""
    found = []
    for stage in application.programme.stages:
        has_passed = passed_round(application, stage)
        if stage.released_at is not None and has_passed is not None:
            found.append(RoundResult(stage, has_passed, stage.released_at))
    return found


def passed_round(application: Application, stage: Stage) -> bool | None:
    """Say whether the application passed the gate of this round; None where it has come to no result of it."""
    reached = application.stage.position if application.stage else -1
    if stage.gate is None or stage.position > reached:
        return None
    if application.state is ApplicationState.NOT_ADVANCED and stage.id == application.stage_id:
        return False
    return True if _has_left(application, stage) else None


def _has_left(application: Application, stage: Stage) -> bool:
    """An application whose panel of this stage still works has no result yet, whatever was released for others."""
    if stage.id != application.stage_id:
        return True
    return application.state not in (
        ApplicationState.PASSED,
        ApplicationState.REPORT_DUE,
        ApplicationState.REPORT_SUBMITTED,
        ApplicationState.ASSESSMENT,
        ApplicationState.CONSENSUS,
        ApplicationState.WITHDRAWN,
        ApplicationState.DISQUALIFIED,
    )

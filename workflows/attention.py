"""What asks for an officer's attention: how long an application may stand still before it counts as stuck."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from workflows.application import ApplicationState

STUCK_RULE = "stuck_after_days"
USUAL_PATIENCE = timedelta(days=14)
MOST_PATIENT = 366  # days: a round lasts a year
# The states in which an application waits for the office, its panel or the committee; elsewhere it waits for its agency
# or for sheets, which have due times of their own.
CAN_BE_STUCK = (
    ApplicationState.SUBMITTED,
    ApplicationState.SCREENING,
    ApplicationState.PASSED,
    ApplicationState.REPORT_SUBMITTED,
    ApplicationState.CONSENSUS,
    ApplicationState.SITE_VISIT,
)


def stuck_after(rules: Mapping[str, object]) -> timedelta:
    """Return how long an application may stand still: the programme's own number of days, or two weeks."""
    days = rules.get(STUCK_RULE)
    return timedelta(days=days) if isinstance(days, int) and days > 0 else USUAL_PATIENCE

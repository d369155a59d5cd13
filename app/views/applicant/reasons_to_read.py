"""Why an officer or the head returned a document, for the pages where the agency must read it."""

from __future__ import annotations

from app.models import Application, ScreeningDecision, ScreeningOutcome
from app.queries.receipts import last_decision
from workflows.application import ApplicationState

_TOLD = {
    ApplicationState.RETURNED: ScreeningOutcome.RETURN,
    ApplicationState.SCREENED_OUT: ScreeningOutcome.SCREEN_OUT,
}


def reason_to_read(application: Application) -> ScreeningDecision | None:
    """Return the decision whose reason the agency needs in the present state."""
    outcome = _TOLD.get(application.state)
    return last_decision(application, outcome) if outcome is not None else None

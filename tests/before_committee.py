"""Applications before the committee for tests: brought there in one step, or by a panel that agreed."""

from __future__ import annotations

from app.clock import now
from app.extensions import db
from app.models import Agency, Application, ConsensusSheet, Person
from app.services.consensus import record_consensus
from tests.panels import assessor, let_move, pass_screening, score_all, seat_panel
from tests.standing import standing
from tests.world import World
from workflows.application import ApplicationState

PRESENT = [f"กรรมการตัวอย่าง {number}" for number in range(1, 6)]
"""Members without an account, more than the criteria of any test ask for."""


@standing
def put_before_committee(world: World, agency: Agency | None = None) -> Application:
    """Bring a submitted application to the committee's table without a panel."""
    application = world.submitted(agency=agency)
    application.state, application.state_since = ApplicationState.COMMITTEE, now()
    db.session.commit()
    return application


@standing
def agreed_by_panel(world: World, *, quality: int = 85, agency: Agency | None = None) -> Application:
    """Bring an application there as its panel does: sheets of this quality (0-100), recorded consensus."""
    application = world.submitted(agency=agency)
    pass_screening(world, application)
    score_all(seat_panel(world, application), quality=quality)
    lead: Person = assessor(world, 1)
    consensus = db.session.query(ConsensusSheet).filter_by(application_id=application.id).one()
    record_consensus(consensus, actor=lead)
    let_move(application)
    return application

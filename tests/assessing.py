"""Brings entries to where panels work, for tests of assessors' and panels' pages."""

from __future__ import annotations

from app.clock import now
from app.extensions import db
from app.models import Application, Assignment, ConsensusSheet
from app.services.applications import send_for_approval, submit_application
from app.services.screening import screen_automatically
from tests.panels import let_move, pass_screening, score_all, seat_panel
from tests.standing import standing
from tests.world import World
from workflows.application import ApplicationState
from workflows.roles import Role


@standing
def seated(world: World, rubric_id: str = "ps-innovation@2564") -> list[Assignment]:
    """Bring an entry of this programme to its panel, after its report where one is due first."""
    application = world.submitted(world.programme_of(rubric_id))
    pass_screening(world, application)
    if application.state is ApplicationState.REPORT_DUE:
        hand_in_report(world, application)
    return seat_panel(world, application)


def hand_in_report(world: World, application: Application) -> None:
    """Fill in the Application Report and bring it to its panel."""
    world.fill(application)
    send_for_approval(application, actor=world.person(Role.COORDINATOR), received_at=now())
    submit_application(application, actor=world.person(Role.HEAD), received_at=now())
    screen_automatically(application)
    let_move(application)


@standing
def in_the_room(world: World, quality: int | list[int], rubric_id: str = "ps-innovation@2564") -> ConsensusSheet:
    """Let every assessor hand in a sheet of this quality; return the consensus that opens."""
    score_all(seated(world, rubric_id), quality=quality)
    return db.session.query(ConsensusSheet).one()

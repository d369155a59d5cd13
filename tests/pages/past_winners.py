"""A work that won before this system, for the pages that list such and take one out."""

from __future__ import annotations

from app.clock import now
from app.extensions import db
from app.models import PastWinner
from tests.world import World


def past_winner(world: World) -> PastWinner:
    """A work that won before this system."""
    work = {"title_th": "ผลงานเดิม", "level": "outstanding", "search_key": "ผลงานเดิม", "imported_at": now()}
    award = {"year_be": 2563, "branch": "PS", "type_code": "service_innovation", "agency_id": world.agency.id}
    winner = PastWinner(**award, **work)
    db.session.add(winner)
    db.session.commit()
    return winner

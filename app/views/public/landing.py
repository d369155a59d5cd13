"""The landing page: what is open now, when what happens, and what Lertrat is for."""

from __future__ import annotations

from flask import g, render_template
from flask.typing import ResponseReturnValue

from app.queries.public_ledger import latest_seals
from app.queries.public_programmes import Standing, calendar_of, present_cycle, programme_cards
from app.views.access import public
from app.views.public import bp
from app.views.public.calendar import dates_apart, ribbon_steps


@bp.get("/")
@public
def show_landing() -> ResponseReturnValue:
    """Show the open programmes with their deadlines and the calendar of the present cycle."""
    cards = programme_cards(at=g.received_at)
    cycle = present_cycle(cards)
    of_cycle = [card.programme for card in cards if card.programme.cycle_id == cycle.id] if cycle else []
    return render_template(
        "public/show_landing.html",
        cycle=cycle,
        open_cards=[card for card in cards if card.standing is Standing.OPEN],
        upcoming=[card for card in cards if card.standing is Standing.UPCOMING],
        calendar=ribbon_steps(calendar_of(of_cycle, at=g.received_at)),
        dates_apart=dates_apart(of_cycle),
        seals=latest_seals(limit=3),
    )

"""What can be entered: the list of programmes and the page of each."""

from __future__ import annotations

import uuid
from itertools import groupby

from flask import abort, current_app, g, render_template, url_for
from flask.typing import ResponseReturnValue

from app.models import Programme
from app.permissions import Permission, may_anywhere
from app.queries.appeals import corrections_in
from app.queries.award_levels import award_labels
from app.queries.criteria import confirmed_paths
from app.queries.public_programmes import calendar_of, programme_by_id, programme_card, programme_cards
from app.queries.questions import published_answers
from app.views.access import public, visitor
from app.views.public import bp
from app.views.public.calendar import ribbon_steps
from app.views.public.conditions import condition_words


@bp.get("/programmes")
@public
def list_programmes() -> ResponseReturnValue:
    """List every programme, the newest cycle first."""
    cards = programme_cards(at=g.received_at)
    cycles = [(cycle, list(group)) for cycle, group in groupby(cards, key=lambda card: card.programme.cycle)]
    calendars = {
        cycle.id: ribbon_steps(calendar_of([card.programme for card in group], at=g.received_at))
        for cycle, group in cycles
    }
    return render_template("public/list_programmes.html", cycles=cycles, calendars=calendars)


@bp.get("/programmes/<uuid:programme_id>")
@public
def show_programme(programme_id: uuid.UUID) -> ResponseReturnValue:
    """Show when and by whom a programme can be entered, what is asked, and how it is judged."""
    programme = programme_by_id(programme_id)
    if programme is None:
        abort(404)
    person = visitor()
    card = programme_card(programme, at=g.received_at)
    return render_template(
        "public/show_programme.html",
        card=card,
        calendar=ribbon_steps(calendar_of([programme], at=g.received_at)),
        awards=award_labels(card.rubric),
        confirmed=confirmed_paths(programme),
        may_start=person is not None and may_anywhere(Permission.START_APPLICATION, person),
        start_url=_start_url(programme),
        condition_words=condition_words,
        published=published_answers(programme.id),
        corrections=corrections_in(programme.id),
        may_ask=person is not None and may_anywhere(Permission.ASK_QUESTION, person),
    )


def _start_url(programme: Programme) -> str | None:
    """The page that checks eligibility and starts, where this installation has it."""
    if "applicant.check_eligibility" not in current_app.view_functions:
        return None
    return url_for("applicant.check_eligibility", programme_id=programme.id)

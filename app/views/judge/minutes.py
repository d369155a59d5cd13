"""The minutes of a programme's decisions as a PDF: confidential until the results are announced."""

from __future__ import annotations

from decimal import Decimal

from flask import Response, abort, g
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import Programme
from app.permissions import Permission
from app.queries.criteria import rubric_of
from app.queries.decisions_made import DecisionMade, DecisionsMade, decisions_made
from app.reports import decision_minutes as paper
from app.reports.decision_minutes import render_decision_minutes
from app.thai import in_bangkok
from app.views.access import current_actor, opens
from app.views.formatting import page_language
from app.views.judge import bp
from app.views.judge.forms import outcome_name
from rubrics.model import Rubric
from workflows.scoring.printing import total_printer


@bp.get("/committee/programmes/<uuid:programme_id>/minutes.pdf")
@opens(Programme, Permission.VIEW_RECORD)
def download_minutes(programme: Programme) -> ResponseReturnValue:
    """Give the minutes of everything decided so far that the reader is not recused from."""
    made, language = decisions_made(programme, current_actor()), page_language()
    if made is None:
        abort(404)
    response = Response(render_decision_minutes(_minutes(made, language), language), mimetype="application/pdf")
    response.headers.set("Content-Disposition", "attachment", filename=f"{_code(programme)}.pdf")
    return response


def _code(programme: Programme) -> str:
    return f"MIN-{programme.branch}-{programme.type_code}-{programme.cycle.year_be}".upper()


def _minutes(made: DecisionsMade, language: str) -> paper.DecisionMinutes:
    programme, rubric = made.programme, rubric_of(made.programme)
    decisions = [each.decision for each in made.decisions]
    said = dict.fromkeys(decision.minutes for decision in decisions if decision.minutes)
    return paper.DecisionMinutes(
        committee=_("Committee of %(programme)s", programme=programme.title(language)),
        meeting="",
        held_on=in_bangkok(max(decision.decided_at for decision in decisions)).date(),
        place="",
        programme=programme.title(language),
        cycle_year_be=programme.cycle.year_be,
        issuer=_("Office of the Public Sector Development Commission"),
        code=_code(programme),
        members=(),
        minutes="\n\n".join(said),
        entries=tuple(_entry(each, rubric, language) for each in made.decisions),
        event_number=made.event.seq,
        ledger_head=made.event.hash,
        printed_at=g.received_at,
    )


def _entry(made: DecisionMade, rubric: Rubric, language: str) -> paper.DecidedEntry:
    decision, application = made.decision, made.decision.application
    return paper.DecidedEntry(
        application_code=application.code,
        title=application.title(language) or application.agency.name(language),
        agency=application.agency.name(language),
        outcome=outcome_name(rubric, decision.outcome, language),
        score=Decimal(total_printer(rubric)(made.total)) if made.total is not None else None,
        maximum=rubric.maximum,
        reason=decision.reason,
        quorum=decision.quorum,
        recused=tuple(person.name(language) for person in made.recused),
        proposed_by=decision.proposed_by.name(language),
        confirmed_by=decision.confirmed_by.name(language),
        decided_at=decision.decided_at,
    )

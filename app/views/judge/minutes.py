"""The minutes of a programme's decisions, and the record of one, as PDF: confidential until they are announced."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from flask import Response, abort, g
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import Application, Decision, Person, Programme
from app.permissions import Permission
from app.queries.criteria import rubric_of
from app.queries.decisions_made import DecisionMade, DecisionsMade, decision_made, decisions_made
from app.queries.letters import number_of
from app.queries.programme_staff import staff_of
from app.reports import decision_minutes as paper
from app.reports.decision_minutes import render_decision_minutes
from app.thai import in_bangkok
from app.views.access import current_actor, opens
from app.views.formatting import page_language
from app.views.judge import bp
from app.views.judge.attendance import attendance_of
from app.views.outcome_words import outcome_name
from rubrics.model import Rubric
from workflows.application import ApplicationState
from workflows.roles import Role
from workflows.scoring.printing import page_total


@bp.get("/committee/programmes/<uuid:programme_id>/minutes.pdf")
@opens(Programme, Permission.VIEW_RECORD)
def download_minutes(programme: Programme) -> ResponseReturnValue:
    """Give the minutes of everything decided so far that the reader is not recused from."""
    code = f"MIN-{programme.branch}-{programme.type_code}-{programme.cycle.year_be}".upper()
    return _given(decisions_made(programme, current_actor()), code, number_of(programme))


@bp.get("/committee/applications/<uuid:application_id>/decision.pdf")
@opens(Application, Permission.VIEW_RECORD)
def download_decision(application: Application) -> ResponseReturnValue:
    """Give the record of the decision on one application, with its own letter number."""
    made = decision_made(application, current_actor())
    letter = number_of(made.decisions[0].decision) if made else ""
    return _given(made, f"DEC-{application.code}", letter)


def _given(made: DecisionsMade | None, code: str, letter: str) -> ResponseReturnValue:
    if made is None:
        abort(404)
    language = page_language()
    pdf = render_decision_minutes(_minutes(made, code, letter, language), language)
    response = Response(pdf, mimetype="application/pdf")
    response.headers.set("Content-Disposition", "attachment", filename=f"{code}.pdf")
    return response


def _minutes(made: DecisionsMade, code: str, letter: str, language: str) -> paper.DecisionMinutes:
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
        code=code,
        members=_members(made, language),
        minutes="\n\n".join(said),
        entries=tuple(_entry(each, made.people, rubric, language) for each in made.decisions),
        event_number=made.event.seq,
        ledger_head=made.event.hash,
        printed_at=g.received_at,
        letter_number=letter,
        is_announced=_is_announced(programme, decisions),
    )


def _is_announced(programme: Programme, decisions: Sequence[Decision]) -> bool:
    """Nothing of it is confidential any more; what was decided anew after an appeal is, until it is announced too."""
    inside = {ApplicationState.COMMITTEE, ApplicationState.DECIDED}
    return programme.announced_at is not None and all(each.application.state not in inside for each in decisions)


def _members(made: DecisionsMade, language: str) -> tuple[paper.Member, ...]:
    """The attendance list: the committee's members, and whoever was there without an account."""
    decisions = [each.decision for each in made.decisions]
    present = {key for decision in decisions for key in decision.attended}
    guests = dict.fromkeys(name for decision in decisions for name in decision.guests)
    if not present and not guests:
        return ()
    seated = staff_of(made.programme, Role.JUDGE, Role.DIRECTOR)
    people = {**made.people, **{str(person.id): person for person in seated}}
    recused = {key for decision in decisions for key in decision.recused if key in people}
    listed = sorted(present | recused | {str(person.id) for person in seated}, key=lambda key: people[key].name_th)
    return (
        *(
            paper.Member(people[key].name(language), _("Committee member"), key in present, _aside(decisions, key))
            for key in listed
        ),
        *(paper.Member(name, _("Committee member (no account)"), True) for name in guests),
    )


def _aside(decisions: Sequence[Decision], key: str) -> tuple[str, ...]:
    """The applications a member took no part in."""
    return tuple(decision.application.code for decision in decisions if key in decision.recused)


def _entry(made: DecisionMade, people: Mapping[str, Person], rubric: Rubric, language: str) -> paper.DecidedEntry:
    decision, application = made.decision, made.decision.application
    there = attendance_of(decision, people, language)
    return paper.DecidedEntry(
        application_code=application.code,
        title=application.title(language) or application.agency.name(language),
        agency=application.agency.name(language),
        outcome=outcome_name(rubric, decision.outcome, language),
        score=Decimal(page_total(rubric)(made.total)) if made.total is not None else None,
        maximum=rubric.maximum,
        reason=decision.reason,
        quorum=decision.quorum,
        present=tuple(there.present),
        recused=tuple(person.name(language) for person in made.recused),
        votes=(there.tally.agreed, there.tally.against, there.tally.abstained),
        reasons=tuple(f"{each.name}: {each.choice} ({each.reason})" for each in there.votes if each.reason),
        proposed_by=decision.proposed_by.name(language),
        confirmed_by=decision.confirmed_by.name(language),
        decided_at=decision.decided_at,
    )

"""Whether an agency may enter a programme: every rule answered with its reason, before anything is written."""

from __future__ import annotations

import uuid
from datetime import date

from flask import abort, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import Agency, Programme
from app.permissions import Permission, agencies_of
from app.queries.applicant_eligibility import eligibility_facts, entries_of, entry_rules_of
from app.queries.criteria import rubric_of
from app.queries.number_status import number_status
from app.queries.public_programmes import programme_by_id
from app.thai import NotADate, in_bangkok, parse_date, thai_date
from app.views.access import current_actor, holds
from app.views.applicant import bp
from app.views.formatting import page_language
from app.views.reasons import sentence
from workflows.eligibility import Ruling, Verdict, rulings
from workflows.roles import Role


@bp.get("/programmes/<uuid:programme_id>/eligibility")
@holds(Permission.READ_FEEDBACK)
def check_eligibility(programme_id: uuid.UUID) -> ResponseReturnValue:
    """Answer every rule for one of the person's agencies."""
    programme, person = programme_by_id(programme_id), current_actor()
    agencies = agencies_of(person)
    if programme is None or not agencies:
        abort(404)
    chosen = request.args.get("agency", "")
    agency = next((each for each in agencies if each.code == chosen), agencies[0])
    since, fault = day_in_use(request.args.get("since", ""))
    found = _rulings(programme, agency, since)
    example = _early_enough(programme)
    return render_template(
        "applicant/check_eligibility.html",
        programme=programme,
        rubric=rubric_of(programme),
        agencies=agencies,
        agency=agency,
        since=request.args.get("since", ""),
        fault=fault,
        example=example,
        example_short=f"{example.day}/{example.month}/{thai_date(example, style='year')}",
        found=[_shown(each) for each in found],
        entries=entries_of(programme, agency),
        verdicts={each.verdict.value for each in found},
        may_start=agency in agencies_of(person, {Role.COORDINATOR}),
        status=number_status(programme, "eligibility") if rubric_of(programme).eligibility else "official",
    )


def day_in_use(typed: str) -> tuple[date | None, str]:
    """Read the day a work was put to use, or say how to write it."""
    if not typed.strip():
        return None, ""
    try:
        return parse_date(typed), ""
    except NotADate:
        return None, _("Enter a date such as 31/12/2563")


def is_refused(programme: Programme, agency: Agency, since: date | None = None) -> bool:
    """Tell whether a rule is not met, so that nothing is started; what is for the agency to judge refuses nothing."""
    return any(each.verdict is Verdict.NOT_MET for each in _rulings(programme, agency, since))


def _rulings(programme: Programme, agency: Agency, since: date | None) -> tuple[Ruling, ...]:
    facts = eligibility_facts(programme, agency, at=g.received_at, language=page_language(), in_use_since=since)
    return rulings(rubric_of(programme), entry_rules_of(programme), facts)


def _early_enough(programme: Programme) -> date:
    """A day to show as an example that meets the rule itself."""
    rules = rubric_of(programme).eligibility
    years = (rules.min_months_in_use if rules else 0) // 12 + 1
    return date(in_bangkok(programme.closes_at).year - years, 1, 29)


def _shown(ruling: Ruling) -> tuple[str, str, str]:
    return sentence(ruling.rule), ruling.verdict.value, sentence(ruling.reason)

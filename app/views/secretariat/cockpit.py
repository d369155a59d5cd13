"""The cockpit: how the round stands, what does not go as it should, and where each figure leads."""

from __future__ import annotations

from datetime import datetime

from flask import make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.clock import BANGKOK, now
from app.models import Person
from app.permissions import Permission, may_anywhere
from app.queries.cockpit import Cockpit, cockpit_of
from app.queries.empty_cycles import may_delete_empty
from app.queries.office_scope import Scope, year_of
from app.queries.pace import Pace
from app.views.access import current_actor, holds
from app.views.formatting import number, page_language
from app.views.secretariat import bp
from app.views.secretariat.exception_words import exception_note, exception_url, exception_words
from app.views.secretariat.forecast_chart import forecast_chart
from app.views.secretariat.saved_views import shown_views

FAMILIES = {"received": "office", "passed": "office", "panel": "office", "sheets": "panel", "agreed": "panel"}


@bp.get("/office")
@holds(Permission.VIEW_PROGRAMME)
def show_rounds() -> ResponseReturnValue:
    """Show how a cycle stands; asked by the page itself, only the figures."""
    at, actor = now(), current_actor()
    cockpit = cockpit_of(
        actor, year=year_of(request.args.get("year", "")), programme=request.args.get("programme", ""), at=at
    )
    query = cockpit.scope.query
    comes_alone = "HX-Request" in request.headers
    figures = {
        "comes_alone": comes_alone,
        "cockpit": cockpit,
        "scope": cockpit.scope,
        "head": head_sentence(cockpit, at),
        "at": at,
        "chart": forecast_chart(cockpit.pace, at.astimezone(BANGKOK).date()),
        "family_of": lambda step: FAMILIES.get(step.partition("-")[0], "done" if step == "announced" else "board"),
        "exceptions": [
            (kind, exception_words(kind, cockpit.exceptions[kind]), exception_note(kind), exception_url(kind, query))
            for kind in cockpit.exceptions.present
        ],
        "figures_url": url_for(".show_rounds", **query),
    }
    if comes_alone:
        page = render_template("secretariat/_figures.html", **figures, language=page_language())
    else:
        page = render_template(
            "secretariat/show_rounds.html",
            **figures,
            views=shown_views("rounds", _searched(cockpit.scope)),
            programmes=programme_choices(cockpit.scope),
            years=year_choices(cockpit.scope),
            may_set_up=may_anywhere(Permission.MANAGE_PROGRAMME, actor),
            may_begin_a_year=may_anywhere(Permission.MANAGE_CYCLES, actor),
            may_delete=_may_delete(cockpit.scope, actor),
        )
    response = make_response(page)
    response.headers["Vary"] = "HX-Request"
    return response


def _may_delete(scope: Scope, actor: Person) -> bool:
    """Say whether the cycle has no programme at all, not only none this person may see, and is theirs to delete."""
    if scope.cycle is None or scope.offered or scope.cycle.programmes:
        return False
    return may_delete_empty(scope.cycle, actor)


def _searched(scope: Scope) -> dict[str, str]:
    asked = {name: request.args.get(name, "") for name in ("year", "programme")}
    return {name: value for name, value in scope.query.items() if asked[name] == value}


def year_choices(scope: Scope) -> list[tuple[str, str]]:
    """The cycles to choose from."""
    return [(str(cycle.year_be), cycle.title(page_language())) for cycle in scope.cycles]


def programme_choices(scope: Scope) -> list[tuple[str, str]]:
    """The programmes of the cycle to choose from."""
    language = page_language()
    return [("", _("All programmes")), *((str(each.id), each.title(language)) for each in scope.offered)]


def head_sentence(cockpit: Cockpit, at: datetime) -> str:
    """Say the gravest thing that needs somebody, if anything does, and how far the round is."""
    if not cockpit.scope.programmes:
        return _("No programme is set up yet")
    present = cockpit.exceptions.present
    gravest = [exception_words(kind, cockpit.exceptions[kind]) for kind in present[:1]]
    return " · ".join([*gravest, _progress(cockpit, at)])


def _progress(cockpit: Cockpit, at: datetime) -> str:
    """What matters most of the round now: the sheets, the screening, the entries, or that it is over."""
    pace, closing = cockpit.pace, cockpit.next_closing
    if pace.done < pace.asked:
        sheets, plan = _("Sheets in: %(percent)s %%", percent=pace.percent), _against_plan(pace)
        return f"{sheets} ({plan})" if plan else sheets
    if cockpit.waiting_for_screening:
        return _("Waiting for screening: %(count)s", count=number(cockpit.waiting_for_screening))
    if closing and closing.opens_at <= at < closing.closes_at:
        days = (closing.closes_at.astimezone(BANGKOK).date() - at.astimezone(BANGKOK).date()).days
        words = ngettext("%(num)s day until entries close", "%(num)s days until entries close", days)
        return f"{words} · {_('being drafted: %(count)s', count=number(cockpit.drafting))}"
    announced = cockpit.funnel.counts["announced"]
    if announced:
        return _(
            "Announced: %(count)s of %(all)s", count=number(announced), all=number(cockpit.funnel.counts["received"])
        )
    return _("Entries received: %(count)s", count=number(cockpit.funnel.counts["received"]))


def _against_plan(pace: Pace) -> str:
    if pace.ahead is None:
        return ""
    if pace.ahead == 0:
        return _("as planned")
    if pace.ahead > 0:
        return ngettext("%(num)s day ahead of the plan", "%(num)s days ahead of the plan", pace.ahead)
    return ngettext("%(num)s day behind the plan", "%(num)s days behind the plan", -pace.ahead)

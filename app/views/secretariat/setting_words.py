"""How the settings of a programme are called, and how their values are written."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from flask_babel import gettext as _

from app.models import Programme, Stage
from app.queries.criteria import rubric_of
from app.queries.programme_plan import RANGE, Setting, thresholds_of
from app.views.formatting import figure, page_language, when
from app.views.public.conditions import threshold_words
from workflows.deadlines import REMINDER_RULE


def setting_label(programme: Programme, name: str) -> str:
    """Return what a setting is called; a stage's setting names its stage, a range its indicator."""
    if name.startswith(RANGE):
        example, item = rubric_of(programme).rampable[name.removeprefix(RANGE)]
        return _("Range · %(item)s %(indicator)s", item=item.id, indicator=example.title.in_language(page_language()))
    code, _dash, rest = name.partition("-")
    stage = next((each for each in programme.stages if each.code == code), None)
    if stage is None or not rest:
        return _own_label(name)
    return f"{stage.title(page_language())} · {_stage_label(stage, rest)}"


def _own_label(name: str) -> str:
    return {
        "opens_at": _("Opens"),
        "closes_at": _("Closes"),
        "grace_minutes": _("Grace period (minutes)"),
        "report_closes_at": _("Application Reports close"),
        "quota_per_agency": _("Entries for each agency, at most"),
        "quota_per_ministry": _("Entries for each ministry, at most"),
        "one_type_per_branch": _("One award type per branch"),
        "past_winner_years": _("Years looked back for past winners"),
        "stuck_after_days": _("Days without a step until an application stands still"),
        REMINDER_RULE: _("Days before, when whoever owes something is reminded"),
        "appeal_days": _("Days to appeal after the announcement"),
        "appeal_answer_days": _("Days to answer an appeal or complaint"),
    }.get(name, name)


def _stage_label(stage: Stage, rest: str) -> str:
    if rest.startswith("threshold-"):
        comparison = thresholds_of(stage)[int(rest.removeprefix("threshold-")) - 1][0]
        return _("gate: %(condition)s", condition=threshold_words(comparison, rubric_of(stage.programme)))
    return {"opens_at": _("begins"), "closes_at": _("ends"), "panel_size": _("assessors on a panel")}[rest]


def setting_value(value: Setting) -> str:
    """Write a setting's value for a reader."""
    if value is None:
        return _("not set")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return when(value, "short_datetime")
    if isinstance(value, tuple):
        words = _("from %(floor)s to %(ceiling)s", floor=figure(value[0]), ceiling=figure(value[1]))
        return words.replace(" ", "\u00a0")
    if value == "":
        return _("nobody is reminded")
    return figure(value) if isinstance(value, Decimal) else str(value)

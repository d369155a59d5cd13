"""What steps and groups of a status assessment are called on its boards and in its workbook."""

from __future__ import annotations

from flask_babel import gettext as _

from app.models import Agency, AgencyKind
from app.queries.pmqa40_standings import CERTIFIED, NOT_STARTED, STARTED, SUBMITTED, Standings
from app.views.award_names import agency_kind_name


def step_title(standings: Standings, step: str) -> str:
    """Name a step; rounds are counted in the order of the programme's plan."""
    fixed = {
        NOT_STARTED: _("Not started"),
        STARTED: _("Started"),
        SUBMITTED: _("Handed in"),
        CERTIFIED: _("Status certified"),
    }
    if step in fixed:
        return fixed[step]
    number = [stage.code for stage in standings.rounds].index(step) + 1
    return _("Passed round %(number)s", number=number)


def steps_offered(standings: Standings) -> tuple[str, ...]:
    """Return the steps that lists of agencies are narrowed to."""
    return (NOT_STARTED, *standings.steps)


def group_name(group: Agency | AgencyKind | None, language: str) -> str:
    """Name a group of agencies."""
    if isinstance(group, Agency):
        return group.name(language)
    return agency_kind_name(group) if group else _("Under no ministry")

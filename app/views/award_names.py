"""What branches of the award and kinds of agencies are called on pages."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from app.models import AgencyKind
from app.queries.assessor_profile import award_types
from app.views.formatting import page_language

BRANCHES = ("PS", "PMQA", "PG", "PMQA40", "UNPSA")


def branch_name(branch: str) -> str:
    """Name a branch in the page's language."""
    return {
        "PS": _("Public service"),
        "PMQA": _("Public sector management quality"),
        "PG": _("Participatory governance"),
        "PMQA40": _("PMQA 4.0 status assessment"),
        "UNPSA": _("United Nations Public Service Awards"),
    }[branch]


def topic_choices(branches: Sequence[str]) -> list[tuple[str, str]]:
    """Return what an assessor of these branches may know well, each with its name: award types, kinds of agencies."""
    types = award_types(list(branches))
    named = [(code, names[page_language() == "en"]) for code, names in types.items()]
    return [*named, *((kind.value, agency_kind_name(kind)) for kind in AgencyKind)]


def agency_kind_name(kind: AgencyKind | str) -> str:
    """Name a kind of agency in the page's language."""
    return {
        AgencyKind.MINISTRY: _("Ministry or equivalent"),
        AgencyKind.DEPARTMENT: _("Department or equivalent"),
        AgencyKind.PROVINCE: _("Province"),
        AgencyKind.PUBLIC_ORGANISATION: _("Public organisation"),
        AgencyKind.STATE_ENTERPRISE: _("State enterprise"),
        AgencyKind.UNIVERSITY: _("State university"),
        AgencyKind.INDEPENDENT: _("Independent body"),
        AgencyKind.LOCAL_GOVERNMENT: _("Local government"),
        AgencyKind.RESPONSIBLE_UNIT: _("Responsible unit"),
    }[AgencyKind(kind)]

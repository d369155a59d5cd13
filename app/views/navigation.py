"""The main navigation: each person sees the pages of the roles they hold."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request, url_for
from flask_babel import gettext as _

from app.permissions import roles_anywhere
from app.views.access import visitor
from workflows.roles import AGENCY_ROLES, Role


@dataclass(frozen=True)
class Entry:
    """One entry of the navigation; `blueprint` marks which pages it covers."""

    label: str
    url: str
    is_current: bool


def navigation() -> list[Entry]:
    """The entries for whoever is looking, in the order of their day."""
    person = visitor()
    roles = roles_anywhere(person) if person else frozenset()
    wanted = [
        (_("Applications"), "applicant.list_applications", bool(roles & AGENCY_ROLES)),
        (_("My assessments"), "assessor.list_assessments", Role.ASSESSOR in roles),
        (_("Rounds"), "secretariat.show_rounds", bool(roles & {Role.OFFICER, Role.DIRECTOR, Role.AUDITOR})),
        (_("Screening"), "secretariat.list_screening", Role.OFFICER in roles),
        (_("Assignment"), "secretariat.list_assignment", Role.OFFICER in roles),
        (_("Committee"), "judge.list_dossiers", bool(roles & {Role.JUDGE, Role.DIRECTOR})),
        (_("Feedback"), "secretariat.list_feedback", Role.OFFICER in roles),
        (_("Administration"), "admin.show_administration", Role.ADMINISTRATOR in roles),
        (_("Open programmes"), "public.list_programmes", not roles),
        (_("Winners"), "public.list_winners", True),
    ]
    return [Entry(label, url_for(endpoint), _is_current(endpoint)) for label, endpoint, shown in wanted if shown]


def _is_current(endpoint: str) -> bool:
    return request.endpoint == endpoint

"""The main navigation: each person sees the pages of the roles they hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import current_app, request, url_for
from flask_babel import gettext as _

from app.models import Person
from app.permissions import grants_in_force, roles_anywhere
from workflows.roles import AGENCY_ROLES, Role

_HOMES = {
    "applicant": "applicant.list_applications",
    "assessor": "assessor.list_assessments",
    "panel": "assessor.list_assessments",
}
# Pages whose address stands below another entry than the one they belong to, for those who have that entry.
_BELONGS = {
    "secretariat.list_reasons": "secretariat.list_screening",
    "secretariat.keep_reason_template": "secretariat.list_screening",
    "secretariat.give_up_reason_template": "secretariat.list_screening",
    "secretariat.show_screening_report": "secretariat.list_screening",
    "secretariat.download_screening_report": "secretariat.list_screening",
    "secretariat.list_message_texts": "secretariat.list_deliveries",
    "secretariat.word_message": "secretariat.list_deliveries",
}
_STAFF = frozenset({Role.OFFICER, Role.DIRECTOR, Role.AUDITOR})


@dataclass(frozen=True)
class Entry:
    """One entry of the navigation; it is current on every page below its address."""

    label: str
    url: str
    is_current: bool = False


def navigation(person: Person | None) -> list[Entry]:
    """The entries for whoever is looking, in the order of their day."""
    entries = [*_own_pages(person), *_public_pages(person)]
    current = _current({entry.url for entry in entries})
    return [Entry(entry.label, entry.url, entry.url == current) for entry in entries]


def _current(urls: set[str]) -> str | None:
    """The entry a page belongs to: the one named above, the nearest to its address, or the home of its audience."""
    endpoint = _BELONGS.get(request.endpoint or "")
    said = url_for(endpoint) if endpoint in current_app.view_functions else None
    if said in urls:
        return said
    return max((url for url in urls if _covers(url, request.path)), key=len, default=_home_of_audience())


def _home_of_audience() -> str | None:
    """Where pages belong whose address stands below no entry: receipts and teams, sheets and rooms."""
    endpoint = _HOMES.get(request.blueprint or "")
    return url_for(endpoint) if endpoint in current_app.view_functions else None


def home_url(person: Person | None) -> str:
    """Where a person's day begins: the first page of their roles, or the landing page."""
    first = next(_own_pages(person), None)
    return first.url if first else url_for("public.show_landing")


def footer_links() -> list[tuple[str, str]]:
    """What stands under every page."""
    links = _shown(
        (_("Help and contact"), "public.show_help", True),
        (_("Privacy notice"), "public.show_privacy", True),
        (_("Check a certificate"), "public.check_certificate", True),
        (_("Event ledger"), "public.show_ledger", True),
    )
    return [(link.label, link.url) for link in links]


def _own_pages(person: Person | None) -> Iterator[Entry]:
    roles = roles_anywhere(person) if person else frozenset()
    return _shown(
        (_("Applications"), "applicant.list_applications", bool(roles & AGENCY_ROLES)),
        (_("My assessments"), "assessor.list_assessments", Role.ASSESSOR in roles),
        (_("Rounds"), "secretariat.show_rounds", bool(roles & _STAFF)),
        ("PMQA 4.0", "secretariat.show_pmqa40", _sees_status_assessment(person)),
        (_("All applications"), "secretariat.list_applications_for_staff", bool(roles & _STAFF)),
        (_("Screening"), "secretariat.list_screening", Role.OFFICER in roles),
        (_("Assignment"), "secretariat.list_assignment", Role.OFFICER in roles),
        (_("Reliability"), "secretariat.list_reliability", bool(roles & _STAFF)),
        (_("Committee"), "judge.list_dossiers", bool(roles & (_STAFF | {Role.JUDGE}))),
        (_("Feedback"), "secretariat.list_feedback", Role.OFFICER in roles),
        (_("Appeals"), "secretariat.list_appeals", bool(roles & _STAFF)),
        (_("Questions"), "secretariat.list_questions_to_answer", Role.OFFICER in roles),
        (_("Sent messages"), "secretariat.list_deliveries", bool(roles & (_STAFF | {Role.ADMINISTRATOR}))),
        (_("Audit trail"), "secretariat.list_events", bool(roles & (_STAFF | {Role.ADMINISTRATOR}))),
        (_("Advising"), "account.show_advising", Role.ADVISER in roles),
        (_("Administration"), "admin.show_administration", Role.ADMINISTRATOR in roles),
    )


def _sees_status_assessment(person: Person | None) -> bool:
    """Say whether the person is of the staff that the status assessment belongs to."""
    return person is not None and any(
        grant.role in _STAFF and grant.branch in (None, "PMQA40") for grant in grants_in_force(person)
    )


def _public_pages(person: Person | None) -> list[Entry]:
    is_staff = person is not None and bool(roles_anywhere(person) - AGENCY_ROLES)
    return list(
        _shown(
            (_("Award types"), "public.list_programmes", not is_staff),
            (_("Criteria"), "public.list_criteria", True),
            (_("Winners"), "public.list_winners", True),
        )
    )


def _shown(*wanted: tuple[str, str, bool]) -> Iterator[Entry]:
    """Leave out what this person does not use; a page that is not part of this installation has no entry."""
    for label, endpoint, is_wanted in wanted:
        if is_wanted and endpoint in current_app.view_functions:
            yield Entry(label, url_for(endpoint))


def _covers(url: str, path: str) -> bool:
    return path == url or path.startswith(f"{url}/")

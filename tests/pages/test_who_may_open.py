"""Every page x everybody: who is let in follows from what the page declares, and the others find nothing there."""

from __future__ import annotations

import difflib
import re
import uuid

import pytest
from flask import Flask

from app.permissions import ALLOWED
from tests.pages.addresses import OPENS_ON, Page, address, pages
from tests.pages.cast import CAST, VISITOR
from tests.pages.expected import ALSO_FOR, AUDIENCE, FURTHER, answer_to, is_let_in
from tests.pages.visits import Visits
from workflows.roles import Role

pytestmark = pytest.mark.once  # whom a page lets in does not depend on the kind of database
audiences = pytest.mark.parametrize("audience", AUDIENCE)
# What anybody opens looks alike to all roles; a few of them are enough.
A_FEW = (VISITOR, "stranger", "contributor", "officer", "administrator")
_TOKEN = re.compile(r"[\w.-]{80,}")  # forgery tokens carry the second they were made in
HTML, JSON = {"Accept": "text/html"}, {"Accept": "application/json"}


def of_audience(app: Flask, method: str, audience: str) -> list[Page]:
    return [page for page in pages(app, method) if page.audience == audience]


def whoever_asks(page: Page) -> tuple[str, ...]:
    return tuple(CAST) if page.access.permission else A_FEW


def lets_in(visits: Visits, page: Page, name: str) -> bool:
    return is_let_in(page, name, visits.gathering.places[page.row] if page.row else None)


def wanted_from_get(visits: Visits, page: Page, name: str) -> object:
    if lets_in(visits, page, name):
        return answer_to(page, name) or 200
    return "sign in" if name == VISITOR else 404


@audiences
def test_a_page_opens_for_those_it_is_for_and_for_nobody_else(visits: Visits, audience: str) -> None:
    """Whoever is refused asks for JSON: a refusal in words takes thrice as long."""
    surprises = {}
    for page in of_audience(visits.app, "GET", audience):
        for name in whoever_asks(page):
            headers = HTML if name == VISITOR or lets_in(visits, page, name) else JSON
            answer = visits.get(name, address(page, visits.gathering), headers=headers)
            seen = "sign in" if (answer.location or "").startswith("/sign-in?next=") else answer.status_code
            if seen != wanted_from_get(visits, page, name):
                surprises[str(page), name] = (seen, "wanted", wanted_from_get(visits, page, name))
    assert surprises == {}


@audiences
def test_a_form_is_taken_from_those_it_is_for_and_from_nobody_else(visits: Visits, audience: str) -> None:
    """An empty form is answered by its own rules; for everybody else there is no such page."""
    surprises = {}
    for page in of_audience(visits.app, "POST", audience):
        for name in whoever_asks(page):
            headers = HTML if lets_in(visits, page, name) else JSON
            status = visits.post(name, address(page, visits.gathering), headers=headers).status_code
            expected = answer_to(page, name) if lets_in(visits, page, name) else 404
            if status >= 500 or (status == 404) != (expected == 404):
                surprises[str(page), name] = status
    assert surprises == {}


def test_what_is_somebody_elses_looks_like_what_does_not_exist(visits: Visits) -> None:
    """Not even the words of the page tell a stranger that there is something."""
    told = {}
    nothing = str(uuid.UUID(int=1))
    for page in pages(visits.app, "GET"):
        if page.row is not None:
            place, key = address(page, visits.gathering), str(visits.gathering.rows[page.row])
            refusal = visits.get("stranger", place).text.replace(key, nothing)
            absence = visits.get("stranger", place.replace(key, nothing)).text
            lines = [_TOKEN.sub("", text).splitlines() for text in (refusal, absence)]
            told[str(page)] = [*difflib.unified_diff(*lines, n=0)]
    assert {title: difference for title, difference in told.items() if difference} == {}


def test_every_audience_is_decided(pages_app: Flask) -> None:
    assert set(pages_app.blueprints) == set(AUDIENCE)


def test_no_page_is_declared_for_more_than_its_audience(pages_app: Flask) -> None:
    beyond: dict[str, set[Role]] = {}
    for method in ("GET", "POST"):
        for page in pages(pages_app, method):
            meant = AUDIENCE[page.audience] | ALSO_FOR.get(page.endpoint, frozenset())
            declared = ALLOWED[page.access.permission] if page.access.permission else frozenset()
            if declared - meant:
                beyond[page.endpoint] = set(declared - meant)
    assert beyond == {}


def test_every_exception_is_needed(visits: Visits) -> None:
    known = {str(page): page for method in ("GET", "POST") for page in pages(visits.app, method)}
    assert sorted({*FURTHER} - {*known}) == []
    assert sorted({*ALSO_FOR, *OPENS_ON} - {page.endpoint for page in known.values()}) == []
    unneeded = []
    for title, further in FURTHER.items():
        page = known[title]
        name = next(name for name in CAST if answer_to(page, name) and lets_in(visits, page, name))
        ask = visits.get if page.method == "GET" else visits.post
        if ask(name, address(page, visits.gathering)).status_code != further.status:
            unneeded.append(title)
    assert unneeded == []

"""Whatever is sent, every page answers in words, and what it refuses leaves the database as it was."""

from __future__ import annotations

from random import Random
from typing import Any
from urllib.parse import quote

import pytest
from sqlalchemy import Connection, select

from app.models import Base
from tests.pages.addresses import Page, address, pages
from tests.pages.cast import CAST
from tests.pages.expected import AUDIENCE, answer_to, is_let_in
from tests.pages.field_names import fields_on, listening
from tests.pages.junk import NOBODY, OPTIONS, TEXTS, bodies
from tests.pages.tour import Tours, noted_writes
from tests.pages.visits import Visits

audiences = pytest.mark.parametrize("audience", AUDIENCE)
# Of the hundreds of requests to each form and the dozens to each address, others on each database; `make proof` sends
# them all.
A_SHARE, A_FEW = 1, 2
HTML = {"Accept": "text/html"}


def of_audience(visits: Visits, method: str, audience: str) -> list[tuple[Page, str]]:
    """Return its pages, each with somebody it lets in."""
    found = []
    for page in pages(visits.app, method):
        place = visits.gathering.places[page.row] if page.row else None
        welcome = [name for name in CAST if is_let_in(page, name, place) and answer_to(page, name) is None]
        if page.audience == audience and welcome:
            found.append((page, welcome[0]))
    return found


def contents(connection: Connection) -> dict[str, list[str]]:
    """Return every row of every table."""
    return {table.name: sorted(map(repr, connection.execute(select(table)))) for table in Base.metadata.sorted_tables}


def names_asked_for(visits: Visits, name: str, place: str, method: str) -> set[str]:
    with visits.undone(), listening(visits.app) as asked:
        if method == "GET":
            visits.browser(name).get(place)
        else:
            visits.browser(name).post(place, data={"nothing": "asked for"})
            visits.browser(name).post(place, json={"nothing": "asked for"})
        return set(asked)


def faults_of(visits: Visits, before: dict[str, list[str]], name: str, place: str, sent: dict[str, Any]) -> str | None:
    """Send this as somebody; say what is wrong with the answer."""
    with visits.undone(), noted_writes() as writes:
        status = visits.browser(name).post(place, headers=HTML, **sent).status_code
        if status >= 500:
            return f"answered {status}"
        if status >= 400 and writes and contents(visits.connection) != before:
            return f"answered {status} and changed something"
    return None


@audiences
def test_a_form_survives_whatever_is_sent_to_it(visits: Visits, tours: Tours, audience: str, *, is_proof: bool) -> None:
    before, found = contents(visits.connection), []
    shown = {(seen.name, seen.page.endpoint): seen.text for seen in tours.of(audience) if seen.is_page}
    for page, name in of_audience(visits, "POST", audience):
        place = address(page, visits.gathering)
        standing: dict[str, str] = {}
        for (who, _endpoint), text in shown.items():
            standing |= fields_on(text, place) if who == name else {}
        names = names_asked_for(visits, name, place, "POST")
        everything = list(bodies(names, standing))
        for sent in everything if is_proof else _dice(visits, page).sample(everything, A_SHARE):
            fault = faults_of(visits, before, name, place, sent)
            if fault:
                found.append(f"{page} {fault} to {str(sent)[:150]}")
    assert found == []


@audiences
def test_an_address_survives_whatever_is_written_into_it(visits: Visits, audience: str, *, is_proof: bool) -> None:
    found = []
    for method in ("GET", "POST"):
        for page, name in of_audience(visits, method, audience):
            place = address(page, visits.gathering)
            spoilt = [place.replace(part, quote(text, safe="")) for part in _words_in(page, place) for text in TEXTS]
            for each in _some(_dice(visits, page), list(dict.fromkeys(spoilt)), is_all=is_proof):
                ask = visits.get if method == "GET" else visits.post
                status = ask(name, each, headers=HTML).status_code
                if status >= 500:
                    found.append(f"{page} answered {status} at {each[:150]}")
    assert found == []


def _dice(visits: Visits, page: Page) -> Random:
    """The same throws for a page in every run on one kind of database."""
    return Random(f"{page} on {visits.connection.dialect.name}")


def _some(dice: Random, everything: list[str], *, is_all: bool) -> list[str]:
    return everything if is_all or len(everything) <= A_FEW else dice.sample(everything, A_FEW)


def _words_in(page: Page, place: str) -> list[str]:
    """Return the parts of an address that stand for its arguments."""
    pattern = page.rule.rule.strip("/").split("/")
    parts = place.partition("?")[0].strip("/").split("/")
    return [part for part, wanted in zip(parts, pattern, strict=True) if "<" in wanted]


@audiences
def test_a_question_after_the_address_survives_whatever_is_asked(
    visits: Visits, audience: str, *, is_proof: bool
) -> None:
    found = []
    for page, name in of_audience(visits, "GET", audience):
        place = address(page, visits.gathering)
        names = names_asked_for(visits, name, place, "GET")
        for text in _some(_dice(visits, page), list(TEXTS), is_all=is_proof) if names else ():
            status = visits.get(
                name, place, headers=HTML, query_string=dict.fromkeys(names, text) | OPTIONS
            ).status_code
            if status >= 500:
                found.append(f"{page} answered {status} to {sorted(names)} = {text[:50]!r}")
    assert found == []


def test_a_row_that_does_not_exist_is_not_found(visits: Visits) -> None:
    found = {}
    for method in ("GET", "POST"):
        for page in pages(visits.app, method):
            if page.row is not None:
                name = next(name for name in CAST if is_let_in(page, name, visits.gathering.places[page.row]))
                place = address(page, visits.gathering).replace(str(visits.gathering.rows[page.row]), NOBODY)
                found[str(page)] = (visits.get if method == "GET" else visits.post)(name, place).status_code
    assert {title: status for title, status in found.items() if status != 404} == {}

"""What the award lives by: agencies meet no assessor, and learn nothing of a judgement before it is announced."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

import pytest

from app.extensions import db
from app.models import Application, AssessorProfile, Person, Receipt
from tests.pages.addresses import Page, address, pages
from tests.pages.cast import CAST, roles_at
from tests.pages.expected import AUDIENCE, is_let_in
from tests.pages.gathering import AMONG_COLLEAGUES
from tests.pages.tour import Tours
from tests.pages.visits import Visits
from workflows.roles import AGENCY_ROLES

pytestmark = pytest.mark.once  # what a page tells does not depend on the kind of database
# Between passing and the announcement an agency is told one thing: its entry is being assessed; and, once, of a visit.
UNTOLD = {"before a visit": ("passed", "assessment", "consensus"), "after it": ("committee", "proposed", "decided")}
_TOKEN = re.compile(r"[\w.-]{80,}")
_HASH = re.compile(r"([0-9a-f]{4} ?){16}")
_CODE = re.compile(r"\b[A-Z]{2,4}\d{0,2}-25\d\d-\d{4}\b")
_INVISIBLE = str.maketrans({"\u2060": None, "\u00a0": " "})


def names_of_assessors() -> list[str]:
    people = db.session.query(Person).join(AssessorProfile, AssessorProfile.person_id == Person.id)
    return [name for person in people for name in (person.name_th, person.name_en, person.email)]


@pytest.mark.parametrize("audience", ["public", "account", "applicant"])
def test_no_page_of_agencies_or_the_public_names_an_assessor(visits: Visits, tours: Tours, audience: str) -> None:
    names = names_of_assessors()
    outside = [seen for seen in tours.of(audience) if "panel" not in seen.name]
    told = {str(seen): [name for name in names if name in seen.text.translate(_INVISIBLE)] for seen in outside}
    assert len(names) > 10
    assert {title: found for title, found in told.items() if found} == {}


def test_an_assessor_meets_no_other_assessor_before_all_sheets_are_in(visits: Visits, tours: Tours) -> None:
    """On no page of the worklist, the sheets and the documents."""
    told = {}
    for seen in tours.of("assessor"):
        own = visits.gathering.names[seen.name]
        told[str(seen)] = [name for name in names_of_assessors() if name in seen.text and name not in own]
    assert {title: found for title, found in told.items() if found} == {}


@pytest.mark.parametrize("rows", UNTOLD.values(), ids=UNTOLD)
def test_an_agency_cannot_tell_where_in_the_assessment_its_entry_is(visits: Visits, rows: tuple[str, ...]) -> None:
    """Every page of an entry reads the same all the while, to the last byte that is not the entry's own."""
    told = {}
    for page in pages(visits.app, "GET"):
        if page.audience == "applicant" and page.access.model is Application:
            first, *others = (as_anybodys(visits, page, row) for row in rows)
            told[page.endpoint] = [line for text in others for line in difflib.unified_diff(first, text, n=0)]
    assert {endpoint: differences for endpoint, differences in told.items() if differences} == {}


def as_anybodys(visits: Visits, page: Page, row: str) -> list[str]:
    """Return the page of an entry with all that is the entry's own taken out: its keys, its code, its hashes."""
    answer = visits.get("coordinator", address(page, visits.gathering, row), headers={"Accept": "text/html"})
    text = f"{answer.status_code} {answer.text}" if answer.mimetype == "text/html" else str(answer.status_code)
    for own in _own_values(visits, row):
        text = text.replace(own, "-")
    return _HASH.sub("-", _TOKEN.sub("-", text)).splitlines()


def _own_values(visits: Visits, row: str) -> Iterator[str]:
    application = db.session.get_one(Application, visits.gathering.rows[row])
    yield str(application.id)
    for receipt in db.session.query(Receipt).filter_by(application_id=application.id):
        yield from (str(receipt.id), receipt.number)
    yield application.code


def test_what_colleagues_say_to_one_another_stays_in_the_agency(visits: Visits) -> None:
    """Every page of the entry, opened by everybody else who may read it; its own people do see it."""
    place, told, inside = visits.gathering.places["visit"], {}, set()
    for page in pages(visits.app, "GET"):
        if page.access.model is not Application:
            continue
        for name in CAST:
            if is_let_in(page, name, place):
                text = visits.get(name, address(page, visits.gathering, "visit")).text.translate(_INVISIBLE)
                found = [words for words in (AMONG_COLLEAGUES, "team-room") if words in text]
                if roles_at(place, name) & AGENCY_ROLES:
                    inside |= set(found)
                else:
                    told[str(page), name] = found
    assert inside == {AMONG_COLLEAGUES, "team-room"}
    assert len(told) > 20
    assert {key: found for key, found in told.items() if found} == {}


def test_the_public_meets_only_announced_entries(visits: Visits, tours: Tours) -> None:
    announced = db.session.get_one(Application, visits.gathering.rows["announced"]).code
    codes = {code for seen in tours.of("public") for code in _CODE.findall(seen.text)}
    assert codes == {announced}


def test_every_audience_that_is_not_inside_is_asked() -> None:
    assert AUDIENCE.keys() - {"public", "account", "applicant"} == {
        "assessor",
        "panel",
        "secretariat",
        "judge",
        "admin",
    }

"""The audit trail: every event in words, searched by kind, application and day; of one's own branches only."""

from __future__ import annotations

import re
from datetime import timedelta

from flask.testing import FlaskClient

from app.extensions import db
from app.models import Event, Person
from app.queries.audit_trail import events_about
from app.queries.programme_plan import settings_of
from app.services.extensions import extend
from app.services.ledger import record_read
from app.services.people import grant_role
from app.services.programme_changes import change_programme
from app.services.score_sheets import open_sheet
from app.services.screening import screen_automatically, screen_out_application
from app.thai import thai_date
from tests.assessing import seated
from tests.sign_in import sign_in
from tests.statements import count_statements
from tests.with_app import Clock
from tests.world import World
from workflows.roles import Role


def numbers(page: str) -> list[int]:
    """The numbers of the events a page lists."""
    return [int(part.split("<")[0].replace(",", "")) for part in page.split('data-l="ลำดับ">')[1:]]


def test_every_event_is_listed_newest_first_with_its_words_and_its_text(world: World, client: FlaskClient) -> None:
    application = world.submitted()
    screen_automatically(application)
    screen_out_application(application, reason="ไม่ตรงประเภทรางวัล", actor=world.officer)
    sign_in(client, world.person(Role.AUDITOR))
    page = client.get("/office/ledger").get_data(as_text=True)
    assert numbers(page) == [each.seq for each in db.session.query(Event).order_by(Event.seq.desc())]
    assert "ไม่ตรงประเภทรางวัล" in page.replace("\u2060", "").replace("\xa0", " ")
    assert world.officer.name_th in page


def test_events_are_found_by_kind_application_and_day(world: World, client: FlaskClient, clock: Clock) -> None:
    mine = world.submitted()
    clock.advance(days=1)
    world.submitted(agency=world.university)
    sign_in(client, world.officer)
    kinds = client.get("/office/ledger?kind=submit").get_data(as_text=True)
    assert len(numbers(kinds)) == 2
    about = numbers(client.get(f"/office/ledger?code={mine.code.lower()}").get_data(as_text=True))
    assert {db.session.get_one(Event, seq).data.get("application", mine.code) for seq in about} == {mine.code}
    assert len(about) == db.session.query(Event).filter(Event.subject == f"applications:{mine.id}").count()
    first_day = numbers(client.get("/office/ledger?kind=submit&until=2/3/2569").get_data(as_text=True))
    second_day = numbers(client.get("/office/ledger?kind=submit&since=3/3/2569").get_data(as_text=True))
    assert first_day + second_day == sorted(numbers(kinds))


def test_a_day_that_cannot_be_read_is_said_and_kept(world: World, client: FlaskClient) -> None:
    sign_in(client, world.officer)
    page = client.get("/office/ledger?since=วันหนึ่ง").get_data(as_text=True)
    assert 'value="วันหนึ่ง"' in page
    assert "data-error-summary" in page


def test_an_officer_of_one_branch_sees_every_event_of_its_own_applications_and_none_of_others(
    world: World, client: FlaskClient
) -> None:
    application = seated(world)[0].application
    own = {each.event.seq for each in events_about(application)}
    assert {"applications", "assignments"} <= subjects_of(own)
    pages = {}
    for number, branch in ((2, "PS"), (3, "PG")):
        sign_in(client, world.person(Role.OFFICER, number=number, branch=branch))
        pages[branch] = [
            numbers(client.get(f"/office/ledger{search.format(code=application.code)}").get_data(as_text=True))
            for search in SEARCHES
        ]
    everything, submitted, of_code, of_both, before = map(set, pages["PS"])
    assert own <= everything
    assert [of_code, of_both, submitted <= everything, before] == [own, own & submitted, True, set()]
    assert submitted
    assert [own & set(page) for page in pages["PG"]] == [set()] * len(SEARCHES)


SEARCHES = ("", "?kind=submit", "?code={code}", "?code={code}&kind=submit", "?until=1/1/2560")


def subjects_of(seqs: set[int]) -> set[str]:
    """The tables these events are about."""
    return {db.session.get_one(Event, seq).subject.partition(":")[0] for seq in seqs}


def test_a_reading_is_in_the_trail_of_the_officer_whose_application_was_read(world: World, client: FlaskClient) -> None:
    seat = seated(world)[0]
    record_read(open_sheet(seat, actor=seat.assessor), actor=seat.assessor)
    read = db.session.query(Event.seq).filter_by(kind="snapshot_read").scalar()
    found = {}
    for number, branch in ((2, "PS"), (3, "PG")):
        sign_in(client, world.person(Role.OFFICER, number=number, branch=branch))
        found[branch] = read in numbers(client.get("/office/ledger").get_data(as_text=True))
    assert found == {"PS": True, "PG": False}


def test_only_kinds_that_can_be_found_are_offered(world: World, client: FlaskClient) -> None:
    world.submitted()
    sign_in(client, world.person(Role.OFFICER, number=2, branch="PS"))
    page = client.get("/office/ledger").get_data(as_text=True)
    offered = re.findall(r'<option value="([a-z_]+)"', page)
    assert "submit" in offered
    assert [
        kind for kind in offered if not numbers(client.get(f"/office/ledger?kind={kind}").get_data(as_text=True))
    ] == []


def test_the_code_of_an_application_may_be_typed_in_thai_digits(world: World, client: FlaskClient) -> None:
    application = world.submitted()
    sign_in(client, world.officer)
    thai = application.code.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    pages = [client.get(f"/office/ledger?code={code}").get_data(as_text=True) for code in (application.code, thai)]
    assert numbers(pages[0]) == numbers(pages[1]) != []


def test_changes_and_extensions_name_their_programme_what_changed_and_who_has_more_time(
    world: World, client: FlaskClient
) -> None:
    programme = world.programme
    extend(programme, world.agency, until=programme.closes_at + timedelta(days=3), reason="น้ำท่วม", actor=world.officer)
    change_programme(programme, settings_of(programme) | {"past_winner_years": 3}, actor=world.officer)
    named = f"{programme.title_th} {programme.cycle.year_be}"
    officer = world.person(Role.OFFICER, number=2, branch=programme.branch)
    stranger = world.person(Role.OFFICER, number=3, branch="PG")
    until = thai_date(programme.closes_at + timedelta(days=3), "th", "short_datetime").replace("\xa0", " ")
    seen = {
        (person.email, kind): client.get(f"/office/ledger?kind={kind}")
        .get_data(as_text=True)
        .replace("\u2060", "")
        .replace("\xa0", " ")
        for person in (officer, stranger)
        for kind in ("extension_granted", "programme_changed")
        if sign_in(client, person) is None
    }
    extension, changed = (seen[officer.email, kind] for kind in ("extension_granted", "programme_changed"))
    assert (f"{named} · {world.agency.name_th}" in extension, f"ถึง {until}" in extension) == (True, True)
    assert (named in changed, "→ 3" in changed) == (True, True)
    assert [named in page for (email, _kind), page in seen.items() if email == stranger.email] == [False, False]


def test_more_events_need_no_more_statements(world: World, client: FlaskClient) -> None:
    sign_in(client, world.officer)
    counts = []
    for agencies in ((world.agency,), (world.other_agency, world.university)):
        for agency in agencies:
            world.submitted(agency=agency)
        with count_statements() as statements:
            assert client.get("/office/ledger").status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_agencies_and_judges_find_no_trail(world: World, client: FlaskClient) -> None:
    for role in (Role.HEAD, Role.JUDGE):
        sign_in(client, world.person(role))
        assert client.get("/office/ledger").status_code == 404


def test_an_administrator_reads_of_people_and_agencies_and_nothing_of_an_application(
    world: World, client: FlaskClient
) -> None:
    """Votes, agreed scores and panels are events too: the trail must not tell what the dossier keeps."""
    application = seated(world)[0].application
    own = {each.event.seq for each in events_about(application)}
    administrator = world.person(Role.ADMINISTRATOR)
    sign_in(client, administrator)
    page = client.get("/office/ledger").get_data(as_text=True)
    assert subjects_of(set(numbers(page))) == {"cycles", "role_grants"}
    assert {"panel_published", "submit"}.isdisjoint(re.findall(r'<option value="([a-z_]+)"', page))
    for search in SEARCHES[1:4]:
        assert numbers(client.get(f"/office/ledger{search.format(code=application.code)}").get_data(as_text=True)) == []
    assert own <= seen_by(world.person(Role.AUDITOR), client)
    grant_role(administrator, Role.OFFICER, branch=application.programme.branch)
    assert own | set(numbers(page)) <= seen_by(administrator, client)


def seen_by(person: Person, client: FlaskClient) -> set[int]:
    """The numbers of the events somebody's trail begins with."""
    sign_in(client, person)
    return set(numbers(client.get("/office/ledger").get_data(as_text=True)))

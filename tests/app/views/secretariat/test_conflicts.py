"""The officers' pages on conflicts: what waits, ruling on an interest by two persons, a late tie, the rules."""

from __future__ import annotations

from flask.testing import FlaskClient

from app.extensions import db
from app.models import Application, AssignmentState, Declaration, Message, Proposal, ProposalState
from app.queries.interests import staff_for
from app.services.interests import declare_interest
from tests.panels import assessor, pass_screening, seat_panel
from tests.sign_in import sign_in
from tests.statements import count_statements
from tests.world import World
from workflows.roles import Role

PAGE = "/office/assignment/conflicts"


def waiting(world: World) -> Application:
    application = world.submitted()
    pass_screening(world, application)
    return application


def plain(text: str) -> str:
    return text.replace("\u2060", "").replace("\u00a0", " ")


def test_an_interest_is_found_confirmed_and_lifted_by_two_persons(world: World, client: FlaskClient) -> None:
    person, second = assessor(world, 1), world.person(Role.OFFICER, number=2)
    interest = declare_interest(actor=person, reason="พี่น้องเป็นอาจารย์", agency_id=world.university.id)
    where = f"{PAGE}/interests/{interest.id}"
    sign_in(client, world.officer)
    assert where in client.get(PAGE).get_data(as_text=True)
    assert where in client.get(PAGE, query_string={"q": person.name_en}).get_data(as_text=True)
    assert where not in client.get(PAGE, query_string={"q": "ไม่มีใครชื่อนี้"}).get_data(as_text=True)
    assert where not in client.get(PAGE, query_string={"ruling": "lifted"}).get_data(as_text=True)

    refused = client.post(f"{where}/ruling", data={"ruling": "confirm", "reason": " "})
    assert refused.status_code == 409
    assert client.post(f"{where}/ruling", data={"reason": "มีแต่เหตุผล"}).status_code == 422
    assert client.post(f"{where}/ruling", data={"ruling": "confirm", "reason": "จริง"}).status_code == 302
    assert client.post(f"{where}/ruling", data={"ruling": "lift", "reason": "พ้นแล้ว"}).status_code == 302
    assert f"{where}/lift" not in client.get(where).get_data(as_text=True), "the proposer does not sign"
    assert client.post(f"{where}/lift", data={"answer": "sign"}).status_code == 409
    sign_in(client, second)
    assert f"{where}/lift" in client.get(where).get_data(as_text=True)
    assert client.post(f"{where}/lift", data={"answer": "sign"}).status_code == 302
    assert interest.lifted_at is not None
    assert db.session.query(Proposal).one().state is ProposalState.CONFIRMED
    assert where in client.get(PAGE, query_string={"ruling": "lifted"}).get_data(as_text=True)


def test_an_interest_in_an_agency_is_for_those_whose_round_it_is_in(world: World, client: FlaskClient) -> None:
    """The reason is private: an officer of one award type reads it only of an agency that entered that type."""
    agency = world.submitted().agency
    person = assessor(world, 1)
    entered, elsewhere = (
        declare_interest(actor=person, reason="พี่น้องรับราชการที่นี่", agency_id=each.id)
        for each in (agency, world.university)
    )
    own, other = {"branch": "PS", "type_code": world.programme.type_code}, {"branch": "PG", "type_code": "other"}
    scopes: list[dict[str, str]] = [own, other, {"branch": "PS"}, {"branch": "PG"}, {}]
    officers = [world.person(Role.OFFICER, number=number, **scope) for number, scope in enumerate(scopes, 2)]
    listed, opened = [], []
    for officer in officers:
        sign_in(client, officer)
        page = client.get(PAGE).text
        addresses = [f"{PAGE}/interests/{each.id}" for each in (entered, elsewhere)]
        listed.append([address in page for address in addresses])
        opened.append([client.get(address).status_code == 200 for address in addresses])
    assert listed == opened == [[True, False], [False, False], [True, True], [False, True], [True, True]]
    assert set(staff_for(entered)) == {officers[0], officers[2], officers[4], world.officer}


def test_an_auditor_reads_interests_and_rules_on_none(world: World, client: FlaskClient) -> None:
    interest = declare_interest(actor=assessor(world, 1), reason="พี่น้องเป็นอาจารย์", agency_id=world.university.id)
    where = f"{PAGE}/interests/{interest.id}"
    sign_in(client, world.person(Role.AUDITOR))
    assert where in client.get(PAGE).text
    page = client.get(where).text
    assert ("พี่น้องเป็นอาจารย์" in page, f'action="{where}' in page) == (True, False)
    assert client.post(f"{where}/ruling", data={"ruling": "confirm", "reason": "จริง"}).status_code == 404


def test_a_late_tie_is_shown_and_the_seat_emptied_with_a_reason(world: World, client: FlaskClient) -> None:
    application = waiting(world)
    seats = seat_panel(world, application)
    profile = seats[1].assessor.assessor_profile
    assert profile is not None
    profile.home_agency_id = world.other_agency.id
    db.session.commit()
    where = f"{PAGE}/seats/{seats[1].id}"
    sign_in(client, world.officer)
    assert where in client.get(PAGE).get_data(as_text=True)
    assert "กระทรวงหรือกรมเดียวกัน" in plain(client.get(where).get_data(as_text=True))
    assert client.post(where, data={"reason": ""}).status_code == 409
    response = client.post(where, data={"reason": "ย้ายสังกัด"})
    assert response.location == f"/office/assignment/stages/{application.stage_id}"
    assert seats[1].state is AssignmentState.VOID
    assert where not in client.get(PAGE).get_data(as_text=True)


def test_those_who_owe_the_declaration_are_reminded_once_a_day(world: World, client: FlaskClient) -> None:
    person = assessor(world, 1)
    db.session.query(Declaration).delete()
    db.session.commit()
    sign_in(client, world.officer)
    assert person.name_th in client.get(PAGE).get_data(as_text=True)
    for _time in range(2):
        assert client.post(f"{PAGE}/declarations/reminder").status_code == 302
    assert [message.recipient_id for message in db.session.query(Message).filter_by(kind="declaration_wanted")] == [
        person.id
    ]


def test_the_rules_are_set_and_kept_as_typed_where_they_are_refused(world: World, client: FlaskClient) -> None:
    where = f"/office/assignment/programmes/{world.programme.id}/conflict-rules"
    sign_in(client, world.officer)
    assert 'value="ministry" checked' in client.get(where).get_data(as_text=True)
    wrong = client.post(where, data={"reach": "off", "past_years": "เก้าสิบ", "reason": "ทดลอง"})
    assert wrong.status_code == 422
    assert 'value="เก้าสิบ"' in wrong.get_data(as_text=True)
    right = {"reach": "department", "past_years": "๕", "reason": "มติคณะกรรมการ"}
    assert client.post(where, data=right).status_code == 302
    assert {key: world.programme.rules[key] for key in ("ministry_reach", "past_years")} == {
        "ministry_reach": "department",
        "past_years": 5,
    }


def test_a_longer_list_takes_no_more_statements(world: World, client: FlaskClient) -> None:
    application = waiting(world)
    people = [assessor(world, number) for number in range(1, 4)]
    declare_interest(actor=people[0], reason="ญาติ", application=application)
    sign_in(client, world.officer)
    client.get(PAGE)
    with count_statements() as one:
        client.get(PAGE)
    for person in people[1:]:
        declare_interest(actor=person, reason="ญาติ", agency_id=world.university.id)
    with count_statements() as three:
        client.get(PAGE)
    assert len(one) == len(three)

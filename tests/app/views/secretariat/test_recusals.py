"""A member of the committee who is recused from an application finds nothing of it as staff either."""

from __future__ import annotations

from io import BytesIO

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from app.extensions import db
from app.models import Application, Message, Person, Proposal, Receipt
from app.permissions import Permission, is_allowed
from app.queries.dossier import committee_of
from app.services.decisions import propose_disqualification
from app.services.interests import declare_interest
from app.services.letters import give_number, set_prefix
from app.services.people import grant_role
from tests.before_committee import agreed_by_panel
from tests.sign_in import sign_in
from tests.world import World
from workflows.roles import Role

ROLES = ((Role.DIRECTOR,), (Role.JUDGE, Role.DIRECTOR), (Role.JUDGE, Role.OFFICER), (Role.JUDGE, Role.AUDITOR))
LISTS = (
    "/office",
    "/office/agencies",
    "/office/appeals",
    "/office/applications",
    "/office/assignment/conflicts",
    "/office/feedback",
    "/office/ledger",
    "/office/letters",
    "/office/messages",
    "/office/screening",
    "/office/sheets",
    "/committee",
    "/committee/proposals",
)


@pytest.fixture
def own(world: World) -> Application:
    """Give an entry that members of the committee are recused from, with a number of the register."""
    application = agreed_by_panel(world)
    set_prefix("นร ๑๒๐๐/", actor=world.officer)
    give_number(db.session.query(Receipt).filter_by(application_id=application.id).one(), actor=world.officer)
    return application


@pytest.fixture
def other(world: World, own: Application) -> Application:
    """Give an entry of another agency, that nobody is recused from."""
    return world.submitted(agency=world.other_agency)


def member(world: World, *roles: Role, number: int = 7) -> Person:
    first, *more = roles
    person = world.person(first, number=number)
    for role in more:
        grant_role(person, role)
    return person


def recused(world: World, application: Application, *roles: Role) -> Person:
    person = member(world, *roles)
    declare_interest(actor=person, reason="พี่สาวทำงานในกรมนี้", application=application)
    assert person in committee_of(application).members
    return person


def pages_of(application: Application) -> list[str]:
    record = f"/office/applications/{application.id}"
    stages = [f"{record}/stages/{stage.code}" for stage in application.programme.stages]
    panel = f"/office/assignment/applications/{application.id}"
    return [record, *stages, panel, f"/office/screening/{application.id}", f"/committee/applications/{application.id}"]


def naming(client: FlaskClient, application: Application) -> list[str]:
    """Say which lists name the entry, by its code or its address."""
    pages = {address: client.get(address).get_data(as_text=True) for address in LISTS}
    return [address for address, page in pages.items() if application.code in page or str(application.id) in page]


@pytest.mark.once  # the filters are asked on both by the tests of each list
@pytest.mark.parametrize("roles", ROLES, ids="+".join)
def test_a_recused_member_finds_nothing_of_the_entry_in_the_office(
    world: World, client: FlaskClient, own: Application, other: Application, roles: tuple[Role, ...]
) -> None:
    sign_in(client, member(world, *roles, number=8))
    assert {"/office/applications", "/office/ledger", "/office/letters"} <= set(naming(client, own))
    sign_in(client, recused(world, own, *roles))
    assert [address for address in pages_of(own) if client.get(address).status_code != 404] == []
    assert naming(client, own) == []
    assert client.get(f"/office/ledger?code={own.code}").get_data(as_text=True).count(str(own.id)) == 0
    assert {"/office/applications", "/office/ledger"} <= set(naming(client, other))


def test_neither_the_workbook_nor_messages_to_others_tell_a_recused_director_of_it(
    world: World, client: FlaskClient, own: Application, other: Application
) -> None:
    told = [each for each in db.session.query(Message) if own.code in each.body + each.subject]
    director = recused(world, own, Role.DIRECTOR)
    sign_in(client, director)
    sheet = load_workbook(BytesIO(client.post("/office/applications/export").data)).worksheets[0]
    codes = {str(cell.value) for row in sheet.iter_rows() for cell in row}
    assert (own.code in codes, other.code in codes) == (False, True)
    assert told
    assert {client.get(f"/office/messages/{each.id}").status_code for each in told} == {404}
    sign_in(client, world.officer)
    assert {client.get(f"/office/messages/{each.id}").status_code for each in told} == {200}


def test_others_of_the_office_do_what_a_recused_member_leaves(world: World, own: Application) -> None:
    aside, deputy = recused(world, own, Role.JUDGE, Role.DIRECTOR), member(world, Role.DIRECTOR, number=8)
    acts = (Permission.DISQUALIFY, Permission.OVERRIDE_GATE, Permission.CONFIRM_ACT, Permission.DECIDE)
    assert [act for act in acts if is_allowed(act, own, aside)] == []
    assert [act for act in acts if not is_allowed(act, own, deputy)] == []
    propose_disqualification(own, reason="ข้อมูลเท็จ", actor=world.officer)
    wanted = db.session.query(Message).filter_by(kind="second_signature_wanted")
    assert {each.recipient_id for each in wanted} == {deputy.id}
    assert is_allowed(Permission.CONFIRM_ACT, db.session.query(Proposal).one(), deputy)


def test_the_own_agency_is_still_served_and_an_officer_outside_the_committee_still_works(
    world: World, own: Application
) -> None:
    head = world.person(Role.HEAD)
    grant_role(head, Role.DIRECTOR)
    assert is_allowed(Permission.VIEW_APPLICATION, own, head)
    assert not is_allowed(Permission.VIEW_PROGRAMME, own, head)
    officer = world.officer
    declare_interest(actor=officer, reason="เคยเป็นที่ปรึกษา", application=own)
    assert is_allowed(Permission.VIEW_PROGRAMME, own, officer)

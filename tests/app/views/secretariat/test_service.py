"""Certificates of service: issued once everything is announced, counts alone, confirmed by the public page."""

from __future__ import annotations

from flask.testing import FlaskClient

from app.extensions import db
from app.models import Message, ServiceCertificate
from app.services.letters import set_prefix
from tests.announced import announce
from tests.app.reports.reading import absent_from, pages_of
from tests.before_committee import agreed_by_panel
from tests.panels import assessor
from tests.sign_in import sign_in
from tests.statements import count_statements
from tests.world import World
from workflows.certificate import written_code
from workflows.roles import Role

PATH = "/office/cycles/2569/service"


def test_certificates_wait_for_the_announcement_and_are_issued_once(world: World, client: FlaskClient) -> None:
    application = agreed_by_panel(world)
    sign_in(client, world.officer)
    assert client.post(PATH).status_code == 409
    announce(application, "good")
    sign_in(client, world.officer)
    assert client.post(PATH).status_code == 302
    issued = db.session.query(ServiceCertificate).all()
    assert {each.assessor.email for each in issued} == {assessor(world, number).email for number in (1, 2, 3)}
    assert db.session.query(Message).filter_by(kind="service_certified").count() == len(issued)
    assert client.post(PATH).status_code == 409
    assert db.session.query(ServiceCertificate).count() == len(issued)


def test_the_paper_counts_and_names_no_entry(world: World, client: FlaskClient) -> None:
    application = announce(agreed_by_panel(world), "good")
    sign_in(client, world.officer)
    client.post(PATH)
    person = assessor(world, 1)
    mine = db.session.query(ServiceCertificate).filter_by(assessor_id=person.id).one()
    assert [(each["kind"], each["applications"], each["sheets"]) for each in mine.service] == [("independent", 1, 1)]
    set_prefix("นร ๑๒๐๐/", actor=world.officer)
    assert client.post(f"/office/service-certificates/{mine.id}/letter-number").status_code == 302
    sign_in(client, person)
    assert "/assessments/service/2569.pdf" in client.get("/assessments/profile").get_data(as_text=True)
    pdf = client.get("/assessments/service/2569.pdf").data
    secret = [application.code, application.title_th, world.agency.name_th, world.programme.title_th]
    said = [person.name_th, person.name_en, written_code(mine.code), "นร ๑๒๐๐/๑"]
    assert (absent_from(pdf, said), absent_from(pdf, secret), pages_of(pdf)) == ([], secret, 2)
    sign_in(client, world.person(Role.ASSESSOR, number=9))
    assert client.get("/assessments/service/2569.pdf").status_code == 404


def test_anybody_with_the_code_reads_that_it_is_valid(world: World, client: FlaskClient) -> None:
    application = announce(agreed_by_panel(world), "good")
    sign_in(client, world.officer)
    client.post(PATH)
    mine = db.session.query(ServiceCertificate).filter_by(assessor_id=assessor(world, 1).id).one()
    client.post("/sign-out")
    page = client.get(f"/certificates?code={written_code(mine.code)}").get_data(as_text=True)
    assert (mine.assessor.name_th in page, application.code in page) == (True, False)


def test_more_assessors_need_no_more_statements(world: World, client: FlaskClient) -> None:
    counts = []
    for agency in (world.agency, world.other_agency):
        agreed_by_panel(world, agency=agency)
        sign_in(client, world.officer)
        client.get(PATH)
        with count_statements() as statements:
            assert client.get(PATH).status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1]

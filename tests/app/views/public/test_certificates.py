"""Certificates: issued with the announcement, checked by anyone, revoked by two persons, and never known before."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from app.extensions import db
from app.models import Certificate
from app.services.certificates import confirm_revocation, issue_certificate, propose_revocation
from tests.announced import announce
from tests.app.reports.reading import absent_from, pages_of
from tests.before_committee import put_before_committee
from tests.rounds import announced, proposal_on
from tests.sign_in import sign_in
from tests.world import World
from workflows.certificate import written_code
from workflows.errors import RuleBroken
from workflows.roles import Role


def plain(client: FlaskClient, address: str) -> str:
    """Return a page without the signs that keep Thai words together."""
    return client.get(address).get_data(as_text=True).replace("\u2060", "").replace("\u00a0", " ")


def test_a_certified_agency_prints_its_certificate_and_anyone_checks_its_code(
    world: World, client: FlaskClient
) -> None:
    application = announced(world)
    certificate = db.session.query(Certificate).one()
    thai = certificate.code.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    for typed in (written_code(certificate.code), certificate.code.lower(), thai):
        page = plain(client, f"/certificates?code={typed}")
        assert ("ใบรับรองนี้ใช้ได้" in page, world.agency.name_th in page, "Significance" in page) == (True, True, True)
    sign_in(client, world.person(Role.HEAD))
    assert written_code(certificate.code) in plain(client, f"/applications/{application.id}")
    for language, words in (("th", "ใบรับรองสถานะการเป็นระบบราชการ 4.0"), ("en", "Significance")):
        response = client.get(f"/applications/{application.id}/certificate.pdf?language={language}")
        assert response.mimetype == "application/pdf"
        assert pages_of(response.data) == 1
        assert absent_from(response.data, [words, written_code(certificate.code)]) == []


def test_a_revoked_certificate_says_so_and_is_not_printed_again(world: World, client: FlaskClient) -> None:
    application = announce(world.submitted(), "outstanding")
    certificate = issue_certificate(application, actor=world.officer)
    assert certificate is not None and issue_certificate(application, actor=world.officer) is certificate
    sign_in(client, world.officer)
    path = f"/office/applications/{application.id}"
    assert client.post(f"{path}/revocation", data={"reason": ""}).status_code == 409
    assert client.post(f"{path}/revocation", data={"reason": "ข้อมูลเป็นเท็จ"}).status_code == 302
    proposal = proposal_on(application, "revoke_certificate")
    with pytest.raises(RuleBroken):
        confirm_revocation(proposal, actor=world.officer)
    assert "ใบรับรองนี้ใช้ได้" in plain(client, f"/certificates?code={certificate.code}")
    sign_in(client, world.person(Role.DIRECTOR))
    assert client.post(f"/committee/proposals/{proposal.id}/confirmation").status_code == 302
    page = plain(client, f"/certificates?code={certificate.code}")
    assert ("ถูกเพิกถอนแล้ว" in page, "ข้อมูลเป็นเท็จ" in page) == (True, False)
    assert "ข้อมูลเป็นเท็จ" in plain(client, path)
    assert "เพิกถอนเมื่อ" in plain(client, f"/winners/{application.id}")
    assert client.get(f"/applications/{application.id}/certificate.pdf").status_code == 404
    with pytest.raises(RuleBroken, match="revoked already"):
        propose_revocation(application, reason="อีกครั้ง", actor=world.officer)


def test_nothing_is_known_before_the_announcement_or_of_another_code(world: World, client: FlaskClient) -> None:
    application = put_before_committee(world)
    with pytest.raises(RuleBroken, match="announced"):
        issue_certificate(application, actor=world.officer)
    assert issue_certificate(announce(application, "none"), actor=world.officer) is None
    for code in ("0000-0000-0000-0000", "ZZZZZZZZZZZZZZZZ"):
        assert "ไม่พบ" in plain(client, f"/certificates?code={code}")
    for wrong in ("1234", "%27 or 1=1", "ก" * 16):
        assert "govuk-error-message" in plain(client, f"/certificates?code={wrong}")


def test_codes_are_not_tried_without_end(world: World, client: FlaskClient) -> None:
    answers = {client.get("/certificates?code=0000000000000000").status_code for _ in range(40)}
    assert answers == {200, 429}
    assert client.get("/certificates").status_code == 200

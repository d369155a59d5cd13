"""The receipt of an appeal as a PDF: for its agency and staff; that of a complaint names who wrote, for staff alone."""

from __future__ import annotations

from flask.testing import FlaskClient

from app.clock import now
from app.models import Appeal
from app.queries.appeals import event_of
from app.queries.letters import written
from app.reports.wording import grouped_hash
from app.services.appeals import write_appeal
from app.services.letters import give_number, set_prefix
from tests.app.reports.reading import absent_from, pages_of
from tests.appeals import COMPLAINANT, TOLD, WHY, answered, appealable, complained, filed
from tests.sign_in import sign_in
from tests.world import World
from workflows.roles import Role


def paths(appeal: Appeal) -> tuple[str, str]:
    return f"/appeals/{appeal.id}/receipt.pdf", f"/office/appeals/{appeal.id}/receipt.pdf"


def test_the_receipt_states_what_came_when_until_when_and_its_proof(world: World, client: FlaskClient) -> None:
    application = appealable(world.submitted())
    appeal = filed(world, application)
    sign_in(client, world.person(Role.HEAD))
    own, offices = paths(appeal)
    assert f'href="{own}"' in client.get(f"/appeals/{appeal.id}").text
    response = client.get(own)
    expected = [
        "ใบรับอุทธรณ์",
        f"{application.code}-A01",
        world.agency.name_th,
        world.person(Role.HEAD).name_th,
        "แจ้งผลภายใน",
        grouped_hash(appeal.sha256 or ""),
        grouped_hash(event_of(appeal).hash),
    ]
    assert (response.mimetype, pages_of(response.data), absent_from(response.data, expected)) == (
        "application/pdf",
        1,
        [],
    )
    assert absent_from(response.data, [WHY]) == [WHY]
    assert client.get(offices).status_code == 404
    sign_in(client, world.officer)
    assert (client.get(offices).data, client.get(own).status_code) == (response.data, 404)


def test_the_receipt_of_a_complaint_names_who_wrote_and_stays_with_staff(world: World, client: FlaskClient) -> None:
    complaint = complained(world, appealable(world.submitted()))
    own, offices = paths(complaint)
    sign_in(client, world.person(Role.HEAD))
    assert (client.get(own).status_code, own in client.get(f"/appeals/{complaint.id}").text) == (404, False)
    sign_in(client, world.officer)
    assert offices in client.get(f"/office/appeals/{complaint.id}").text
    client.post("/language", data={"language": "en", "next": "/"})
    paper = client.get(offices).data
    assert absent_from(paper, ["Receipt of a complaint", COMPLAINANT, "12/2569"]) == []
    assert absent_from(paper, [TOLD]) == [TOLD]


def test_an_answer_with_a_letter_number_stands_on_it_and_a_draft_has_none(world: World, client: FlaskClient) -> None:
    application, head = appealable(world.submitted()), world.person(Role.HEAD)
    draft = write_appeal(application, ground=None, text=WHY, version=0, actor=head, received_at=now())
    for person, path in zip((head, world.officer), paths(draft), strict=True):
        sign_in(client, person)
        assert client.get(path).status_code == 404
    complaint = answered(world, complained(world, application))
    set_prefix("นร 1200/", actor=world.officer)
    number = written(give_number(complaint, actor=world.officer))
    sign_in(client, world.officer)
    paper = client.get(paths(complaint)[1]).data
    assert absent_from(paper, ["เลขที่หนังสือแจ้งผล", number]) == []

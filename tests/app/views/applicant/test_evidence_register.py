"""The register of evidence: every file, what it backs up, what is claimed without one; linked and taken off here."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.clock import now
from app.extensions import db
from app.models import Application, Evidence
from app.queries.applicant_document import document_of
from app.queries.evidence_register import register_of
from app.services.answers import save_answer
from app.services.quarantine import check_file, files_to_check
from tests.sample_files import embedding, locked, pdf
from tests.sign_in import sign_in
from tests.statements import count_statements
from tests.world import World
from workflows.roles import Role

BASIC, ADVANCE = "file.1.1.basic", "file.1.1.advance"


@pytest.fixture
def draft(client: FlaskClient, world: World) -> Application:
    made = world.draft(world.programme_of("pmqa40@2564"))
    sign_in(client, world.person(Role.COORDINATOR))
    client.post("/language", data={"language": "en", "next": "/"})
    return made


def attach(
    client: FlaskClient, draft: Application, field: str = BASIC, content: bytes = b"", name: str = "ผัง.pdf"
) -> TestResponse:
    answer = client.post(
        f"/applications/{draft.id}/evidence",
        data={"field": field, "file": (BytesIO(content or pdf()), name)},
        content_type="multipart/form-data",
    )
    for evidence in files_to_check():
        check_file(evidence)
    db.session.expire_all()
    return answer


def test_a_file_that_was_refused_is_named_beside_what_is_missing(client: FlaskClient, draft: Application) -> None:
    attach(client, draft, content=embedding(), name="ซ้อน.pdf")
    page = client.get(f"/applications/{draft.id}/self-assessment").text.replace("\u00a0", " ")
    assert ["1 file did not pass the check and is not sent" in page, "ซ้อน.pdf" in page] == [True, True]


def test_attaching_without_a_file_says_so_at_the_field_and_keeps_the_place_chosen(
    client: FlaskClient, draft: Application
) -> None:
    answer = client.post(f"/applications/{draft.id}/evidence", data={"field": ADVANCE})
    at_field = re.search(r'id="file-error">.*?</p>', answer.text, re.DOTALL)
    assert at_field is not None
    assert (answer.status_code, "Choose a file" in at_field[0]) == (422, True)
    assert f'value="{ADVANCE}" selected' in answer.text


def uses(draft: Application) -> list[list[str]]:
    db.session.expire_all()
    return [[question.id for question in each.uses] for each in register_of(document_of(draft)).files]


def test_a_file_is_attached_linked_unlinked_and_removed_from_the_register(
    client: FlaskClient, draft: Application
) -> None:
    assert attach(client, draft).status_code == 302
    evidence = db.session.query(Evidence).one()
    client.post(f"/evidence/{evidence.id}/links", data={"field": ADVANCE})
    linked = uses(draft)
    client.post(f"/evidence/{evidence.id}/links/removal", data={"field": BASIC})
    client.post(f"/evidence/{evidence.id}/links/removal", data={"field": ADVANCE})
    unlinked = uses(draft)
    page = client.get(f"/applications/{draft.id}/evidence").text
    client.post(f"/evidence/{evidence.id}/removal")
    assert (linked, unlinked, "Nothing yet" in page, uses(draft)) == ([[BASIC, ADVANCE]], [[]], True, [])


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (pdf(3), "This file has 3 pages; at most 2 are allowed here"),
        (locked(), "This PDF is protected by a password"),
        (b"%PDF-1.7 no", "This PDF cannot be opened"),
    ],
)
def test_a_bad_file_is_refused_at_once_in_plain_words(
    client: FlaskClient, draft: Application, content: bytes, reason: str
) -> None:
    answer = attach(client, draft, content=content)
    words = answer.text.replace("\u00a0", " ")
    assert (answer.status_code, reason in words, uses(draft)) == (422, True, [])


def test_a_level_that_has_its_file_takes_no_second_one(client: FlaskClient, draft: Application) -> None:
    attach(client, draft)
    attach(client, draft, ADVANCE, pdf(2), "อื่น.pdf")
    other = db.session.query(Evidence).filter_by(file_name="อื่น.pdf").one()
    answer = client.post(f"/evidence/{other.id}/links", data={"field": BASIC})
    assert (answer.status_code, "At most 1 files fit here" in answer.text) == (409, True)


def test_a_claim_without_a_file_is_named_with_the_way_to_it(
    client: FlaskClient, draft: Application, world: World
) -> None:
    editor = world.person(Role.COORDINATOR)
    for field in ("tick.1.1-b1", "tick.1.2-b1"):
        save_answer(draft, field, True, version=0, actor=editor, received_at=now())
    attach(client, draft)
    page = client.get(f"/applications/{draft.id}/evidence").text
    here = f"/applications/{draft.id}/parts/category-1?item=1.2#file.1.2.basic"
    register = register_of(document_of(draft))
    assert [(claim.item.id, claim.level) for claim in register.claims] == [("1.1", "basic"), ("1.2", "basic")]
    assert [claim.item.id for claim in register.bare] == ["1.2"]
    assert ["1 claim has no evidence file yet" in page, here in page] == [True, True]


def test_claims_are_folded_by_category_and_the_first_that_lacks_a_file_is_open(
    client: FlaskClient, draft: Application, world: World
) -> None:
    editor = world.person(Role.COORDINATOR)
    for field in ("tick.1.1-b1", "tick.2.1-b1", "tick.3.1-b1", "tick.3.2-b1"):
        save_answer(draft, field, True, version=0, actor=editor, received_at=now())
    attach(client, draft)
    groups = register_of(document_of(draft)).groups
    assert [(group.category.id, len(group.claims), group.bare) for group in groups] == [
        ("1", 1, 0),
        ("2", 1, 1),
        ("3", 2, 2),
    ]
    page = client.get(f"/applications/{draft.id}/evidence").text
    folds = re.findall(r'<details class="lr-fold"( open)?>', page)
    assert (folds, "2 without a file" in page.replace("\u00a0", " ")) == (["", " open", ""], True)


def test_a_file_is_reused_and_taken_off_again_at_the_level_itself(client: FlaskClient, draft: Application) -> None:
    attach(client, draft)
    evidence = db.session.query(Evidence).one()
    here = f"/applications/{draft.id}/parts/category-1"
    client.post(here, data={"item": "1.1", f"link/{ADVANCE}": str(evidence.id)})
    page = client.get(f"{here}?item=1.1").text
    client.post(here, data={"item": "1.1", "remove": f"{evidence.id}/{BASIC}"})
    assert ("also used in 1 other place" in page, uses(draft)) == (True, [[ADVANCE]])


def test_a_file_of_another_agency_is_not_there(client: FlaskClient, draft: Application, world: World) -> None:
    attach(client, draft)
    evidence = db.session.query(Evidence).one()
    theirs = world.draft(world.programme_of("pmqa40@2564"), world.other_agency)
    sign_in(client, world.person(Role.COORDINATOR, world.other_agency))
    asked = client.post(f"/evidence/{evidence.id}/links", data={"field": ADVANCE}).status_code
    client.post(f"/applications/{theirs.id}/parts/category-1", data={"item": "1.1", f"link/{ADVANCE}": evidence.id})
    assert (asked, uses(draft), uses(theirs)) == (404, [[BASIC]], [])


def test_more_files_need_no_more_statements(client: FlaskClient, draft: Application) -> None:
    address = f"/applications/{draft.id}/evidence"
    attach(client, draft)
    client.get(address)
    with count_statements() as one:
        client.get(address)
    for place in ("1.2.basic", "1.3.basic"):
        attach(client, draft, f"file.{place}", pdf(), f"{place}.pdf")
    with count_statements() as three:
        client.get(address)
    assert len(one) == len(three)


def test_a_reader_sees_the_register_and_no_forms(client: FlaskClient, draft: Application, world: World) -> None:
    attach(client, draft)
    sign_in(client, world.person(Role.HEAD))
    page = client.get(f"/applications/{draft.id}/evidence").text
    assert ["ผัง.pdf" in page, "removal" in page, "multipart" in page] == [True, False, False]

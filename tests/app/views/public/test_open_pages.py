"""Programmes, criteria, ledger and help: what everybody may read."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app.clock import now
from app.extensions import db
from app.models import Event, LedgerSeal, Receipt, Snapshot
from rubrics import definition_file, load_rubric, published_rubrics
from tests.sign_in import sign_in
from tests.statements import count_statements
from tests.with_app import Clock
from tests.world import CLOSES, OPENS, World
from workflows.roles import Role

LANGUAGES = ("th", "en")
RUBRICS = sorted(published_rubrics())


def english(client: FlaskClient) -> None:
    client.post("/language", data={"language": "en"})


def readable(text: str) -> str:
    """The page without the marks that keep words together."""
    return text.replace("\u2060", "").replace("\u00a0", " ")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", ["/", "/programmes", "/criteria", "/winners", "/ledger", "/help", "/privacy"])
def test_every_open_page_answers_before_there_is_anything(
    client: FlaskClient, db_session: object, address: str, language: str
) -> None:
    client.post("/language", data={"language": language})
    assert client.get(address).status_code == 200


def test_the_landing_page_names_what_is_open_and_until_when(client: FlaskClient, world: World) -> None:
    english(client)
    page = readable(client.get("/").text)
    assert "1 programme is open for entries" in page
    assert "Closes 31 March 2026, 16:30 (Bangkok)" in page


@pytest.mark.parametrize(
    ("instant", "words"),
    [
        (OPENS - timedelta(seconds=1), "Opens soon"),
        (OPENS, "Open for entries"),
        (CLOSES, "Open for entries"),
        (CLOSES + timedelta(seconds=1), "Closed for entries"),
    ],
)
def test_a_programme_says_where_it_stands_now(
    client: FlaskClient, world: World, clock: Clock, instant: object, words: str
) -> None:
    clock.is_now(instant)  # type: ignore[arg-type]
    english(client)
    assert words in client.get(f"/programmes/{world.programme.id}").text


def test_an_unknown_programme_is_not_there(client: FlaskClient, world: World) -> None:
    assert client.get(f"/programmes/{world.agency.id}").status_code == 404


def test_only_a_coordinator_is_offered_to_start(client: FlaskClient, world: World) -> None:
    english(client)
    address = f"/programmes/{world.programme.id}"
    assert "Sign in to start" in client.get(address).text
    sign_in(client, world.person(Role.HEAD))
    english(client)
    assert "The coordinator of an agency starts an application" in client.get(address).text


def test_more_programmes_need_no_more_statements(client: FlaskClient, world: World) -> None:
    counts = []
    for rubric_ids in ((), ("ps-development@2564", "pmqa40@2564")):
        for rubric_id in rubric_ids:
            world.programme_of(rubric_id)
        for address in ("/", "/programmes"):
            with count_statements() as found:
                client.get(address)
            counts.append(len(found))
    assert counts[:2] == counts[2:]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rubric_id", RUBRICS)
def test_all_of_the_criteria_can_be_read(
    client: FlaskClient, db_session: object, rubric_id: str, language: str
) -> None:
    client.post("/language", data={"language": language})
    page = readable(client.get(f"/criteria/{rubric_id}").text)
    rubric = load_rubric(rubric_id)
    texts = [node.title for node in rubric.leaves]
    texts += [checkpoint.text for checkpoint, _, _ in rubric.checkpoints.values()]
    texts += [anchor.text for node in rubric.leaves if node.scale for anchor in node.scale.anchors]
    texts += [field.title for field in rubric.fields]
    texts += [stage.title for stage in rubric.stages]
    missing = [text for text in texts if _escaped(text.in_language(language)) not in page]
    assert missing == []


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&#34;").replace("'", "&#39;")


@pytest.mark.parametrize("rubric_id", RUBRICS)
def test_the_downloaded_file_has_the_fingerprint_of_the_page(
    client: FlaskClient, db_session: object, rubric_id: str
) -> None:
    answer = client.get(f"/criteria/{rubric_id}/file")
    assert hashlib.sha256(answer.data).hexdigest() == load_rubric(rubric_id).sha256
    assert definition_file(rubric_id).name in answer.headers["Content-Disposition"]


def test_gates_are_said_in_words(client: FlaskClient, db_session: object) -> None:
    english(client)
    page = readable(client.get("/criteria/pmqa40@2564").text)
    assert "the total on the certifiers&#39; agreed checkpoints is at least" in page
    assert "{&#39;path&#39;" not in page


@pytest.mark.parametrize("rubric_id", ["none@2564", "pmqa40", "..", "pmqa40@9999"])
def test_unknown_criteria_are_not_there(client: FlaskClient, db_session: object, rubric_id: str) -> None:
    assert client.get(f"/criteria/{rubric_id}").status_code == 404


def test_the_hashes_of_a_receipt_are_found_without_telling_whose_they_are(client: FlaskClient, world: World) -> None:
    world.submitted()
    english(client)
    receipt = db.session.query(Receipt).one()
    event_hash = db.session.query(Event.hash).filter(Event.id == receipt.event_id).scalar()
    document_hash = db.session.query(Snapshot.sha256).scalar()
    for digest in (event_hash, document_hash):
        spaced = "+".join(digest[start : start + 4] for start in range(0, 64, 4)).upper()
        page = client.get(f"/ledger?hash={spaced}").text
        assert "On record" in page
        assert [word in page for word in ("PS-2569", "กรมตัวอย่าง", "Department One", "coordinator")] == [False] * 4


def test_a_hash_that_is_not_on_record_is_said_to_be_none(client: FlaskClient, world: World) -> None:
    english(client)
    assert "Not on record" in client.get(f"/ledger?hash={'0' * 64}").text
    assert "A fingerprint has exactly 64 digits" in readable(client.get("/ledger?hash=xyz").text)


def test_the_ledger_shows_the_head_of_each_sealed_day(client: FlaskClient, world: World) -> None:
    digest = "ab" * 32
    db.session.add(LedgerSeal(day=now().date(), seq=7, hash=digest, sealed_at=now()))
    db.session.commit()
    english(client)
    words = "A day that is not listed has no seal of its own"
    assert ["abab abab" in client.get("/ledger").text, words in readable(client.get("/ledger").text)] == [True, True]
    assert words in readable(client.get("/").text)


def test_the_page_of_an_open_programme_writes_nothing(client: FlaskClient, world: World) -> None:
    with count_statements() as found:
        for address in ("/", "/programmes", f"/programmes/{world.programme.id}", "/criteria", "/winners", "/ledger"):
            client.get(address)
    assert [each for each in found.sent if not each.lstrip().upper().startswith("SELECT")] == []


def test_a_programme_says_how_its_total_is_made_up_where_its_criteria_do(world: World, client: FlaskClient) -> None:
    rule = load_rubric("pmqa40@2564").aggregation
    assert rule is not None
    page = readable(client.get(f"/programmes/{world.programme_of('pmqa40@2564').id}").text)
    assert (rule.rule.th in page, rule.rule.th in client.get(f"/programmes/{world.programme.id}").text) == (True, False)

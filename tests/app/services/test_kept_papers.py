"""Receipts, score sheets and feedback reports: made ahead by the worker, given from storage, and never given stale."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import transaction
from app.clock import now
from app.extensions import db, storage
from app.models import FeedbackState, Job, JobState, KeptPaper, Person, Receipt, ScoreSheet, StoredFile
from app.papers.manuscripts import LANGUAGES, ledger_address
from app.reports import pdf as typesetter
from app.reports.pdf import Manuscript
from app.services.announcements import release_feedback
from app.services.evidence import register_file, remove_file
from app.services.job_kinds import WORK
from app.services.jobs import RUN_TASK, claim_job, run_next_job
from app.services.kept_papers import TYPESET_JOB, TYPESET_TASK, ask_for_paper, typeset_next_paper
from app.services.letters import give_number, set_prefix
from app.services.quarantine import delete_old_files
from app.tasks import papers
from app.views.full_address import full_address
from tests.app.reports.reading import absent_from
from tests.assessing import in_the_room
from tests.released import released
from tests.sign_in import sign_in
from tests.with_app import Clock
from tests.world import World
from workflows.roles import Role

BreakTypesetter = Callable[[], None]
HEADERS = ("Content-Type", "Content-Length", "Content-Disposition", "Content-Security-Policy", "X-Content-Type-Options")


@pytest.fixture
def receipt(world: World) -> Receipt:
    """Give the receipt of an entry just handed in."""
    world.submitted()
    return db.session.query(Receipt).one()


@pytest.fixture
def readers(world: World) -> Mapping[str, Person]:
    """Give the address of one paper of each kind, made by its own use case, with a person who may fetch it."""
    room = in_the_room(world, 75)
    sheet = db.session.query(ScoreSheet).filter_by(application_id=room.application_id).first()
    assert sheet is not None
    report = released(sheet.application)
    report.state, report.released_at = FeedbackState.APPROVED, None
    db.session.commit()
    release_feedback(report.application.programme, actor=world.officer)
    head, receipt = world.person(Role.HEAD), db.session.query(Receipt).one()
    return {
        f"/receipts/{receipt.id}.pdf": head,
        f"/sheets/{sheet.id}/score-sheet.pdf": sheet.assessor,
        f"/applications/{report.application_id}/feedback.pdf": head,
    }


@pytest.fixture
def typesetter_breaks(monkeypatch: pytest.MonkeyPatch) -> BreakTypesetter:
    """Give a call after which nothing can be typeset any more."""
    return lambda: monkeypatch.setattr(Manuscript, "typeset", lambda _: pytest.fail("typeset anew"))


def work_off() -> None:
    while typeset_next_paper():
        pass
    db.session.expire_all()


def fetched(client: FlaskClient, readers: Mapping[str, Person]) -> list[tuple[dict[str, str], bytes]]:
    """Fetch each paper in both languages; return what was answered, without what every answer has of its own."""
    answers = []
    for address, reader in readers.items():
        sign_in(client, reader)
        for language in LANGUAGES:
            client.post("/language", data={"language": language})
            answer = client.get(address)
            assert answer.status_code == 200, address
            answers.append(({name: answer.headers[name] for name in HEADERS}, answer.data))
    return answers


def test_every_paper_is_given_from_storage_as_it_was_typeset_at_once(
    client: FlaskClient, readers: Mapping[str, Person], typesetter_breaks: BreakTypesetter
) -> None:
    at_once = fetched(client, readers)
    assert db.session.query(KeptPaper).count() == 0, "a download writes nothing"
    work_off()
    typesetter_breaks()
    assert fetched(client, readers) == at_once
    assert len({body for _, body in at_once}) == 6


def test_what_changed_since_is_typeset_anew_and_made_anew(
    world: World, client: FlaskClient, receipt: Receipt, typesetter_breaks: BreakTypesetter
) -> None:
    work_off()
    set_prefix("นร ๑๒๐๐/", actor=world.officer)
    give_number(receipt, actor=world.officer)
    readers = {f"/receipts/{receipt.id}.pdf": world.person(Role.HEAD)}
    numbered = fetched(client, readers)
    assert absent_from(numbered[0][1], ["นร ๑๒๐๐/๑"]) == []
    work_off()
    assert db.session.query(KeptPaper).count() == 4
    typesetter_breaks()
    assert fetched(client, readers) == numbered


def test_a_mended_template_is_not_served_from_before(
    world: World, client: FlaskClient, receipt: Receipt, monkeypatch: pytest.MonkeyPatch
) -> None:
    work_off()
    monkeypatch.setattr(typesetter, "_workshop", lambda _: "mended")
    monkeypatch.setattr(Manuscript, "typeset", lambda _: b"as the new template has it")
    answers = fetched(client, {f"/receipts/{receipt.id}.pdf": world.person(Role.HEAD)})
    assert [body for _, body in answers] == [b"as the new template has it"] * 2


def test_bytes_that_storage_lost_are_typeset_for_whoever_asks(
    world: World, client: FlaskClient, receipt: Receipt
) -> None:
    readers = {f"/receipts/{receipt.id}.pdf": world.person(Role.HEAD)}
    at_once = fetched(client, readers)
    work_off()
    for kept in db.session.query(KeptPaper):
        storage().delete(kept.sha256)
    assert fetched(client, readers) == at_once


def test_a_paper_asked_for_twice_is_made_once_and_no_person_waits_behind_it(receipt: Receipt) -> None:
    ask_for_paper(receipt)
    assert not run_next_job(WORK), "a person's job is never behind a paper"
    work_off()
    job, made = db.session.query(Job).one(), {kept.fingerprint for kept in db.session.query(KeptPaper)}
    assert (job.state, set(job.result["fingerprints"]), len(made)) == (JobState.DONE, made, 2)
    job.state, job.finished_at = JobState.WAITING, None
    db.session.commit()
    work_off()
    assert {kept.fingerprint for kept in db.session.query(KeptPaper)} == made


def test_a_round_of_papers_lets_other_work_in_between(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    woken: list[str] = []
    monkeypatch.setattr(transaction, "wake", asked.append)
    monkeypatch.setattr(papers, "wake", woken.append)
    for agency in (world.agency, world.other_agency, world.university):
        world.submitted(agency=agency)
    assert (asked.count(TYPESET_TASK), asked.count(RUN_TASK)) == (3, 0)
    papers.typeset_waiting.run()
    assert (db.session.query(KeptPaper).count(), woken) == (2, ["papers.typeset_waiting"]), (
        "one paper, then in line again"
    )
    assert claim_job([TYPESET_JOB]) is not None
    papers.typeset_waiting.run()
    assert (db.session.query(KeptPaper).count(), len(woken)) == (2, 1), "while one is in hand, no other is begun"


def test_a_paper_somebody_attached_and_took_off_again_stays_kept(world: World, receipt: Receipt, clock: Clock) -> None:
    work_off()
    file = db.session.get_one(StoredFile, db.session.query(KeptPaper).first().sha256)
    editor, draft = world.person(Role.COORDINATOR, world.other_agency), world.draft(agency=world.other_agency)
    same = StoredFile(sha256=file.sha256, media_type=file.media_type, size=file.size, stored_at=now())
    evidence = register_file(draft, "attachments", same, "ใบรับ.pdf", actor=editor, received_at=now())
    remove_file(evidence, actor=editor, received_at=now())
    clock.advance(days=31)
    assert delete_old_files() == 0
    with storage().open(file.sha256) as stream:
        assert stream.read(5) == b"%PDF-"


def test_a_paper_names_the_ledger_as_pages_do(app: Flask, world: World) -> None:
    with app.test_request_context():
        assert ledger_address() == full_address("public.show_ledger")

"""A worker killed by SIGKILL around its commits while it moves a round on: nothing is lost and nothing doubled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.clock import in_days, now
from app.extensions import celery_app, db
from app.messages.outbox import SEND_TASK
from app.models import (
    Application,
    AssembledDocument,
    Event,
    FeedbackReport,
    Job,
    JobState,
    KeptPaper,
    Message,
    MessageState,
    Receipt,
    StoredFile,
)
from app.services.applications import send_for_approval, submit_application
from app.services.assembled_reports import ASSEMBLE_JOB
from app.services.assignments import accept_assignment, publish_panel
from app.services.jobs import RUN_TASK
from app.services.kept_papers import TYPESET_JOB, TYPESET_TASK
from app.services.rounds import MOVE_TASK
from app.services.screening import screen_automatically
from tests.app.tasks.conftest import opened_now
from tests.app.tasks.deaths import HELD, Death, order_in
from tests.app.tasks.traces import ledger_holds, let_leases_run_out, woken_until
from tests.mail_server import MailServer
from tests.panels import assessor
from tests.rounds import PMQA40, another_agency, stand, through_round_one
from tests.with_processes import Installation, Worker, wait_until, worker_of
from tests.world import World
from workflows.application import ApplicationState
from workflows.roles import Role

pytestmark = [pytest.mark.live, pytest.mark.timeout(300)]
REMIND, DRAFT = "reminders.queue_due", "feedback.draft_due"
# In which task, around which of its commits, counted from 0. A job: it is claimed, tells twice how far it is, keeps its
# document, ends. A paper: it is claimed, kept in Thai, kept in English, ends; taken over with only the English to make,
# it has one commit less.
DEATHS = (
    (MOVE_TASK, 0, Death.BEFORE),
    (MOVE_TASK, 0, Death.AFTER),
    (REMIND, 0, Death.BEFORE),
    (REMIND, 0, Death.AFTER),
    (DRAFT, 0, Death.BEFORE),
    (DRAFT, 0, Death.AFTER),
    (RUN_TASK, 0, Death.AFTER),
    (RUN_TASK, 3, Death.AFTER),
    (RUN_TASK, 4, Death.BEFORE),
    (TYPESET_TASK, 0, Death.AFTER),
    (TYPESET_TASK, 2, Death.BEFORE),
    (TYPESET_TASK, 2, Death.BEFORE),
)


@pytest.fixture
def celery_worker_process(installation: Installation) -> Iterator[Worker]:
    """Give a worker that can be told to die, not started yet."""
    worker = worker_of(installation, "worker", "tests.app.tasks.dying_worker")
    yield worker
    worker.child.stop()


def handed_in(world: World) -> Application:
    """Bring an agency to its report, whose panel is published, before any worker has seen it."""
    opened_now(world.programme_of(PMQA40))
    application = world.fill(through_round_one(world))
    send_for_approval(application, actor=world.person(Role.COORDINATOR), received_at=now())
    submit_application(application, actor=world.person(Role.HEAD), received_at=now())
    screen_automatically(application)
    stage = application.stage
    assert stage is not None, "a report belongs to a round"
    people = [assessor(world, number) for number in range(1, (stage.panel_size or 0) + 1)]
    seated = [person.id for person in people]
    for seat in publish_panel(application, stage, seated, lead_id=seated[0], due_at=None, actor=world.officer):
        accept_assignment(seat, actor=seat.assessor)
    assert application.state is ApplicationState.REPORT_SUBMITTED
    return application


def left_to_do() -> tuple[int, int, int, int]:
    """Count the entries not moved, the jobs not done, the reports not drafted and the messages not sent."""
    db.session.rollback()
    waiting = db.session.query(Application).filter_by(state=ApplicationState.REPORT_SUBMITTED).count()
    jobs = db.session.query(Job).filter(Job.state != JobState.DONE).count()
    over = db.session.query(Application).filter_by(state=ApplicationState.NOT_ADVANCED).count()
    unsent = db.session.query(Message).filter(Message.state != MessageState.SENT).count()
    return waiting, jobs, over - db.session.query(FeedbackReport).count(), unsent


def test_killed_around_its_commits_a_round_goes_on_once(
    open_world: World, mails: MailServer, celery_worker_process: Worker, installation: Installation
) -> None:
    worker, application = celery_worker_process, handed_in(open_world)
    for number in (1, 2):
        stand(open_world, number, own=100, agreed=40, state=ApplicationState.NOT_ADVANCED)
    late = opened_now(open_world.programme)
    open_world.draft(late, another_agency(3))
    late.opens_at, late.closes_at = in_days(-10), in_days(5)
    db.session.commit()
    seq, told = db.session.scalar(select(func.max(Event.seq))), set(db.session.scalars(select(Message.id)))
    celery_app.control.purge()  # the calls that arranging it left: each task begins when it is told how it dies
    worker.start()
    killed_by_turns(worker, installation.var_folder)
    for task in (MOVE_TASK, REMIND, DRAFT, RUN_TASK, TYPESET_TASK, SEND_TASK) * 2:
        done_before = worker.tasks_done(task)
        woken_until(task, lambda task=task, done=done_before: worker.tasks_done(task) > done, worker)
    wait_until(lambda: left_to_do() == (0, 0, 0, 0), lambda: str(left_to_do()), seconds=60)
    assert application.state is ApplicationState.ASSESSMENT
    assert Counter(db.session.scalars(select(Event.kind).where(Event.seq > seq))) == {"start_assessment": 1}
    promised = db.session.scalars(select(Message).where(Message.id.not_in(told))).all()
    assert Counter((message.kind, message.email) for message in promised) == {
        ("closing_soon", "coordinator-dex-3-1@lertrat.example"): 1
    }
    everything = db.session.scalars(select(Message.id))
    assert Counter(mails.ids()) == Counter(f"<{key}@127.0.0.1>" for key in everything)
    assert Counter(db.session.scalars(select(FeedbackReport.application_id))).total() == 2
    last = db.session.scalars(select(Receipt).order_by(Receipt.issued_at.desc())).first()
    assert last is not None
    assert list(db.session.scalars(select(AssembledDocument.snapshot_id))) == [last.snapshot_id]
    assert (attempts_at(ASSEMBLE_JOB), attempts_at(TYPESET_JOB)) == ([4], [4, 1, 1, 1])
    assert papers_are_kept_once(installation.var_folder)
    assert ledger_holds()


def killed_by_turns(worker: Worker, var_folder: Path) -> None:
    """Order each death while nothing goes on, then let it come about."""
    held = var_folder / HELD
    for task, commit, death in DEATHS:
        (var_folder / order_in(task, death)).write_text(str(commit))
        held.unlink(missing_ok=True)
        woken_until(task, held.exists, worker)
        let_leases_run_out()
    held.unlink()


def attempts_at(kind: str) -> list[int]:
    """Return how often each job of a kind was begun, in the order in which they were asked for."""
    return list(db.session.scalars(select(Job.attempts).where(Job.kind == kind).order_by(Job.created_at)))


def papers_are_kept_once(var_folder: Path) -> bool:
    """Say whether each paper lies there in both languages, and no file in storage but those on record."""
    results = db.session.scalars(select(Job.result).where(Job.kind == TYPESET_JOB)).all()
    made = [fingerprint for result in results for fingerprint in result["fingerprints"]]
    kept, files = db.session.scalars(select(KeptPaper)).all(), db.session.scalars(select(StoredFile.sha256))
    in_storage = [path.name for path in (var_folder / "files").rglob("*") if path.is_file()]
    has_all = Counter(made) == Counter(paper.fingerprint for paper in kept) and len(made) == 2 * len(results)
    return has_all and sorted(in_storage) == sorted(files)

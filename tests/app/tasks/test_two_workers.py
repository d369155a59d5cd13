"""Two workers at the same work do it once; what one of them died over, the other takes over when the lease is out."""

from __future__ import annotations

from collections import Counter

import pytest
from sqlalchemy import select

from app.extensions import db, wake
from app.models import Job, JobState, Message, MessageState
from app.services.assignment_plans import PROPOSE_JOB, request_plan
from app.services.jobs import RUN_TASK, claim_job
from tests.app.tasks.traces import ledger_holds, let_leases_run_out, screenings, wake_everything
from tests.mail_server import MailServer
from tests.panels import assessor, pass_screening
from tests.with_processes import Worker, wait_until
from tests.world import World
from workflows.application import ApplicationState

pytestmark = [pytest.mark.live, pytest.mark.timeout(300)]
ENTRIES = 4


def test_two_workers_at_once_do_everything_once(
    open_world: World, mails: MailServer, celery_worker_process: Worker, second_worker_process: Worker
) -> None:
    second_worker_process.start()
    mails.seconds_each = 0.02
    for _ in range(ENTRIES):
        open_world.submitted()
        wake_everything()
    wait_until(
        lambda: [*screenings()] == [(ApplicationState.SCREENING, 1, 1)] and not unsent(),
        lambda: f"{screenings()} {unsent()}",
        seconds=60,
    )
    promised = [f"<{key}@127.0.0.1>" for key in db.session.scalars(select(Message.id))]
    assert Counter(mails.ids()) == Counter(promised)
    assert ledger_holds()


def unsent() -> int:
    db.session.rollback()
    return db.session.query(Message).filter(Message.state != MessageState.SENT).count()


def job_now() -> Job:
    db.session.rollback()
    return db.session.scalars(select(Job).where(Job.kind == PROPOSE_JOB)).one()


def test_a_job_is_taken_over_only_when_the_lease_of_its_dead_worker_is_out(
    open_world: World, second_worker_process: Worker
) -> None:
    for number in range(1, 6):
        assessor(open_world, number)
    application = open_world.submitted()
    pass_screening(open_world, application)
    assert application.stage is not None, "a passed entry waits for its panel"
    request_plan(application.stage, actor=open_world.officer)
    claimed = claim_job([PROPOSE_JOB])
    assert claimed is not None, "the first worker claims it, and is gone"
    second_worker_process.start()
    told_before = second_worker_process.tasks_done(RUN_TASK)
    wake(RUN_TASK)
    wait_until(lambda: second_worker_process.tasks_done(RUN_TASK) > told_before)
    assert (job_now().state, job_now().attempts) == (JobState.RUNNING, 1)
    let_leases_run_out()
    wake(RUN_TASK)
    wait_until(lambda: job_now().state is JobState.DONE, second_worker_process.child.last_words)
    assert job_now().attempts == 2

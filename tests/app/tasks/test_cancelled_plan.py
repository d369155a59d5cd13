"""An officer stops the search for a plan: a real worker lets go of it, stores nothing, takes the next one."""

from __future__ import annotations

import pytest

from app.clock import now
from app.extensions import db
from app.models import Application, AssignmentPlan, Job, JobState, Stage
from app.services.assignment_plans import request_plan
from app.services.jobs import RUN_TASK, cancel_job
from tests.panels import assessor
from tests.with_processes import Worker, wait_until
from tests.world import World
from workflows.application import ApplicationState

pytestmark = [pytest.mark.live, pytest.mark.timeout(120)]
ENTRIES, ASSESSORS = 60, 16  # a search of some seconds


def many_waiting(world: World) -> Stage:
    stage = next(each for each in world.programme.stages if each.panel_size)
    for number in range(1, ASSESSORS + 1):
        assessor(world, number)
    db.session.add_all(
        Application(
            code=f"PS-{number:04}",
            programme_id=stage.programme_id,
            agency_id=world.agency.id,
            state=ApplicationState.PASSED,
            stage_id=stage.id,
            created_by_id=world.officer.id,
            created_at=now(),
            submitted_at=now(),
            state_since=now(),
        )
        for number in range(ENTRIES)
    )
    db.session.commit()
    return stage


def state_of(job: Job) -> JobState:
    db.session.rollback()
    return db.session.get_one(Job, job.id).state


def test_a_running_search_is_cancelled_and_the_worker_takes_the_next(
    open_world: World, celery_worker_process: Worker
) -> None:
    stage, worker = many_waiting(open_world), celery_worker_process
    job = request_plan(stage, actor=open_world.officer)
    wait_until(lambda: state_of(job) is JobState.RUNNING, worker.child.last_words)
    cancel_job(job)
    wait_until(lambda: worker.tasks_done(RUN_TASK) > 0, worker.child.last_words)
    assert state_of(job) is JobState.CANCELLED
    assert f"job {job.id} was cancelled" in worker.child.log_file.read_text()
    assert db.session.query(AssignmentPlan).count() == 0
    db.session.query(Application).filter(Application.code > "PS-0003").delete()
    db.session.commit()
    again = request_plan(stage, actor=open_world.officer)
    wait_until(lambda: state_of(again) is JobState.DONE, worker.child.last_words)
    assert len(db.session.query(AssignmentPlan).one().pairs) == 4 * (stage.panel_size or 0)

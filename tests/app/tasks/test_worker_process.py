"""A wake-up reaches a real worker process, and a worker killed by SIGKILL loses nothing and doubles nothing."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.models import Message, MessageState
from app.queries.registry_health import installation_health
from app.services.people import create_person
from app.services.sign_in import request_password_reset
from tests.with_processes import Worker, wait_until

pytestmark = pytest.mark.live
EMAIL = "someone@opdc.example"


@pytest.fixture
def someone(live_app: Flask) -> None:
    create_person(email=EMAIL, name_th="ใครคนหนึ่ง", name_en="Someone", password="long enough")


def states() -> list[MessageState]:
    db.session.rollback()
    return list(db.session.scalars(select(Message.state)))


def test_the_worker_sends_what_a_use_case_promised_and_the_health_page_counts_it(
    someone: None, celery_worker_process: Worker
) -> None:
    request_password_reset(email=EMAIL)
    wait_until(lambda: states() == [MessageState.SENT], celery_worker_process.child.last_words)
    assert installation_health().workers == 1


def test_what_was_promised_to_a_dead_worker_is_sent_once_it_is_back(
    someone: None, celery_worker_process: Worker
) -> None:
    celery_worker_process.kill()
    request_password_reset(email=EMAIL)
    assert states() == [MessageState.WAITING]
    celery_worker_process.start()
    wait_until(lambda: states() == [MessageState.SENT], celery_worker_process.child.last_words)

"""What agencies and officers do reaches a real worker, which screens, moves on and tells."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import Application, Message, MessageState, ScreeningFinding
from app.services.screening import answer_checks, pass_application
from tests.app.tasks.conftest import opened_now
from tests.mail_server import MailServer
from tests.with_processes import Worker, wait_until
from tests.world import World
from workflows.application import ApplicationState

pytestmark = pytest.mark.live


def state_of(application: Application) -> ApplicationState:
    db.session.rollback()
    return application.state


def everything_is_sent() -> bool:
    db.session.rollback()
    return db.session.scalars(select(Message.id).where(Message.state != MessageState.SENT)).first() is None


def human_checks(application: Application) -> dict[str, bool]:
    asked = select(ScreeningFinding.check_id).where(
        ScreeningFinding.application_id == application.id, ScreeningFinding.is_automatic.is_(False)
    )
    return dict.fromkeys(db.session.scalars(asked), True)


def told(mails: MailServer, kind: str) -> list[str]:
    wanted = {f"<{key}@127.0.0.1>" for key in db.session.scalars(select(Message.id).where(Message.kind == kind))}
    return sorted(mail["To"] for mail in mails.delivered if mail["Message-ID"] in wanted)


def test_an_entry_is_screened_moved_on_and_everybody_is_told(
    open_world: World, mails: MailServer, celery_worker_process: Worker
) -> None:
    words = celery_worker_process.child.last_words
    application = open_world.submitted(opened_now(open_world.programme_of("pmqa-category@2564")))
    wait_until(lambda: state_of(application) is ApplicationState.SCREENING, words)
    answer_checks(application, human_checks(application), actor=open_world.officer)
    pass_application(application, actor=open_world.officer)
    wait_until(lambda: state_of(application) is ApplicationState.REPORT_DUE, words)
    wait_until(everything_is_sent, words)
    team = ["coordinator-dex1-1@lertrat.example", "head-dex1-1@lertrat.example"]
    assert told(mails, "application_submitted") == team
    assert told(mails, "application_arrived") == ["officer@lertrat.example"]
    assert told(mails, "application_passed") == team
    assert told(mails, "report_wanted") == team
    assert sorted(mails.ids()) == sorted(f"<{key}@127.0.0.1>" for key in db.session.scalars(select(Message.id)))

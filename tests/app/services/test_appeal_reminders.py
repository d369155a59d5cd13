"""An answer owed to an appeal or a complaint is called to mind before its day, once, and to whom it concerns."""

from __future__ import annotations

from app.clock import now
from app.extensions import db
from app.models import Message
from app.queries.appeal_queue import appeal_backlog
from app.services.appeal_answers import take_up_appeal
from app.services.reminders import queue_reminders
from app.thai import in_bangkok
from tests.appeals import answered, appealable, complained, filed
from tests.statements import count_statements
from tests.with_app import Clock
from tests.world import World
from workflows.appeal import AppealOutcome
from workflows.roles import Role


def reminded() -> list[tuple[str, str]]:
    rows = db.session.query(Message).filter_by(kind="appeal_answer_due").order_by(Message.created_at, Message.email)
    return [(row.email, row.subject) for row in rows]


def test_officers_are_reminded_before_the_day_promised_and_who_took_it_up_alone(world: World, clock: Clock) -> None:
    application, colleague = appealable(world.submitted()), world.person(Role.OFFICER, number=2)
    appeal = filed(world, application)
    assert appeal.answer_due_on is not None
    queue_reminders()
    assert reminded() == [], "the day is far"
    clock.advance(days=(appeal.answer_due_on - in_bangkok(now()).date()).days - 6)
    for _twice in range(2):
        queue_reminders()
    assert [email for email, _subject in reminded()] == sorted((colleague.email, world.officer.email))
    assert all(str(appeal.number) in subject for _email, subject in reminded())
    take_up_appeal(appeal, actor=world.officer)
    clock.advance(days=6)
    queue_reminders()
    assert [email for email, _subject in reminded()][2:] == [world.officer.email], "on the last day"
    clock.advance(days=1)
    queue_reminders()
    assert len(reminded()) == 3, "what is late stands in the list, marked"
    assert appeal_backlog(world.officer, today=in_bangkok(now()).date()).late == 1


def test_officers_are_asked_for_once_however_many_appeals_they_owe(world: World, clock: Clock) -> None:
    asked = []
    for agency in (world.agency, world.other_agency):
        appeal = filed(world, appealable(world.submitted(agency=agency)))
        assert appeal.answer_due_on is not None
        with count_statements() as statements:
            queue_reminders()
        asked.append(sum("FROM people JOIN role_grants" in each for each in statements.sent))
    assert asked == [1, 1]


def test_what_is_answered_or_promised_no_day_is_not_called_to_mind(world: World, clock: Clock) -> None:
    application = appealable(world.submitted())
    answered(world, filed(world, application), AppealOutcome.DISMISSED)
    application.programme.rules = {**application.programme.rules, "appeal_answer_days": None}
    db.session.commit()
    complained(world, application)
    clock.advance(days=29)
    queue_reminders()
    assert reminded() == []

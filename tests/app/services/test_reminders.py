"""Agencies are reminded before a document closes, on the usual days or on those the programme sets."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.extensions import db
from app.models import Message
from app.services.reminders import queue_reminders
from tests.with_app import Clock
from tests.world import CLOSES, World
from workflows.deadlines import USUAL_REMINDERS


@pytest.mark.parametrize(("rules", "reminded"), [({}, [7, 1]), ({"reminder_days_before": []}, [])])
def test_who_owes_a_document_is_reminded_also_where_nothing_is_set(
    world: World, clock: Clock, rules: dict[str, list[int]], reminded: list[int]
) -> None:
    world.draft()
    world.programme.rules = {**world.programme.rules, **rules}
    db.session.commit()
    found = []
    for days in range(max(USUAL_REMINDERS) + 1, 0, -1):
        clock.is_now(CLOSES - timedelta(days=days))
        before = db.session.query(Message).filter_by(kind="closing_soon").count()
        queue_reminders()
        if db.session.query(Message).filter_by(kind="closing_soon").count() > before:
            found.append(days)
    assert found == reminded

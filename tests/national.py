"""What tests of a national round look at: its rows by application, and the shape of what it recorded and told."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

from app.demo.acts import Story
from app.demo.content import demo_content
from app.demo.national_entries import planned_entries, told_again
from app.demo.national_people import invented_teams
from app.demo.national_scale import Halt, Scale
from app.extensions import db
from app.models import Application, ConsensusState, Event, Message, Programme, Snapshot
from app.queries.criteria import rubric_of
from app.queries.screening_facts import screening_facts
from workflows.application import ApplicationState
from workflows.screening import run_automatic_checks

S = ApplicationState


def applications() -> list[Application]:
    """Return every application by its code."""
    return db.session.query(Application).order_by(Application.code).all()


def rows_by_application(model: Any) -> dict[Any, list[Any]]:
    """Return the rows of a table by the application they belong to."""
    found = defaultdict(list)
    for row in db.session.query(model):
        found[row.application_id].append(row)
    return found


def findings_by_rule(snapshot: Snapshot) -> dict[str, tuple[bool, str, bool]]:
    """Return what the rules find in a snapshot, by check: met or not, why not, and whether it blocks."""
    application = db.session.get_one(Application, snapshot.application_id)
    rubric, facts = rubric_of(application.programme), screening_facts(application, snapshot, {})
    return {
        each.check.id: (each.is_met, each.detail.message if each.detail else "", each.check.severity == "block")
        for each in run_automatic_checks(rubric, facts)
    }


def consensus_expected(state: ApplicationState) -> list[ConsensusState]:
    """Return how the consensus of a seated application stands when the application is in this state."""
    if state is S.ASSESSMENT:
        return []
    return [ConsensusState.OPEN if state is S.CONSENSUS else ConsensusState.RECORDED]


def shapes(events: list[Event]) -> dict[str, set[tuple[str, bool, tuple[str, ...]]]]:
    """What events of each kind are about, whether the system acts, and what they tell."""
    found = defaultdict(set)
    for event in events:
        found[event.kind].add((event.subject.partition(":")[0], event.actor == "system", tuple(sorted(event.data))))
    return found


def messages_told() -> set[tuple[str, str]]:
    """Return which kinds of messages were sent, each with the page it leads to."""
    return {(message.kind, re.sub(r"[0-9a-f-]{36}", "ID", message.link)) for message in db.session.query(Message)}


def waiting_story(scale: Scale) -> Story:
    """The award entry that waits for its head's approval."""
    content = demo_content()
    planned = next(
        each for each in planned_entries(content, scale) if (each.branch, each.halt) == ("PS", Halt.AWAITING_APPROVAL)
    )
    application = next(
        each for each in applications() if each.state is S.AWAITING_APPROVAL and each.programme.branch == "PS"
    )
    team = invented_teams(content, [planned.agency.code])[planned.agency.code]
    programme = db.session.get_one(Programme, application.programme_id)
    return Story(content, told_again(planned), team, programme, application)

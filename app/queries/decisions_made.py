"""The decisions of one programme for its minutes, with the event of the ledger that recorded the last of them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import Application, Decision, Event, Person, Programme
from app.queries.committee_facts import judged
from app.queries.recusals import recused_among


@dataclass(frozen=True)
class DecisionMade:
    """One decision with the total the committee decided on, as a visit left it, and the people who stood aside."""

    decision: Decision
    total: Decimal | None
    recused: tuple[Person, ...]


@dataclass(frozen=True)
class DecisionsMade:
    """Every decision of a programme, in the order of codes, and the newest event that recorded one."""

    programme: Programme
    decisions: list[DecisionMade]
    people: Mapping[str, Person]
    event: Event


def decisions_made(programme: Programme, person: Person) -> DecisionsMade | None:
    """Return what was decided, without what this person is recused from; None before the first decision."""
    return _made(programme, person, Application.programme_id == programme.id)


def decision_made(application: Application, person: Person) -> DecisionsMade | None:
    """Return the decision on one application; None where there is none, or this person is recused from it."""
    return _made(application.programme, person, Application.id == application.id)


def _made(programme: Programme, person: Person, condition: ColumnElement[bool]) -> DecisionsMade | None:
    decisions = db.session.scalars(
        select(Decision)
        .join(Application, Application.id == Decision.application_id)
        .where(condition, Decision.reopened_at.is_(None))
        .options(
            joinedload(Decision.application).joinedload(Application.agency),
            joinedload(Decision.proposed_by),
            joinedload(Decision.confirmed_by),
        )
        .order_by(Application.code)
    ).all()
    hidden = recused_among(person, [decision.application for decision in decisions])
    shown = [decision for decision in decisions if decision.application_id not in hidden]
    event = _newest_event(shown)
    if event is None:
        return None
    stands = judged(programme, [decision.application for decision in shown])
    people = people_named(shown)
    return DecisionsMade(
        programme,
        [
            DecisionMade(
                each,
                scores.total if (scores := stands[each.application_id].scores) else None,
                tuple(people[key] for key in each.recused if key in people),
            )
            for each in shown
        ],
        people,
        event,
    )


def _newest_event(decisions: list[Decision]) -> Event | None:
    subjects = [f"applications:{decision.application_id}" for decision in decisions]
    return db.session.scalars(
        select(Event).where(Event.subject.in_(subjects), Event.kind == "decide").order_by(Event.seq.desc()).limit(1)
    ).first()


def people_named(decisions: Sequence[Decision]) -> Mapping[str, Person]:
    """Return everybody the decisions name as present, recused or voting, by id, in one statement."""
    named = {key for decision in decisions for key in (*decision.attended, *decision.recused)}
    named |= {vote["member"] for decision in decisions for vote in decision.votes}
    keys = [uuid.UUID(key) for key in named]
    return {str(person.id): person for person in db.session.scalars(select(Person).where(Person.id.in_(keys)))}

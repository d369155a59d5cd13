"""The decisions of one programme for its minutes, with the event of the ledger that recorded the last of them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import Application, ConsensusSheet, ConsensusState, Decision, Event, Person, Programme
from app.queries.recusals import recused_among


@dataclass(frozen=True)
class DecisionMade:
    """One decision with the agreed total it rests on and the people who stood aside."""

    decision: Decision
    total: Decimal | None
    recused: tuple[Person, ...]


@dataclass(frozen=True)
class DecisionsMade:
    """Every decision of a programme, in the order of codes, and the newest event that recorded one."""

    programme: Programme
    decisions: list[DecisionMade]
    event: Event


def decisions_made(programme: Programme, person: Person) -> DecisionsMade | None:
    """Return what was decided, without what this person is recused from; None before the first decision."""
    decisions = db.session.scalars(
        select(Decision)
        .join(Application, Application.id == Decision.application_id)
        .where(Application.programme_id == programme.id)
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
    totals, people = _totals(shown), _people(shown)
    return DecisionsMade(
        programme,
        [
            DecisionMade(
                each,
                totals.get(each.application_id),
                tuple(people[key] for key in each.recused if key in people),
            )
            for each in shown
        ],
        event,
    )


def _newest_event(decisions: list[Decision]) -> Event | None:
    subjects = [f"applications:{decision.application_id}" for decision in decisions]
    return db.session.scalars(
        select(Event).where(Event.subject.in_(subjects), Event.kind == "decide").order_by(Event.seq.desc()).limit(1)
    ).first()


def _totals(decisions: list[Decision]) -> Mapping[uuid.UUID, Decimal]:
    recorded = db.session.execute(
        select(ConsensusSheet.application_id, ConsensusSheet.total)
        .where(
            ConsensusSheet.application_id.in_([decision.application_id for decision in decisions]),
            ConsensusSheet.state == ConsensusState.RECORDED,
        )
        .order_by(ConsensusSheet.recorded_at)
    )
    return {key: Decimal(total) for key, total in recorded if total is not None}


def _people(decisions: list[Decision]) -> Mapping[str, Person]:
    keys = {uuid.UUID(key) for decision in decisions for key in decision.recused}
    return {str(person.id): person for person in db.session.scalars(select(Person).where(Person.id.in_(keys)))}

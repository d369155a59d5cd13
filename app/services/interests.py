"""Conflicts of interest: stated every year, declared when they come to light, confirmed or lifted by staff."""

from __future__ import annotations

import uuid

from sqlalchemy import select

from app.clock import now
from app.extensions import db
from app.messages import outbox
from app.models import (
    Advice,
    Application,
    Assignment,
    CoOwner,
    Cycle,
    Declaration,
    DeclaredInterest,
    Person,
    Programme,
    Proposal,
)
from app.permissions import IN_FORCE, Permission, is_allowed, may_anywhere, today
from app.queries.interests import staff_for, undeclared_assessors
from app.queries.ties import PAST_YEARS, REACH
from app.services.events import personal, record
from app.services.proposals import propose, settle, waiting
from app.services.vacated_seats import leave_seat
from app.transaction import composed, lock, transactional
from workflows.conflicts import MinistryReach
from workflows.errors import N_, Obstacle, RuleBroken

LIFT = "lift_interest"
_ADVISED = N_("Advised in a clinic")


@transactional
def declare_conflicts(cycle_id: uuid.UUID, *, actor: Person) -> None:
    """Note this year's statement that every conflict of interest is declared; saying it twice is saying it once."""
    statement = select(Declaration).where(Declaration.person_id == actor.id, Declaration.cycle_id == cycle_id)
    if db.session.scalars(statement).one_or_none() is None:
        declaration = Declaration(person_id=actor.id, cycle_id=cycle_id, declared_at=now())
        db.session.add(declaration)
        db.session.flush()
        record("conflicts_declared", about=declaration, actor=actor)


@transactional
def remind_of_declarations(cycle: Cycle, *, actor: Person) -> int:
    """Ask every assessor who owes this cycle's statement for it, at most once a day; return how many are asked."""
    if not may_anywhere(Permission.ASSIGN, actor):
        raise RuleBroken([Obstacle("Your role does not allow this step")])
    people = undeclared_assessors(cycle)
    for person in people:
        outbox.queue(
            "declaration_wanted",
            to=[person],
            once_per=f"{cycle.id}:{person.id}:{today().isoformat()}",
            link="/declarations",
            params={"cycle": cycle.title(person.language)},
        )
    return len(people)


@transactional
def declare_interest(
    *, actor: Person, reason: str, agency_id: uuid.UUID | None = None, application: Application | None = None
) -> DeclaredInterest:
    """Declare an interest in an agency or an application; seats it touches are emptied at once."""
    if not reason.strip():
        raise RuleBroken([Obstacle("Give a reason", field="reason")])
    interest = DeclaredInterest(
        person_id=actor.id,
        agency_id=agency_id,
        application_id=application.id if application else None,
        reason=reason.strip(),
        declared_at=now(),
    )
    db.session.add(interest)
    db.session.flush()
    record("interest_declared", about=interest, actor=actor, reason=personal(reason))
    for seat in _seats_touched(actor, agency_id, application.id if application else None):
        leave_seat(seat, actor=actor, reason=reason)
    return interest


def _seats_touched(person: Person, agency_id: uuid.UUID | None, application_id: uuid.UUID | None) -> list[Assignment]:
    """The seats in force of undecided applications that this is about, by code; an agency owns what it co-owns."""
    statement = (
        select(Assignment)
        .join(Application, Application.id == Assignment.application_id)
        .where(Assignment.assessor_id == person.id, Assignment.state.in_(IN_FORCE), Application.decided_at.is_(None))
        .order_by(Application.code)
    )
    if application_id is not None:
        statement = statement.where(Assignment.application_id == application_id)
    else:
        co_owned = select(CoOwner.application_id).where(CoOwner.agency_id == agency_id)
        statement = statement.where((Application.agency_id == agency_id) | Application.id.in_(co_owned))
    return list(db.session.scalars(statement))


@transactional
def record_advice(application_id: uuid.UUID, *, adviser: Person) -> None:
    """Note that the clinic's adviser helped with an application; they may never assess it, and leave a seat there."""
    advice = Advice(person_id=adviser.id, application_id=application_id, given_at=now())
    db.session.add(advice)
    db.session.flush()
    record("advice_given", about=advice, actor=adviser)
    for seat in _seats_touched(adviser, None, application_id):
        leave_seat(seat, actor=adviser, reason=_ADVISED)


@transactional
def confirm_interest(interest: DeclaredInterest, *, reason: str, actor: Person) -> None:
    """Note that staff looked at a declared interest and it stands, with what they say of it."""
    interest = lock(interest)
    against = _obstacles(interest, reason, actor)
    if interest.confirmed_at is not None:
        against.append(Obstacle("This interest is confirmed already"))
    if waiting(LIFT, interest) is not None:
        against.append(Obstacle("A second person is to say whether this interest is lifted"))
    if against:
        raise RuleBroken(against)
    interest.confirmed_at, interest.confirmed_by_id, interest.confirmation = now(), actor.id, reason.strip()
    record("interest_confirmed", about=interest, actor=actor, reason=personal(reason))


@transactional
def propose_lift(interest: DeclaredInterest, *, reason: str, actor: Person) -> Proposal:
    """Propose that a declared interest keeps nobody apart any more; it stands until another person agrees."""
    interest = lock(interest)
    against = _obstacles(interest, reason, actor)
    if against:
        raise RuleBroken(against)
    return propose(LIFT, about=interest, payload={}, reason=reason, actor=actor, told=staff_for(interest))


@transactional
def confirm_lift(proposal: Proposal, *, actor: Person) -> None:
    """Lift an interest as the second person. Seats that were left stay left; from now on the pair may be seated."""
    interest = lock(_interest(proposal))
    if not is_allowed(Permission.RULE_ON_INTERESTS, interest, actor) or actor.id == interest.person_id:
        raise RuleBroken([Obstacle("Your role does not allow this step")])
    proposal = settle(proposal, actor=actor, confirmed=True)
    interest.lifted_at = now()
    record("interest_lifted", about=interest, actor=actor, proposal=proposal.id, reason=personal(proposal.reason))


@transactional
def refuse_lift(proposal: Proposal, *, actor: Person) -> None:
    """Say as the second person that the interest stands."""
    interest = _interest(proposal)
    if not is_allowed(Permission.RULE_ON_INTERESTS, interest, actor) or actor.id == interest.person_id:
        raise RuleBroken([Obstacle("Your role does not allow this step")])
    settle(proposal, actor=actor, confirmed=False)


def _interest(proposal: Proposal) -> DeclaredInterest:
    if proposal.interest is None:
        raise RuleBroken([Obstacle("This proposal is not about an interest")])
    return proposal.interest


def _obstacles(interest: DeclaredInterest, reason: str, actor: Person) -> list[Obstacle]:
    """Whoever declared an interest never rules on it; a lifted one is settled."""
    against = []
    if not is_allowed(Permission.RULE_ON_INTERESTS, interest, actor) or actor.id == interest.person_id:
        against.append(Obstacle("Your role does not allow this step"))
    if interest.lifted_at is not None:
        against.append(Obstacle("This interest was lifted already"))
    if not reason.strip():
        against.append(Obstacle("Give a reason", field="reason"))
    return against


@transactional
def set_conflict_rules(
    programme: Programme, *, reach: MinistryReach, past_years: int, reason: str, actor: Person
) -> None:
    """Say how far ministries and past posts tie in a programme, until its first panel is seated."""
    programme = lock(programme)
    against = []
    if not is_allowed(Permission.ASSIGN, programme, actor):
        against.append(Obstacle("Your role does not allow this step"))
    if has_panels(programme):
        against.append(Obstacle("Panels were seated by these rules, so they stand for this programme"))
    if not 0 <= past_years <= 50:
        against.append(Obstacle("Enter 0 to 50 years", field="past_years"))
    if not reason.strip():
        against.append(Obstacle("Give a reason", field="reason"))
    if against:
        raise RuleBroken(against)
    programme.rules = programme.rules | {REACH: reach.value, PAST_YEARS: past_years}
    record(
        "conflict_rules_set",
        about=programme,
        actor=actor,
        reach=reach.value,
        past_years=past_years,
        reason=personal(reason),
    )


@composed
def has_panels(programme: Programme) -> bool:
    """Say whether a panel of the programme was ever seated."""
    statement = (
        select(Assignment.id)
        .join(Application, Application.id == Assignment.application_id)
        .where(Application.programme_id == programme.id)
    )
    return db.session.scalar(statement.limit(1)) is not None

"""What happened to an application, from the ledger, as far as its agency may know it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from app.extensions import db
from app.models import Application, Event, FeedbackReport, Person, PersonalValue, RoleGrant
from workflows.application import EDITABLE
from workflows.roles import AGENCY_ROLES

BEING_ASSESSED = "being_assessed"
BY_AGENCY = frozenset(
    {"application_started", "send_for_approval", "recall", "send_back", "submit", "submit_report", "withdraw"}
)
TOLD = BY_AGENCY | {
    "start_screening",
    "return",
    "screen_out",
    "pass",
    "open_report",
    "enter_site_visit",
    "announce",
    "disqualify",
    "release_round",
    "release_feedback",
}
INTO_THEIR_HANDS = frozenset({"pass", "submit_report"})
BACK_WITH_THE_AGENCY = frozenset({"open_report", "return"})
WITH_REASON = frozenset({"send_back", "withdraw", "return", "screen_out", "disqualify"})


@dataclass(frozen=True)
class Happening:
    """One entry of the timeline. `who` is a person of the agency itself, never anybody else."""

    kind: str
    at: datetime
    who: Person | None = None
    reason: str = ""


# Every page of a document asks for the first; statements put together once cost a fraction of those put together anew.
_COLUMNS = Event.__table__.c
_HERE = _COLUMNS.subject == bindparam("subject")
_LAST_AT_THE_HEAD = (
    select(_COLUMNS.kind)
    .where(_HERE, (_COLUMNS.kind == "send_for_approval") | (_COLUMNS.kind == "send_back"))
    .order_by(_COLUMNS.seq.desc())
    .limit(1)
)
_LAST_SENT_BACK = select(Event).where(_HERE, Event.kind == "send_back").order_by(Event.seq.desc()).limit(1)


def happenings(application: Application) -> list[Happening]:
    """Return what happened, newest first, in a constant number of statements.

    Whatever panels do becomes one entry that says "being assessed", with the time the document passed into their hands:
    when a panel was published, or met, would tell how far the assessment is.
    """
    about = Event.subject.in_(_subjects(application))
    events = db.session.scalars(select(Event).where(about).order_by(Event.seq)).all()
    colleagues, reasons = _colleagues(application, events), _reasons(events)
    told = list(_told(events, colleagues, reasons))
    return told[::-1]


def sent_back(application: Application) -> Happening | None:
    """Return why the head sent the document back, while it has not gone to the head again."""
    if application.state not in EDITABLE:
        return None
    about = {"subject": f"applications:{application.id}"}
    if db.session.scalar(_LAST_AT_THE_HEAD, about) != "send_back":
        return None
    event = db.session.scalars(_LAST_SENT_BACK, about).one()
    return next(_told([event], _colleagues(application, [event]), _reasons([event])))


def _subjects(application: Application) -> list[str]:
    feedback = db.session.scalars(
        select(FeedbackReport.id).where(FeedbackReport.application_id == application.id)
    ).all()
    return [f"applications:{application.id}", *(f"feedback_reports:{each}" for each in feedback)]


def _told(events: Sequence[Event], colleagues: Mapping[str, Person], reasons: Mapping[str, str]) -> Iterator[Happening]:
    told = [event for event in events if event.kind in TOLD]
    for place, event in enumerate(told):
        at = datetime.fromisoformat(event.at)
        who = colleagues.get(event.actor) if event.kind in BY_AGENCY else None
        reason = reasons.get(str(event.data.get("reason", "")), "") if event.kind in WITH_REASON else ""
        yield Happening(event.kind, at, who, reason)
        following = told[place + 1].kind if place + 1 < len(told) else None
        if event.kind in INTO_THEIR_HANDS and following not in BACK_WITH_THE_AGENCY:
            yield Happening(BEING_ASSESSED, at)


def _colleagues(application: Application, events: Sequence[Event]) -> dict[str, Person]:
    """The people of the agency among the actors, by the name they have in the ledger."""
    statement = (
        select(Person)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(
            Person.ledger_ref.in_({event.actor for event in events}),
            RoleGrant.agency_id == application.agency_id,
            RoleGrant.role.in_(AGENCY_ROLES),
        )
    )
    return {person.ledger_ref: person for person in db.session.scalars(statement).unique()}


def _reasons(events: Sequence[Event]) -> dict[str, str]:
    """The reasons the agency was given, by the hash that stands for them; a forgotten one is missing."""
    refs = {
        str(event.data["reason"]).removeprefix("sha256:")
        for event in events
        if event.kind in WITH_REASON and "reason" in event.data
    }
    values = db.session.scalars(select(PersonalValue).where(PersonalValue.ref.in_(refs)))
    return {f"sha256:{value.ref}": value.value for value in values}

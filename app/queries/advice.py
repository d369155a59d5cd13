"""What an adviser helped with in the clinic: which agency, for which award, on which day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import Advice, Agency, Application, Person, Programme


@dataclass(frozen=True)
class AdviceGiven:
    """One piece of advice; what the agency wrote since is not the adviser's to read."""

    agency: Agency
    programme: Programme
    given_at: datetime


def advice_given(person: Person) -> list[AdviceGiven]:
    """Return the advice a person has on record, the newest first."""
    rows = db.session.execute(
        select(Application, Advice.given_at)
        .join(Advice, Advice.application_id == Application.id)
        .where(Advice.person_id == person.id)
        .options(joinedload(Application.agency), joinedload(Application.programme).joinedload(Programme.cycle))
        .order_by(Advice.given_at.desc(), Application.code)
    )
    return [AdviceGiven(application.agency, application.programme, given_at) for application, given_at in rows]

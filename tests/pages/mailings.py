"""Two mailings of an officer: one being written, one that waits for its time."""

from __future__ import annotations

import uuid
from datetime import timedelta

from app.clock import now
from app.models import Mailing, Person, Programme
from app.services.mailing_times import chosen_of, confirm_mailing, seal_of_mailing
from app.services.mailings import MailingText, RecipientChoice, choose_recipients, write_mailing


def two_mailings(programme: Programme, officer: Person) -> dict[str, uuid.UUID]:
    """Return the keys of both by name."""
    draft, waiting = _chosen(programme, officer), _chosen(programme, officer)
    recipients = chosen_of(waiting, officer)
    seen, due_at = seal_of_mailing(waiting, recipients), now() + timedelta(days=30)
    confirm_mailing(waiting, due_at=due_at, seen=seen, typed=len(recipients), actor=officer)
    return {"mailing": draft.id, "waiting mailing": waiting.id}


def _chosen(programme: Programme, officer: Person) -> Mailing:
    text = MailingText("office_notice", "แจ้ง {programme}", "เรียน {name}\n{entries}", "About {code}", "Dear {name}")
    mailing = write_mailing(text, actor=officer)
    choose_recipients(mailing, RecipientChoice([programme.id], ["coordinators", "assessors"]), actor=officer)
    return mailing

"""Words for mailings: where one stands, who is written to, and what became of each recipient."""

from __future__ import annotations

from flask_babel import gettext as _

from app.models import Mailing
from app.queries.mailing_recipients import Recipient
from app.queries.mailings import DROPPED, NOT_YET, Told
from app.views.formatting import page_language, when
from app.views.secretariat.delivery_words import state_family, state_name
from workflows.delivery import MessageState
from workflows.mailing import Audience, MailingState, Owing

FATES = (*(state.value for state in MessageState), NOT_YET, DROPPED)


def audience_names() -> list[tuple[str, str]]:
    """Name everybody who can be written to."""
    return [(each.value, audience_name(each)) for each in Audience]


def audience_name(audience: Audience) -> str:
    """Name an audience."""
    return {
        Audience.COORDINATORS: _("Coordinators of the agency"),
        Audience.HEADS: _("Heads of the agency and their delegates"),
        Audience.CONTRIBUTORS: _("Contributors of the agency"),
        Audience.ASSESSORS: _("Assessors on the panel"),
        Audience.LEADS: _("Lead assessors only"),
        Audience.NOT_STARTED: _("Coordinators of agencies that may enter and have no entry yet"),
    }[audience]


def role_words(audience: Audience) -> str:
    """Say as what one person is in."""
    return {
        Audience.COORDINATORS: _("Coordinator"),
        Audience.HEADS: _("Head or delegate"),
        Audience.CONTRIBUTORS: _("Contributor"),
        Audience.ASSESSORS: _("Assessor"),
        Audience.LEADS: _("Lead assessor"),
        Audience.NOT_STARTED: _("Coordinator, no entry yet"),
    }[audience]


def owing_names() -> list[tuple[str, str]]:
    """Name what can be asked about things owed."""
    return [
        (Owing.ANY.value, _("Everybody, owing or not")),
        (Owing.OWED.value, _("Who still has to send a document or a score sheet")),
        (Owing.LATE.value, _("Whose document or score sheet is late")),
    ]


def reason_lines(recipient: Recipient) -> list[tuple[str, list[str]]]:
    """Say why somebody is in: as what, of which agencies, and for the entries of which codes, if there are any."""
    lines = []
    for audience in Audience:
        entries = [each for each in recipient.reasons if each.audience is audience]
        if entries:
            agencies = dict.fromkeys(each.agency(page_language()) for each in entries)
            lines.append(
                (f"{role_words(audience)} · {', '.join(agencies)}", [each.code for each in entries if each.code])
            )
    return lines


def programme_titles(recipient: Recipient) -> list[str]:
    """Name the programmes the message to a recipient is about."""
    return [each.title(page_language()) for each in recipient.programmes]


def mailing_state(mailing: Mailing) -> str:
    """Say where a mailing stands."""
    if mailing.state is MailingState.WAITING and mailing.due_at is not None:
        return _("Goes on %(at)s", at=when(mailing.due_at, "short_datetime"))
    return {
        MailingState.DRAFT: _("Being written"),
        MailingState.SENDING: _("Going out"),
        MailingState.SENT: _("Gone out"),
        MailingState.CANCELLED: _("Taken back"),
        MailingState.STOPPED: _("Stopped"),
    }[mailing.state]


def mailing_family(mailing: Mailing) -> str:
    """Return the colour of its state."""
    return {
        MailingState.DRAFT: "office",
        MailingState.WAITING: "panel",
        MailingState.SENDING: "panel",
        MailingState.SENT: "done",
        MailingState.STOPPED: "stop",
    }.get(mailing.state, "rest")


def fate_name(fate: str) -> str:
    """Name what became of a recipient."""
    if fate == NOT_YET:
        return _("Not sent yet")
    return _("Left out at the sending") if fate == DROPPED else state_name(MessageState(fate))


def fate_family(fate: str) -> str:
    """Return its colour."""
    return "rest" if fate in (NOT_YET, DROPPED) else state_family(MessageState(fate))


def told_reasons(told: Told) -> str:
    """Say as what a recipient was in."""
    audiences = dict.fromkeys(Audience(audience) for audience, _key, _in in told.recipient.whys)
    return ", ".join(role_words(each) for each in audiences)


def told_programmes(told: Told, mailing: Mailing) -> list[str]:
    """Name the same programmes once the mailing is confirmed."""
    within = {key for _audience, _key, key in told.recipient.whys}
    return [each.title(page_language()) for each in mailing.programmes if str(each.id) in within]

"""Handing a message to the mail server, or to the inbox page where none is set up."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr
from urllib.parse import SplitResult, unquote, urlsplit

from app.config import Settings
from app.models import Message
from workflows.delivery import Outcome

_OK = frozenset({250, 251})
_SECONDS = 20
_LONGEST_DETAIL = 300


class MailNotSent(Exception):
    """The mail server did not take the message, or nobody can tell; `outcome` says which, `detail` is what it said."""

    def __init__(self, outcome: Outcome, detail: str) -> None:
        super().__init__(outcome.value)
        self.outcome, self.detail = outcome, detail[:_LONGEST_DETAIL]


def send_mail(message: Message, settings: Settings, *, about_to_hand_over: Callable[[], None]) -> None:
    """Send by SMTP; without a mail server the message is only read on the inbox page.

    `about_to_hand_over` is called when server and address are willing, before the message itself leaves: what fails
    until then left nothing behind, what fails afterwards without an answer may have been delivered.
    """
    if settings.smtp_url is None:
        return
    mail = composed_mail(message, settings)
    try:
        client = _connected(urlsplit(settings.smtp_url))
    except (OSError, smtplib.SMTPException) as fault:
        raise MailNotSent(Outcome.NO_SERVER, _said(fault)) from fault
    try:
        _address(client, sender=parseaddr(settings.mail_from)[1], recipient=message.email)
        about_to_hand_over()
        _hand_over(client, mail)
    finally:
        client.close()


def composed_mail(message: Message, settings: Settings) -> EmailMessage:
    """Write the e-mail; its Message-ID is the same however often it is tried."""
    mail = EmailMessage()
    mail["Message-ID"] = f"<{message.id}@{urlsplit(settings.base_url).hostname}>"
    mail["From"], mail["To"], mail["Subject"] = settings.mail_from, message.email, message.subject
    link = f"\n\n{settings.base_url}{message.link}" if message.link else ""
    mail.set_content(message.body + link)
    if message.calendar:
        mail.add_attachment(
            message.calendar.encode(),
            maintype="text",
            subtype="calendar",
            filename="visit.ics",
            params={"method": "PUBLISH"},
        )
    return mail


def _connected(server: SplitResult) -> smtplib.SMTP:
    host, port = server.hostname or "localhost", server.port or (465 if server.scheme == "smtps" else 25)
    context = ssl.create_default_context()
    client = (
        smtplib.SMTP_SSL(host, port, timeout=_SECONDS, context=context)
        if server.scheme == "smtps"
        else smtplib.SMTP(host, port, timeout=_SECONDS)
    )
    try:
        if server.scheme == "smtp+starttls":
            client.starttls(context=context)
        if server.username:
            client.login(unquote(server.username), unquote(server.password or ""))
        client.ehlo_or_helo_if_needed()
    except (OSError, smtplib.SMTPException):
        client.close()
        raise
    return client


def _address(client: smtplib.SMTP, *, sender: str, recipient: str) -> None:
    """Name sender and recipient; a recipient the server refuses for good is no fault of ours to try again."""
    try:
        code, reply = client.mail(sender)
        if code in _OK:
            code, reply = client.rcpt(recipient)
            if code >= 500:
                raise MailNotSent(Outcome.ADDRESS_REFUSED, _answer(code, reply))
    except UnicodeError as fault:
        raise MailNotSent(Outcome.ADDRESS_REFUSED, "not an address") from fault
    except (OSError, smtplib.SMTPException) as fault:
        raise MailNotSent(Outcome.NO_SERVER, _said(fault)) from fault
    if code not in _OK:
        raise MailNotSent(Outcome.SERVER_REFUSED, _answer(code, reply))


def _hand_over(client: smtplib.SMTP, mail: EmailMessage) -> None:
    """Give the message itself; where the server falls silent nobody can tell whether it took it."""
    try:
        code, reply = client.data(mail.as_bytes(policy=SMTP))
    except smtplib.SMTPDataError as refused:
        raise MailNotSent(Outcome.SERVER_REFUSED, _answer(refused.smtp_code, refused.smtp_error)) from refused
    except (OSError, smtplib.SMTPException) as fault:
        raise MailNotSent(Outcome.NO_ANSWER, _said(fault)) from fault
    if code not in _OK:
        outcome = Outcome.MESSAGE_REFUSED if code >= 500 else Outcome.SERVER_REFUSED
        raise MailNotSent(outcome, _answer(code, reply))


def _answer(code: int, reply: bytes | str) -> str:
    words = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return f"{code} {' '.join(words.split())}"


def _said(fault: Exception) -> str:
    if isinstance(fault, smtplib.SMTPResponseException):
        return _answer(fault.smtp_code, fault.smtp_error)
    return type(fault).__name__

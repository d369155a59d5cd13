"""Handing a message to the mail server, or to the inbox page where none is set up."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from app.config import Settings
from app.models import Message


class MailNotSent(Exception):
    """The mail server did not take the message; it is tried again later."""


def send_mail(message: Message, settings: Settings) -> None:
    """Send by SMTP; without a mail server the message is only read on the inbox page."""
    if settings.smtp_url is None:
        return
    try:
        _deliver(_compose(message, settings), settings.smtp_url)
    except (OSError, smtplib.SMTPException) as fault:
        raise MailNotSent(type(fault).__name__) from fault


def _compose(message: Message, settings: Settings) -> EmailMessage:
    mail = EmailMessage()
    mail["Message-ID"] = f"<{message.id}@{urlsplit(settings.base_url).hostname}>"
    mail["From"], mail["To"], mail["Subject"] = settings.mail_from, message.email, message.subject
    link = f"\n\n{settings.base_url}{message.link}" if message.link else ""
    mail.set_content(message.body + link)
    return mail


def _deliver(mail: EmailMessage, smtp_url: str) -> None:
    server = urlsplit(smtp_url)
    host, port = server.hostname or "localhost", server.port or (465 if server.scheme == "smtps" else 25)
    context = ssl.create_default_context()
    connection = (
        smtplib.SMTP_SSL(host, port, timeout=20, context=context)
        if server.scheme == "smtps"
        else smtplib.SMTP(host, port, timeout=20)
    )
    with connection as client:
        if server.scheme == "smtp+starttls":
            client.starttls(context=context)
        if server.username:
            client.login(unquote(server.username), unquote(server.password or ""))
        client.send_message(mail)

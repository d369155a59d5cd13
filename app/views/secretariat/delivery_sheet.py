"""The workbook of messages and how they fared, in the language of the page it was asked from."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from app.messages.kinds import PRIVATE, kind_label
from app.models import Message
from app.reports.xlsx import CellKind, CellValue, SheetColumn, SheetTable, write_workbook
from app.thai import BANGKOK
from app.views.secretariat.delivery_words import state_words


def deliveries_workbook(messages: Sequence[Message], language: str) -> bytes:
    """Return an .xlsx file with one row a message; what is private has no subject here either."""
    columns = (
        SheetColumn(_("Promised"), CellKind.INSTANT),
        SheetColumn(_("Recipient")),
        SheetColumn(_("E-mail")),
        SheetColumn(_("Kind")),
        SheetColumn(_("Subject")),
        SheetColumn(_("State")),
        SheetColumn(_("Tries"), CellKind.WHOLE),
        SheetColumn(_("Sent"), CellKind.INSTANT),
        SheetColumn(_("What the mail server said")),
    )
    return write_workbook(
        [SheetTable(_("Messages"), columns, [_row(each, language) for each in messages])], language=language
    )


def _row(message: Message, language: str) -> list[CellValue]:
    return [
        message.created_at.astimezone(BANGKOK),
        message.recipient.name(language) if message.recipient else "",
        message.email,
        kind_label(message.kind),
        "" if message.kind in PRIVATE else message.subject,
        state_words(message),
        message.attempts,
        message.sent_at.astimezone(BANGKOK) if message.sent_at else None,
        message.error,
    ]

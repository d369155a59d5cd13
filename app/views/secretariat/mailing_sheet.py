"""The workbook of a mailing: one row a recipient, in the language of the page it was asked from."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from app.models import Mailing
from app.queries.mailings import Told
from app.reports.xlsx import CellKind, CellValue, SheetColumn, SheetTable, write_workbook
from app.thai import BANGKOK
from app.views.secretariat.mailing_words import fate_name, told_programmes, told_reasons
from workflows.mailing import Audience


def mailing_workbook(mailing: Mailing, rows: Sequence[Told], language: str) -> bytes:
    """Return an .xlsx file of the recipients and how each message fared."""
    columns = (
        SheetColumn(_("Recipient")),
        SheetColumn(_("E-mail")),
        SheetColumn(_("Programme")),
        SheetColumn(_("Why")),
        SheetColumn(_("Number of entries"), CellKind.WHOLE),
        SheetColumn(_("State")),
        SheetColumn(_("Sent"), CellKind.INSTANT),
        SheetColumn(_("What the mail server said")),
    )
    table = SheetTable(_("Mailing"), columns, [_row(mailing, each, language) for each in rows])
    return write_workbook([table], language=language)


def _row(mailing: Mailing, told: Told, language: str) -> list[CellValue]:
    recipient, message = told.recipient, told.recipient.message
    return [
        recipient.person.name(language),
        message.email if message else recipient.person.email,
        ", ".join(told_programmes(told, mailing)),
        told_reasons(told),
        len({key for audience, key, _in in recipient.whys if audience != Audience.NOT_STARTED}),
        fate_name(told.fate),
        message.sent_at.astimezone(BANGKOK) if message and message.sent_at else None,
        message.error if message else "",
    ]

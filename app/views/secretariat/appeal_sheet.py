"""The workbook of appeals and complaints: one row each, in the language of the page it was asked from."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from app.models import Appeal
from app.reports.xlsx import CellKind, CellValue, SheetColumn, SheetTable, write_workbook
from app.thai import in_bangkok
from app.views.appeal_words import appeal_outcome_name, appeal_state_name, ground_name, kind_name


def appeals_workbook(appeals: Sequence[Appeal], language: str) -> bytes:
    """Return an .xlsx file with these appeals and complaints."""
    columns = (
        SheetColumn(_("Received as")),
        SheetColumn(_("Kind")),
        SheetColumn(_("State")),
        SheetColumn(_("Code")),
        SheetColumn(_("Title")),
        SheetColumn(_("Agency")),
        SheetColumn(_("Programme")),
        SheetColumn(_("Cycle")),
        SheetColumn(_("What it rests on")),
        SheetColumn(_("Received"), CellKind.INSTANT),
        SheetColumn(_("Answer due"), CellKind.DAY),
        SheetColumn(_("In charge")),
        SheetColumn(_("Outcome")),
        SheetColumn(_("Answered"), CellKind.INSTANT),
    )
    rows = [_cells(each, language) for each in appeals]
    return write_workbook([SheetTable(_("Appeals and complaints"), columns, rows)], language=language)


def _cells(appeal: Appeal, language: str) -> list[CellValue]:
    application = appeal.application
    return [
        appeal.number,
        kind_name(appeal.kind),
        appeal_state_name(appeal.state),
        application.code,
        application.title(language) or application.agency.name(language),
        application.agency.name(language),
        application.programme.title(language),
        str(application.programme.cycle.year_be),
        ground_name(appeal.ground) if appeal.ground else "",
        in_bangkok(appeal.filed_at) if appeal.filed_at else None,
        appeal.answer_due_on,
        appeal.taken_up_by.name(language) if appeal.taken_up_by else "",
        appeal_outcome_name(appeal.outcome) if appeal.outcome else "",
        in_bangkok(appeal.answered_at) if appeal.answered_at else None,
    ]

"""The workbooks of progress by assessor and by agency, in the language of the page they were asked from."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from app.queries.agency_progress import AgencyRow
from app.queries.assessor_progress import AssessorRow, AssessorStatus
from app.reports.xlsx import CellKind, CellValue, SheetColumn, SheetTable, write_workbook
from app.thai import BANGKOK


def status_words(status: AssessorStatus) -> str:
    """Say how an assessor's work stands."""
    return {
        AssessorStatus.LATE: _("Sheets late"),
        AssessorStatus.NOT_BEGUN: _("Not started"),
        AssessorStatus.WORKING: _("Working"),
        AssessorStatus.DONE: _("All in"),
    }[status]


def assessors_workbook(rows: Sequence[AssessorRow], language: str) -> bytes:
    """Return an .xlsx file with the progress of these assessors."""
    columns = (
        SheetColumn(_("Name")),
        SheetColumn(_("E-mail")),
        SheetColumn(_("Asked"), CellKind.WHOLE),
        SheetColumn(_("Sheets in"), CellKind.WHOLE),
        SheetColumn(_("Owed"), CellKind.WHOLE),
        SheetColumn(_("Late"), CellKind.WHOLE),
        SheetColumn(_("Next due"), CellKind.INSTANT),
        SheetColumn(_("Last signed in"), CellKind.INSTANT),
        SheetColumn(_("Standing")),
    )
    cells: list[list[CellValue]] = [
        [
            row.person.name(language),
            row.person.email,
            row.asked,
            row.done,
            row.owed,
            row.late,
            row.next_due.astimezone(BANGKOK) if row.next_due else None,
            row.person.signed_in_at.astimezone(BANGKOK) if row.person.signed_in_at else None,
            status_words(row.status),
        ]
        for row in rows
    ]
    return write_workbook([SheetTable(_("Assessors"), columns, cells)], language=language)


def agency_words(row: AgencyRow) -> str:
    """Say how an agency's documents stand."""
    if row.late:
        return _("Not handed in on time")
    return _("Documents owed") if row.owed else _("Nothing owed")


def agencies_workbook(rows: Sequence[AgencyRow], language: str) -> bytes:
    """Return an .xlsx file with the progress of these agencies."""
    columns = (
        SheetColumn(_("Agency code")),
        SheetColumn(_("Agency")),
        SheetColumn(_("Applications"), CellKind.WHOLE),
        SheetColumn(_("Handed in"), CellKind.WHOLE),
        SheetColumn(_("Returned"), CellKind.WHOLE),
        SheetColumn(_("Documents owed"), CellKind.WHOLE),
        SheetColumn(_("Late"), CellKind.WHOLE),
        SheetColumn(_("Last moved"), CellKind.INSTANT),
        SheetColumn(_("Standing")),
    )
    cells: list[list[CellValue]] = [
        [
            row.agency.code,
            row.agency.name(language),
            row.entries,
            row.sent,
            row.returned,
            row.owed,
            row.late,
            row.moved_at.astimezone(BANGKOK),
            agency_words(row),
        ]
        for row in rows
    ]
    return write_workbook([SheetTable(_("Agencies"), columns, cells)], language=language)

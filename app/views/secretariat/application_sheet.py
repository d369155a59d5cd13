"""The workbook of all applications: one row each, in the language of the page it was asked from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import get_template_attribute
from flask_babel import gettext as _

from app.models import Application
from app.queries.criteria import rubric_of
from app.queries.staff_exports import ExportRow
from app.reports.xlsx import CellKind, CellValue, SheetColumn, SheetTable, write_workbook
from app.thai import BANGKOK
from app.views.outcome_words import outcome_name
from workflows.application import ApplicationState
from workflows.scoring.printing import printed_total


def applications_workbook(rows: Sequence[ExportRow], language: str) -> bytes:
    """Return an .xlsx file with these applications."""
    states = _state_names()
    table = SheetTable(_("Applications"), _columns(), [_cells(row, states, language) for row in rows])
    return write_workbook([table], language=language)


def _columns() -> tuple[SheetColumn, ...]:
    return (
        SheetColumn(_("Code")),
        SheetColumn(_("Cycle")),
        SheetColumn(_("Programme")),
        SheetColumn(_("Title in Thai")),
        SheetColumn(_("Title in English")),
        SheetColumn(_("Agency")),
        SheetColumn(_("Agency code")),
        SheetColumn(_("Ministry")),
        SheetColumn(_("Responsible unit")),
        SheetColumn(_("State")),
        SheetColumn(_("Since"), CellKind.INSTANT),
        SheetColumn(_("Handed in"), CellKind.INSTANT),
        SheetColumn(_("Stage")),
        SheetColumn(_("Seats on the panel"), CellKind.WHOLE),
        SheetColumn(_("Sheets in"), CellKind.WHOLE),
        SheetColumn(_("Owed"), CellKind.WHOLE),
        SheetColumn(_("Agreed total of the last round, with its visit"), CellKind.NUMBER),
        SheetColumn(_("Of"), CellKind.NUMBER),
        SheetColumn(_("Outcome")),
    )


def _cells(row: ExportRow, states: Mapping[ApplicationState, str], language: str) -> list[CellValue]:
    each: Application = row.application
    rubric = rubric_of(each.programme)
    return [
        each.code,
        str(each.programme.cycle.year_be),
        each.programme.title(language),
        each.title_th,
        each.title_en,
        each.agency.name(language),
        each.agency.code,
        row.ministry.name(language) if row.ministry else "",
        each.responsible_unit,
        states[each.state],
        each.state_since.astimezone(BANGKOK),
        each.submitted_at.astimezone(BANGKOK) if each.submitted_at else None,
        each.stage_now.title(language) if each.stage_now else "",
        row.seats,
        row.sheets_in,
        row.sheets_owed,
        printed_total(rubric, row.total),
        rubric.maximum if row.total is not None else None,
        outcome_name(rubric, each.award, language) if each.award else "",
    ]


def _state_names() -> dict[ApplicationState, str]:
    """The words pages use for each state."""
    label = get_template_attribute("components/status_tag.html", "state_label")
    return {state: str(label(state.value)).strip() for state in ApplicationState}

"""The workbook of status assessment: progress, agencies, levels by item, and every item's points of every agency."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence

from flask import get_template_attribute
from flask_babel import gettext as _

from app.queries import pmqa40_boards as boards
from app.queries.pmqa40_boards import Basis, LevelRow, ProgressRow
from app.queries.pmqa40_standings import AgencyStanding, Standings
from app.reports.xlsx import CellKind, CellValue, SheetColumn, SheetTable, write_workbook
from app.views.award_names import agency_kind_name
from app.views.secretariat.pmqa40_words import group_name, step_title
from workflows.application import ApplicationState
from workflows.scoring.level_checklist import ItemLevelReached
from workflows.scoring.printing import printed_total


def pmqa40_workbook(standings: Standings | None, language: str) -> bytes:
    """Return an .xlsx file with everything the boards show; an empty sheet where there is no programme."""
    if standings is None:
        return write_workbook([SheetTable("PMQA 4.0", (SheetColumn(_("Agency")),), [])], language=language)
    sheets = [
        _progress(_("By ministry"), _("Ministry"), standings, boards.by_ministry(standings), language),
        _progress(_("By kind"), _("Kind of agency"), standings, boards.by_kind(standings), language),
        _agencies(standings, language),
        _levels(_("Levels, self-assessed"), standings, Basis.OWN, language),
        _levels(_("Levels, agreed"), standings, Basis.AGREED, language),
        _items(_("Items, self-assessed"), standings, Basis.OWN, language),
        _items(_("Items, agreed"), standings, Basis.AGREED, language),
    ]
    return write_workbook(sheets, language=language)


def _progress(name: str, heading: str, standings: Standings, rows: Sequence[ProgressRow], language: str) -> SheetTable:
    steps = tuple(SheetColumn(step_title(standings, step), CellKind.WHOLE) for step in standings.steps)
    counts = (SheetColumn(_("Agencies"), CellKind.WHOLE), SheetColumn(_("Not started"), CellKind.WHOLE))
    cells: list[list[CellValue]] = [
        [group_name(row.group, language), row.agencies, row.not_started, *row.reached] for row in rows
    ]
    return SheetTable(name, (SheetColumn(heading), *counts, *steps), cells)


def _agencies(standings: Standings, language: str) -> SheetTable:
    columns = (
        SheetColumn(_("Agency")),
        SheetColumn(_("Agency code")),
        SheetColumn(_("Ministry")),
        SheetColumn(_("Kind of agency")),
        SheetColumn(_("Code")),
        SheetColumn(_("State")),
        *(SheetColumn(step_title(standings, step)) for step in standings.steps),
        SheetColumn(_("Self-assessed total"), CellKind.NUMBER),
        SheetColumn(_("Agreed total of the last round, with its visit"), CellKind.NUMBER),
        SheetColumn(_("Difference"), CellKind.NUMBER),
    )
    label = get_template_attribute("components/status_tag.html", "state_label")
    states = {state: str(label(state.value)).strip() for state in ApplicationState}
    ministries = {each.id: each.name(language) for each in standings.ministries}
    rows = [_agency_cells(standings, row, states, ministries, language) for row in standings.rows]
    return SheetTable(_("Agencies"), columns, rows)


def _agency_cells(
    standings: Standings,
    row: AgencyStanding,
    states: Mapping[ApplicationState, str],
    ministries: Mapping[uuid.UUID, str],
    language: str,
) -> list[CellValue]:
    application = row.application
    return [
        row.agency.name(language),
        row.agency.code,
        ministries.get(row.agency.ministry_id, "") if row.agency.ministry_id else "",
        agency_kind_name(row.agency.kind),
        application.code if application else "",
        states[application.state] if application else _("Not started"),
        *(_("yes") if step in row.reached else "" for step in standings.steps),
        printed_total(standings.rubric, row.total_of(row.own)),
        printed_total(standings.rubric, row.total_of(row.agreed)),
        row.printed_difference,
    ]


def _levels(name: str, standings: Standings, basis: Basis, language: str) -> SheetTable:
    level_name = get_template_attribute("components/level_bar.html", "level_name")
    levels = [SheetColumn(str(level_name(level.value)).strip(), CellKind.WHOLE) for level in ItemLevelReached]
    columns = (
        SheetColumn(_("Item")),
        SheetColumn(_("Title")),
        *levels,
        SheetColumn(_("Scored"), CellKind.WHOLE),
        SheetColumn(_("Mean"), CellKind.NUMBER),
    )
    return SheetTable(name, columns, [_level_cells(row, language) for row in boards.levels_by_item(standings, basis)])


def _level_cells(row: LevelRow, language: str) -> list[CellValue]:
    counts = row.counts or (None,) * len(ItemLevelReached)
    return [row.item.number or row.item.id, row.item.title.in_language(language), *counts, row.scored, row.mean]


def _items(name: str, standings: Standings, basis: Basis, language: str) -> SheetTable:
    leaves = standings.rubric.leaves
    columns = (
        SheetColumn(_("Agency")),
        SheetColumn(_("Total"), CellKind.NUMBER),
        *(SheetColumn(leaf.number or leaf.id, CellKind.NUMBER) for leaf in leaves),
    )
    rows: list[list[CellValue]] = []
    for row in standings.rows:
        scores = basis.of(row)
        if scores is not None:
            points = [scores.nodes.get(leaf.id) for leaf in leaves]
            rows.append([row.agency.name(language), printed_total(standings.rubric, row.total_of(scores)), *points])
    return SheetTable(name, columns, rows)

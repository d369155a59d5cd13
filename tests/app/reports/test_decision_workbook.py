"""The decision workbook opens, holds every value, and its formulas give the totals the system computed."""

from __future__ import annotations

import zipfile
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from openpyxl import Workbook, load_workbook

from app.clock import now
from app.models import Agency, Application, Cycle, Programme
from app.queries.calibration import CalibratedScore
from app.queries.decision_workbook import Comment, DecisionRow, DecisionTable, Voice
from app.queries.sheets import raw_sheet
from app.reports.decision_workbook import write_decision_workbook
from rubrics import load_rubric
from rubrics.model import Rubric
from tests.app.reports.spreadsheet_formulas import computed
from tests.panels import value_for
from tests.spreadsheets import computed_by_libreoffice
from workflows.application import ApplicationState
from workflows.scoring.printing import total_printer
from workflows.scoring.reading import parse_sheet
from workflows.scoring.totals import Scores, score

S = ApplicationState
RUBRICS = ("ps-innovation@2564", "pmqa40@2564", "pmqa-category@2564")
EVIL = '=HYPERLINK("http://evil.example")'


def judged(rubric: Rubric, seed: int, *, without: str | None = None) -> Scores:
    chance = Random(seed)
    values = {leaf.id: value_for(rubric, leaf, chance.randrange(20, 100)) for leaf in rubric.leaves}
    values.pop(without or "", None)
    cannot = [without] if without and rubric.bands else []
    return score(rubric, parse_sheet(rubric, raw_sheet(rubric, values, cannot)))


def table_of(rubric: Rubric) -> DecisionTable:
    cycle = Cycle(year_be=2569, title_th="รอบปี 2569", title_en="Cycle 2569")
    programme = Programme(rubric_id=rubric.full_id, title_th="ประเภท", title_en="Programme", cycle=cycle)
    agency = Agency(name_th="กรมตัวอย่าง", name_en="Department")
    rows = []
    for number in range(3):
        node = rubric.leaves[0].id
        voices = tuple(
            Voice(f"ผู้ตรวจ {place}", judged(rubric, 10 * number + place), (Comment(node, EVIL, "", "-"),))
            for place in range(2 + number % 2)
        )
        rows.append(
            DecisionRow(
                Application(code=f"PS-{number}", title_th=EVIL, title_en="", agency=agency),
                None,
                voices,
                judged(rubric, 99 + number, without=rubric.leaves[-1].id if number == 2 else None),
                (Comment(node, "ดี", "ปรับ", "เหตุผล", "แย้ง"),),
                CalibratedScore(Decimal(70), Decimal("71.5"), Decimal(2), (1, 3)) if number == 0 else None,
                rubric.levels[0].code if rubric.levels and number == 0 else "none",
                ("none", None)[number % 2],
                is_last=number < 2,
            )
        )
    return DecisionTable(programme, rubric, rows, "f" * 64)


@pytest.fixture(scope="module", params=RUBRICS)
def table(request: pytest.FixtureRequest) -> DecisionTable:
    return table_of(load_rubric(request.param))


@pytest.fixture(scope="module")
def workbook(table: DecisionTable) -> Workbook:
    return load_workbook(BytesIO(write_decision_workbook(table, "en", printed_at=now())))


def column(workbook: Workbook, sheet: str, heading: str) -> str:
    return next(cell.column_letter for cell in workbook[sheet][1] if cell.value == heading)


def test_every_total_computes_again_to_the_systems_own(table: DecisionTable, workbook: Workbook) -> None:
    printer = total_printer(table.rubric)
    for number, row in enumerate(table.rows, start=2):
        for place, voice in enumerate(row.voices, start=1):
            told = computed(workbook, "Summary", f"{column(workbook, 'Summary', f'Assessor {place}')}{number}")
            assert told == pytest.approx(float(voice.scores.total or 0), abs=1e-9)
        agreed = computed(workbook, "Summary", f"{column(workbook, 'Summary', 'Consensus')}{number}")
        printed = computed(workbook, "Summary", f"{column(workbook, 'Summary', 'As printed')}{number}")
        assert row.agreed is not None
        if row.agreed.total is None:
            assert (agreed, printed) == ("", "")
        else:
            assert agreed == pytest.approx(float(row.agreed.total), abs=1e-9)
            assert printed == pytest.approx(float(printer(row.agreed.total)), abs=1e-9)


def test_the_panel_mean_is_that_of_its_totals_however_many_they_are(table: DecisionTable, workbook: Workbook) -> None:
    letter = column(workbook, "Summary", "Panel mean")
    for number, row in enumerate(table.rows, start=2):
        totals = [float(voice.scores.total or 0) for voice in row.voices]
        assert computed(workbook, "Summary", f"{letter}{number}") == pytest.approx(sum(totals) / len(totals), abs=1e-9)


@pytest.mark.spreadsheet
def test_libreoffice_opens_it_and_computes_the_same_totals(
    table: DecisionTable, workbook: Workbook, tmp_path: Path
) -> None:
    """Every formula of every sheet comes out as our own reading of it, which the tests above hold to the system's."""
    given = write_decision_workbook(table, "en", printed_at=now())
    opened = load_workbook(computed_by_libreoffice(given, tmp_path), data_only=True)
    assert opened.sheetnames == workbook.sheetnames
    formulas = 0
    for sheet in workbook:
        for cell in (each for row in sheet.iter_rows() for each in row):
            found = opened[sheet.title][cell.coordinate].value
            is_formula = cell.data_type == "f"
            ours = computed(workbook, sheet.title, cell.coordinate) if is_formula else cell.value or ""
            formulas += is_formula
            expected = pytest.approx(ours, abs=1e-9) if isinstance(ours, int | float) else ours
            assert ("" if found is None else found) == expected, (sheet.title, cell.coordinate)
    assert formulas >= len(table.rows) * (5 + len(table.rubric.leaves))


def test_an_outcome_is_always_in_words(table: DecisionTable, workbook: Workbook) -> None:
    """No award is not the same as not decided, and an earlier stage has no outcome of its own."""
    nothing = "Not certified" if table.rubric.bands and not table.rubric.levels else "No award"
    best = table.rubric.levels[0].label.en if table.rubric.levels else nothing
    by_rule, decided = (column(workbook, "Summary", heading) for heading in ("By the criteria", "Decision"))
    told = [
        (workbook["Summary"][f"{by_rule}{row}"].value, workbook["Summary"][f"{decided}{row}"].value)
        for row in (2, 3, 4)
    ]
    assert told == [(best, nothing), (nothing, "Not decided yet"), ("See the last stage", "See the last stage")]


def test_a_changed_score_changes_its_total(table: DecisionTable, workbook: Workbook) -> None:
    """The totals are live: nothing is written beside the formula."""
    letter, total = column(workbook, "Scores", "Consensus"), f"{column(workbook, 'Summary', 'Consensus')}2"
    before, cell = computed(workbook, "Summary", total), workbook["Scores"][f"{letter}2"]
    kept, cell.value = cell.value, float(cell.value) + 5
    weight = computed(workbook, "Scores", f"{column(workbook, 'Scores', 'Weight in the total')}2")
    assert computed(workbook, "Summary", total) == pytest.approx(before + 5 * weight, abs=1e-9)
    cell.value = kept


def test_what_people_wrote_is_never_a_formula_and_nothing_is_left_out(table: DecisionTable, workbook: Workbook) -> None:
    texts = [cell for row in workbook["Comments"].iter_rows(min_row=2) for cell in row if cell.value == EVIL]
    assert len(texts) == sum(len(row.voices) for row in table.rows)
    assert {cell.data_type for cell in [*texts, workbook["Summary"]["B2"]]} == {"s"}
    assert workbook["Scores"].max_row == 1 + len(table.rows) * len(table.rubric.leaves)
    assert workbook["Comments"].max_row == 1 + sum(len(row.voices) + 1 for row in table.rows)


def test_the_calibrated_score_stands_beside_with_its_interval(workbook: Workbook) -> None:
    found = [
        workbook["Summary"][f"{column(workbook, 'Summary', heading)}2"].value
        for heading in ("Calibrated", "90 % low", "90 % high", "90 % ranks")
    ]
    assert found == [71.5, 68.21, 74.79, "1–3"]
    assert workbook["Summary"][f"{column(workbook, 'Summary', 'Calibrated')}3"].value is None


def test_it_is_confidential_until_all_of_it_is_announced() -> None:
    table = table_of(load_rubric(RUBRICS[0]))
    found = []
    for states in ((S.DECIDED,) * 3, (S.ANNOUNCED, S.ANNOUNCED, S.DECIDED), (S.ANNOUNCED,) * 3):
        for row, state in zip(table.rows, states, strict=True):
            row.application.state = state
        about = load_workbook(BytesIO(write_decision_workbook(table, "en", printed_at=now())))["About"]
        found.append("Confidential until the results are announced" in [cell.value for cell in about["A"]])
        table.programme.announced_at = now()
    assert found == [True, True, False]


def test_equal_content_is_equal_bytes_in_both_languages(table: DecisionTable) -> None:
    at = now()
    assert write_decision_workbook(table, "th", printed_at=at) == write_decision_workbook(table, "th", printed_at=at)
    with zipfile.ZipFile(BytesIO(write_decision_workbook(table, "th", printed_at=at))) as parts:
        assert "สรุป" in parts.read("xl/workbook.xml").decode()

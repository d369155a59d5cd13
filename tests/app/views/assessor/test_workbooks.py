"""A sheet as a workbook and back: what changed on which side, what is refused, and never half of it."""

from __future__ import annotations

import hashlib
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from app.extensions import db, storage
from app.models import ScoreSheet, SheetEntry
from app.queries.application_facts import panel_of
from app.queries.criteria import rubric_of
from app.services.score_sheets import open_sheet, save_entry
from app.services.sheet_columns import workbook_of
from app.services.sheet_workbooks import WorkbookRefused, check_workbook, keep_workbook, take_workbook
from tests.assessing import seated
from tests.sample_files import pdf
from tests.sign_in import sign_in
from tests.world import World
from workflows.errors import RuleBroken
from workflows.score_sheet import longest_comment

PERCENT, STRENGTHS, NODE, VERSION, SHEET = "E", "G", "J", "K", "L"  # the columns of a workbook of points


@pytest.fixture
def sheet(world: World, client: FlaskClient) -> ScoreSheet:
    """Give a sheet with two nodes judged; its assessor is signed in."""
    seat = seated(world)[0]
    sheet = open_sheet(seat, actor=seat.assessor)
    for node, percent in (("d1.1", "50"), ("d1.2", "60")):
        content = {"value": {"percent": percent}, "strengths": "++ มีทะเบียน [เอกสาร 1]"}
        save_entry(sheet, node, content, version=0, actor=seat.assessor)
    sign_in(client, seat.assessor)
    return sheet


def changed(data: bytes, cells: dict[str, object]) -> bytes:
    book, copy = load_workbook(BytesIO(data)), BytesIO()
    for place, value in cells.items():
        book.worksheets[0][place] = value
    book.save(copy)
    return copy.getvalue()


def kept(sheet: ScoreSheet, cells: dict[str, object], written: bytes | None = None) -> str:
    data = changed(written or workbook_of(sheet, "th"), cells)
    return keep_workbook(sheet, data, actor=sheet.assessor)


def percent_of(sheet: ScoreSheet, node: str) -> object:
    db.session.expire_all()
    entry = db.session.query(SheetEntry).filter_by(sheet_id=sheet.id, node_id=node).one_or_none()
    return entry.value.get("percent") if entry else None


def test_the_workbook_shows_everything_and_opens_only_what_may_change(client: FlaskClient, sheet: ScoreSheet) -> None:
    answer = client.get(f"/sheets/{sheet.id}/score-sheet.xlsx")
    page = load_workbook(BytesIO(answer.data)).worksheets[0]
    assert [page["A2"].value, page[f"{PERCENT}2"].value, page[f"{STRENGTHS}2"].value] == [
        "1.1",
        "50",
        "++ มีทะเบียน [เอกสาร 1]",
    ]
    assert [page[f"{column}2"].value for column in (NODE, VERSION, SHEET)] == ["d1.1", "1", str(sheet.id)]
    assert [page.column_dimensions[column].hidden for column in (PERCENT, NODE, VERSION, SHEET)] == [
        False,
        True,
        True,
        True,
    ]
    assert page.protection.sheet is True
    assert [page[f"{column}2"].protection.locked for column in ("A", "B", PERCENT, STRENGTHS, VERSION)] == [
        True,
        True,
        False,
        False,
        True,
    ]


def test_what_changed_on_one_side_is_taken_and_on_both_sides_is_chosen(client: FlaskClient, sheet: ScoreSheet) -> None:
    written = workbook_of(sheet, "th")
    assert [plan.turn for plan in check_workbook(sheet, kept(sheet, {}, written)).plans] == ["same"] * 12
    save_entry(sheet, "d1.2", {"value": {"percent": "70"}}, version=1, actor=sheet.assessor)
    save_entry(sheet, "d2.1", {"value": {"percent": "40"}}, version=0, actor=sheet.assessor)
    sha256 = kept(sheet, {f"{PERCENT}2": "๘๐", f"{PERCENT}3": 90}, written)
    preview = check_workbook(sheet, sha256)
    assert {turn: [plan.node.id for plan in preview.of(turn)] for turn in ("mine", "both")} == {
        "mine": ["d1.1"],
        "both": ["d1.2"],
    }
    with pytest.raises(RuleBroken):
        take_workbook(sheet, sha256, {}, actor=sheet.assessor)
    assert [percent_of(sheet, node) for node in ("d1.1", "d1.2", "d2.1")] == ["50", "70", "40"], "nothing half taken"
    here = f"/sheets/{sheet.id}/workbook/{sha256}"
    assert client.get(here).status_code == 200
    assert client.post(f"{here}/take", data={}).status_code == 422
    assert client.post(f"{here}/take", data={"choice-d1.2": "workbook"}).status_code == 302
    assert [percent_of(sheet, node) for node in ("d1.1", "d1.2", "d2.1")] == ["80", "90", "40"]


@pytest.mark.parametrize(
    ("cells", "line"),
    [
        ({f"{PERCENT}2": "77"}, 2),
        ({f"{PERCENT}3": "=40+40"}, 3),
        ({f"{VERSION}3": "9"}, 3),
        ({f"{VERSION}3": "x"}, 3),
        ({f"{NODE}3": "d1.1"}, 3),
        ({f"{NODE}3": "nowhere"}, 3),
    ],
)
def test_one_fault_keeps_the_whole_workbook_out(sheet: ScoreSheet, cells: dict[str, object], line: int) -> None:
    preview = check_workbook(sheet, kept(sheet, {f"{STRENGTHS}4": "ข้อความใหม่", **cells}))
    assert ({fault.line for fault in preview.faults}, preview.plans) == ({line}, ())


def test_faults_are_told_as_the_rows_stand(sheet: ScoreSheet) -> None:
    cells = {f"{VERSION}6": "x", f"{PERCENT}4": "=40+40", f"{PERCENT}5": "77", f"{NODE}2": "nowhere"}
    preview = check_workbook(sheet, kept(sheet, cells))
    assert [fault.line for fault in preview.faults] == [2, 4, 5, 6]


def test_a_comment_too_long_to_be_submitted_is_told_with_its_row(sheet: ScoreSheet) -> None:
    limit = longest_comment(rubric_of(sheet.application.programme))
    assert limit
    cells = {f"{STRENGTHS}2": "ที่" * (limit + 1), f"{STRENGTHS}3": "ที่" * limit, f"{PERCENT}2": "77"}
    preview = check_workbook(sheet, kept(sheet, cells))
    assert [(fault.line, str(fault.obstacle)) for fault in preview.faults] == [
        (2, f"“จุดแข็ง” may have at most {limit} characters."),
        (2, "Give a percent from 0 to 100 in steps of 5"),
    ]


def test_faults_name_a_column_as_the_file_and_the_reader_do(client: FlaskClient, sheet: ScoreSheet) -> None:
    client.post("/language", data={"language": "en"})
    written = workbook_of(sheet, "en")
    cells = {f"{STRENGTHS}2": "x" * 1_501, f"{PERCENT}3": "=40+40", "I4": "อาจจะ", "F4": "perhaps"}
    told = client.get(f"/sheets/{sheet.id}/workbook/{kept(sheet, cells, written)}").text
    for words in (
        "“Strengths” may have at most 1,500 characters.",
        "“Percent” holds a formula. Paste it as a value.",
        "“Cannot judge” must be yes or no, not “perhaps”.",
    ):
        assert words in told.replace("\u00a0", " ")
    headless = changed(written, {"J1": None})
    form = {"workbook": (BytesIO(headless), "a.xlsx")}
    refused = client.post(f"/sheets/{sheet.id}/workbook", data=form, content_type="multipart/form-data")
    assert "The column “Node” is missing." in refused.text.replace("\u00a0", " ")


def test_a_file_of_another_type_keeps_its_reason_on_the_page(client: FlaskClient, sheet: ScoreSheet) -> None:
    page = client.get(f"/sheets/{sheet.id}/workbook").text
    assert 'data-needs-file="workbook"' in page


def test_what_was_too_long_online_does_not_keep_the_workbook_out(sheet: ScoreSheet) -> None:
    save_entry(sheet, "d1.1", {"strengths": "ก" * 9_000}, version=1, actor=sheet.assessor)
    preview = check_workbook(sheet, kept(sheet, {f"{PERCENT}3": "90"}))
    assert ([plan.node.id for plan in preview.of("mine")], preview.faults) == (["d1.2"], ())


def test_a_results_item_has_no_checkpoints_to_fill_in_and_says_so(world: World) -> None:
    seat = seated(world, "pmqa40@2564")[0]
    sheet = open_sheet(seat, actor=seat.assessor)
    page = load_workbook(BytesIO(workbook_of(sheet, "th"))).worksheets[0]
    lines = {str(row[0].value): row[0].row for row in page.iter_rows(min_row=2)}
    process, results = lines["1.1"], lines["7.1"]
    ticks = next(cell.column_letter for cell in page[1] if cell.value == "ประเด็นตรวจที่พบ")
    assert [page[f"{ticks}{line}"].protection.locked for line in (process, results)] == [False, True]
    preview = check_workbook(sheet, kept(sheet, {f"{ticks}{process}": "-", f"{ticks}{results}": "1.1-b1"}))
    assert [(fault.line, str(fault.obstacle)) for fault in preview.faults] == [
        (results, "“ประเด็นตรวจที่พบ” is not used in this row. Leave it empty")
    ]


def test_a_workbook_is_its_assessors_and_its_sheets_alone(world: World, client: FlaskClient, sheet: ScoreSheet) -> None:
    other = next(seat for seat in panel_of(sheet.application) if seat.assessor_id != sheet.assessor_id)
    theirs = open_sheet(other, actor=other.assessor)
    written = workbook_of(sheet, "th")
    with pytest.raises(WorkbookRefused):
        kept(theirs, {}, written)
    stolen = kept(sheet, {}, written)
    with pytest.raises(FileNotFoundError):
        check_workbook(theirs, stolen)
    sign_in(client, other.assessor)
    places = ("score-sheet.xlsx", "workbook", f"workbook/{stolen}")
    assert [client.get(f"/sheets/{sheet.id}/{place}").status_code for place in places] == [404] * 3
    assert client.post(f"/sheets/{sheet.id}/workbook/{stolen}/take").status_code == 404


def test_what_is_no_workbook_is_said_so_and_forgotten(client: FlaskClient, sheet: ScoreSheet) -> None:
    here = f"/sheets/{sheet.id}/workbook"
    foreign = {f"{SHEET}5": "00000000-0000-0000-0000-000000000000"}
    for data in (b"MZ", changed(workbook_of(sheet, "th"), foreign), changed(workbook_of(sheet, "th"), {"E1": "อื่น"})):
        form = {"workbook": (BytesIO(data), "a.xlsx")}
        assert client.post(here, data=form, content_type="multipart/form-data").status_code == 422
        with pytest.raises(FileNotFoundError):
            storage().open(hashlib.sha256(data).hexdigest())
    assert client.post(here, data={}).status_code == 422
    sent = kept(sheet, {})
    assert [client.post(f"{here}/{sent}/discard").status_code, client.get(f"{here}/{sent}").status_code] == [302, 404]


def test_nothing_else_that_is_stored_is_shown_or_forgotten_by_its_hash(client: FlaskClient, sheet: ScoreSheet) -> None:
    evidence, _size = storage().put(BytesIO(pdf()))
    here = f"/sheets/{sheet.id}/workbook/{evidence}"
    assert [client.get(here).status_code, client.post(f"{here}/discard").status_code] == [404, 404]
    storage().open(evidence).close()

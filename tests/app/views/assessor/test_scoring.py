"""Scoring node by node: the text beside the scale, patches and forms, two windows, handing in."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.extensions import db
from app.models import Event, ScoreSheet, SheetEntry, SheetState
from app.papers.score_sheets import sheet_paper
from app.queries.sheet_page import sheet_standing
from app.queries.sheets import panel_sheets
from app.services.score_sheets import open_sheet, save_entry
from tests.assessing import in_the_room, seated
from tests.panels import assessor, score_all
from tests.sign_in import sign_in
from tests.with_app import Clock
from tests.world import World
from workflows.roles import Role


@pytest.fixture
def sheet(world: World, client: FlaskClient) -> ScoreSheet:
    """Give an open sheet whose assessor is signed in."""
    seat = seated(world)[0]
    sheet = open_sheet(seat, actor=seat.assessor)
    sign_in(client, seat.assessor)
    return sheet


def patch(client: FlaskClient, sheet: ScoreSheet, change: tuple[str, Any, int], node: str = "d1.1") -> Any:
    return client.post(
        f"/sheets/{sheet.id}/nodes/{node}/entry", json=dict(zip(("field", "value", "version"), change, strict=True))
    )


def entry(sheet: ScoreSheet, node: str = "d1.1") -> SheetEntry:
    db.session.expire_all()
    return db.session.query(SheetEntry).filter_by(sheet_id=sheet.id, node_id=node).one()


def test_a_page_shows_the_frozen_text_and_the_scale(client: FlaskClient, sheet: ScoreSheet) -> None:
    page = client.get(f"/sheets/{sheet.id}/nodes/d1.1").get_data(as_text=True)
    answer = ("ข้อความตัวอย่างเพื่อการทดสอบ " * 5)[:100].strip()
    assert (answer.split()[0] in page, page.count('name="anchor"'), page.count("data-autosave-url")) == (True, 5, 1)


def test_a_patch_saves_one_field_and_tells_the_sheets_own_figures(client: FlaskClient, sheet: ScoreSheet) -> None:
    answer = patch(client, sheet, ("percent", "๗๕", 0))
    assert answer.status_code == 200
    assert {name: answer.json["figures"][name] for name in ("own:d1.1", "at-least", "given", "judged")} == {
        "own:d1.1": "7.50",
        "at-least": "7.50",
        "given": "10",
        "judged": "1",
    }
    assert (answer.json["version"], entry(sheet).value) == (1, {"percent": "75"})


def test_a_patch_that_cannot_be_read_changes_nothing_and_says_why(client: FlaskClient, sheet: ScoreSheet) -> None:
    patch(client, sheet, ("percent", "75", 0))
    answer = patch(client, sheet, ("percent", "77", 1))
    assert (answer.status_code, [each["field"] for each in answer.json["obstacles"]]) == (422, ["percent"])
    assert entry(sheet).value == {"percent": "75"}


def test_two_windows_are_merged_and_a_clash_shows_both_texts(client: FlaskClient, sheet: ScoreSheet) -> None:
    patch(client, sheet, ("strengths", "ก", 0))
    merged = patch(client, sheet, ("percent", "50", 0))
    assert (merged.status_code, entry(sheet).strengths, entry(sheet).value) == (200, "ก", {"percent": "50"})
    clash = patch(client, sheet, ("strengths", "ข", 0))
    assert (clash.status_code, clash.json) == (409, {"theirs": "ก", "version": 2})


def test_a_comment_is_advised_and_never_blocked(client: FlaskClient, sheet: ScoreSheet) -> None:
    answer = patch(client, sheet, ("opportunities", "ควรเก็บข้อมูลเพิ่ม", 0))
    assert answer.status_code == 200
    assert any("ควร" in words for words in answer.json["advice"]["opportunities"])
    assert entry(sheet).opportunities == "ควรเก็บข้อมูลเพิ่ม"


def test_the_form_saves_everything_and_goes_on(client: FlaskClient, sheet: ScoreSheet) -> None:
    form = {
        "percent": "",
        "percent-before": "",
        "anchor": "75",
        "strengths": "ดี",
        "note": "ถามปีฐาน",
        "version-entry": "0",
    }
    answer = client.post(f"/sheets/{sheet.id}/nodes/d1.1", data=form)
    assert answer.location == f"/sheets/{sheet.id}/nodes/d1.2"
    saved = entry(sheet)
    assert (saved.value, saved.strengths, saved.note) == ({"percent": "75"}, "ดี", "ถามปีฐาน")


def test_a_form_that_is_refused_keeps_what_was_typed(client: FlaskClient, sheet: ScoreSheet) -> None:
    form = {"percent": "มาก", "percent-before": "", "strengths": "ข้อความที่พิมพ์ไว้", "version-entry": "0"}
    answer = client.post(f"/sheets/{sheet.id}/nodes/d1.1", data=form)
    page = answer.get_data(as_text=True)
    assert (answer.status_code, 'value="มาก"' in page, "ข้อความที่พิมพ์ไว้" in page) == (422, True, True)
    assert '<li><a href="#percent">ร้อยละ: กรอกเป็นตัวเลข</a></li>' in page.replace("\u2060", ""), "the field is named"
    assert ('data-unsaved="*"' in page, 'data-present="refused"' in page) == (True, True)
    assert db.session.query(SheetEntry).filter_by(sheet_id=sheet.id).count() == 0


def test_a_form_from_an_old_window_shows_both(client: FlaskClient, sheet: ScoreSheet) -> None:
    patch(client, sheet, ("strengths", "ของหน้าต่างแรก", 0))
    form = {"percent": "50", "percent-before": "", "strengths": "ของหน้าต่างที่สอง", "version-entry": "0"}
    answer = client.post(f"/sheets/{sheet.id}/nodes/d1.1", data=form)
    page = answer.get_data(as_text=True)
    assert (answer.status_code, "lr-conflict" in page, entry(sheet).strengths) == (409, True, "ของหน้าต่างแรก")


def test_an_unknown_node_is_not_there(client: FlaskClient, sheet: ScoreSheet) -> None:
    assert [client.get(f"/sheets/{sheet.id}/nodes/{node}").status_code for node in ("d1", "x9", "d1.9")] == [404] * 3


def test_a_reading_is_recorded_once_a_day(client: FlaskClient, sheet: ScoreSheet, clock: Clock) -> None:
    def reads() -> int:
        return db.session.query(Event).filter_by(kind="snapshot_read").count()

    for path in ("nodes/d1.1", "nodes/d1.2", "document"):
        client.get(f"/sheets/{sheet.id}/{path}")
    assert reads() == 1
    clock.advance(days=1)
    client.get(f"/sheets/{sheet.id}/nodes/d1.1")
    assert reads() == 2


def test_a_sheet_is_handed_in_only_when_nothing_is_missing(client: FlaskClient, sheet: ScoreSheet) -> None:
    refused = client.post(f"/sheets/{sheet.id}/submit")
    assert (refused.status_code, refused.get_data(as_text=True).count(f'/sheets/{sheet.id}/nodes/d5.2"')) == (422, 3)
    for leaf in ("d1.1", "d1.2", "d2.1", "d2.2", "d2.3", "d3.1", "d3.2", "d3.3", "d4.1", "d4.2", "d5.1", "d5.2"):
        said = {"value": {"percent": "50"}, "strengths": "ดี", "opportunities": "ยังไม่พบ"}
        save_entry(sheet, leaf, said, version=0, actor=sheet.assessor)
    assert client.post(f"/sheets/{sheet.id}/submit").location == f"/sheets/{sheet.id}"
    db.session.refresh(sheet)
    assert (sheet.state, sheet.total) == (SheetState.SUBMITTED, "50")


def test_a_submitted_sheet_is_read_and_no_longer_written(world: World, client: FlaskClient, clock: Clock) -> None:
    sheet = score_all(seated(world)[:1], quality=80)[0]
    sign_in(client, sheet.assessor)
    pages = [client.get(f"/sheets/{sheet.id}{path}") for path in ("", "/nodes/d1.1", "/document")]
    assert [page.status_code for page in pages] == [200] * 3
    assert "data-autosave-url" not in pages[1].get_data(as_text=True)
    assert patch(client, sheet, ("percent", "10", 1)).status_code == 422
    pdf = client.get(f"/sheets/{sheet.id}/score-sheet.pdf")
    assert (pdf.status_code, pdf.mimetype, pdf.data[:5]) == (200, "application/pdf", b"%PDF-")
    clock.advance(hours=3)
    assert client.get(f"/sheets/{sheet.id}/score-sheet.pdf").data == pdf.data


def test_a_draft_has_no_pdf(client: FlaskClient, sheet: ScoreSheet) -> None:
    assert client.get(f"/sheets/{sheet.id}/score-sheet.pdf").status_code == 404


def test_a_sheet_is_nobody_elses(world: World, client: FlaskClient, sheet: ScoreSheet) -> None:
    paths = ("", "/nodes/d1.1", "/document", "/score-sheet.pdf")
    for stranger in (assessor(world, 2), assessor(world, 9), world.person(Role.HEAD), world.officer):
        sign_in(client, stranger)
        assert [client.get(f"/sheets/{sheet.id}{path}").status_code for path in paths] == [404] * len(paths)
        assert patch(client, sheet, ("percent", "50", 0)).status_code == 404
        assert client.post(f"/sheets/{sheet.id}/submit").status_code == 404


def test_dimensions_bound_the_percent(world: World, client: FlaskClient) -> None:
    seat = seated(world, "pmqa-category@2564")[0]
    sheet = open_sheet(seat, actor=seat.assessor)
    sign_in(client, seat.assessor)
    assert client.get(f"/sheets/{sheet.id}/nodes/1.1").status_code == 200
    for version, name in enumerate(("approach", "deployment", "learning", "integration")):
        assert patch(client, sheet, (f"level-{name}", "2", version), "1.1").status_code == 200
    assert patch(client, sheet, ("percent", "50", 4), "1.1").status_code == 422
    form = {f"level-{name}": "2" for name in ("approach", "deployment", "learning", "integration")}
    form |= {"percent": "50", "percent-before": "", "version-entry": "4"}
    refused = client.post(f"/sheets/{sheet.id}/nodes/1.1", data=form)
    assert (refused.status_code, '<a href="#band-percent">ร้อยละ: ' in refused.text.replace("\u2060", "")) == (422, True)
    assert patch(client, sheet, ("percent", "45", 4), "1.1").json["figures"]["own:1.1"] == "31.50"
    lowered = patch(client, sheet, ("level-learning", "1", 5), "1.1")
    assert (lowered.json["percent"], lowered.json["figures"]["own:1.1"]) == ("", "ยังไม่ให้")


def test_checkpoints_are_judged_beside_the_agencys_claim(world: World, client: FlaskClient) -> None:
    seat = seated(world, "pmqa40@2564")[0]
    sheet = open_sheet(seat, actor=seat.assessor)
    sign_in(client, seat.assessor)
    page = client.get(f"/sheets/{sheet.id}/nodes/1.1").get_data(as_text=True)
    assert (page.count('name="ticks"'), page.count("lr-level--locked")) == (5, 2)
    assert "เต็ม 300 คะแนน" in page.replace("\u2060", "").replace("\u00a0", " ")
    answer = patch(client, sheet, ("ticks", ["1.1-b1", "1.1-b2", "1.1-b3"], 0), "1.1")
    assert (answer.json["figures"]["own:1.1"], answer.json["figures"]["judged"]) == ("300.00", "1")


@pytest.mark.parametrize(
    ("rubric_id", "words"),
    [("pmqa40@2564", " จาก 500"), ("ps-innovation@2564", "80.00 จาก 100")],
    ids=["levels", "points"],
)
def test_a_whole_sheet_says_what_it_gives_not_at_least(
    world: World, client: FlaskClient, rubric_id: str, words: str
) -> None:
    sheet = score_all(seated(world, rubric_id)[:1], quality=80)[0]
    sign_in(client, sheet.assessor)
    for path in ("", f"/nodes/{sheet.entries[0].node_id}"):
        page = re.sub("<[^>]+>", "", client.get(f"/sheets/{sheet.id}{path}").text)
        assert (words in page, "อย่างน้อย" in page, "ที่ให้แล้ว" in page) == (True, False, False)


def test_indicators_are_confirmed_corrected_or_decided(world: World, client: FlaskClient) -> None:
    seat = seated(world, "pmqa40@2564")[0]
    sheet = open_sheet(seat, actor=seat.assessor)
    sign_in(client, seat.assessor)
    assert client.get(f"/sheets/{sheet.id}/nodes/7.1").status_code == 200
    confirmed = client.post(
        f"/sheets/{sheet.id}/nodes/7.1", data={"kpis-0-actual": "91", "kpis-0-target": "90", "version-entry": "0"}
    )
    assert (confirmed.status_code, entry(sheet, "7.1").value["kpis"][0]["actual"]) == (302, "91")
    unjustified = patch(client, sheet, ("kpis", [{"actual": "91", "target": "0", "decided": "300"}], 1), "7.1")
    assert unjustified.status_code == 422
    form = {"kpis-0-actual": "มาก", "kpis-0-target": "90", "version-entry": "1"}
    refused = client.post(f"/sheets/{sheet.id}/nodes/7.1", data=form).text.replace("\u2060", "")
    assert '<a href="#kpis">กรอกตัวเลขของตัวชี้วัดที่ 1</a>' in refused.replace("\u00a0", " ")
    decided = [{"actual": "91", "target": "0", "decided": "300", "reason": "เทียบกับปีฐาน"}]
    assert patch(client, sheet, ("kpis", decided, 1), "7.1").json["figures"]["own:7.1"] == "300.00"


def test_a_whole_sheets_total_is_printed_as_the_room_prints_it(world: World, client: FlaskClient) -> None:
    room = in_the_room(world, [50, 70, 90, 30], "pmqa-category@2564")
    # The highest of them, for no dimension of it is below the band that 45 percent lies in.
    sheet = max(
        panel_sheets(room.application, room.stage_id), key=lambda sheet: int(entry(sheet, "1.1").value["percent"])
    )
    judged = entry(sheet, "1.1")
    judged.value = judged.value | {"percent": "45"}  # of 70 points
    db.session.commit()
    total = sheet_standing(sheet).scores.total
    assert total is not None and total % 1
    sign_in(client, sheet.assessor)
    assert f'<p class="lr-big">{int(total)} <small>' in client.get(f"/sheets/{sheet.id}").text
    assert sheet_paper(sheet, "th").total == int(total)

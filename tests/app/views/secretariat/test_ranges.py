"""A range of an indicator: set by OPDC for every agency alike, told before and after, kept once it was judged by."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from flask.testing import FlaskClient

from app.clock import now
from app.extensions import db
from app.models import Application, Event, Message, Programme, Proposal, SheetEntry
from app.queries.criteria import rubric_of
from app.queries.pmqa40_standings import Shown, standings_of
from app.queries.programme_plan import settings_of
from app.queries.range_effects import range_effects
from app.queries.sheets import sheet_of
from app.services.answers import save_answer
from app.services.applications import send_for_approval, submit_application
from app.services.programme_changes import change_programme, confirm_change
from app.services.score_sheets import open_sheet, save_entry
from app.views.secretariat.event_words import event_title
from tests.app.views.secretariat.test_set_up import plain, seen
from tests.panels import pass_screening, score_all, seat_panel
from tests.rounds import PMQA40
from tests.sign_in import sign_in
from tests.world import World
from workflows.reasons import LONGEST_REASON
from workflows.roles import Role
from workflows.scoring.totals import score

ROW = {"title": "ภารกิจหลัก", "unit": "ร้อยละ", "direction": "more", "target": "50", "actual": "60"}
NAMED = {"kpis.7.1": [{**ROW, "example": "7.1-k1"}], "kpis.7.2": [ROW]}
TYPED = {"indicator": "7.1-k1", "floor": "๔๐", "ceiling": "80", "reason": "ผลการวิเคราะห์ย้อนหลังสามปี"}


def programme_now(world: World) -> Programme:
    return db.session.get_one(Programme, world.programme_of(PMQA40).id, populate_existing=True)


def address(world: World) -> str:
    return f"/office/programmes/{world.programme_of(PMQA40).id}/ranges"


def draft(world: World) -> Application:
    application = world.draft(world.programme_of(PMQA40))
    for name, rows in NAMED.items():
        actor = world.person(Role.COORDINATOR, application.agency)
        save_answer(application, name, rows, version=0, actor=actor, received_at=now())
    return application


def handed_in(world: World) -> Application:
    explained = {"text.7.1": "ผลตามเป้าหมาย", "text.7.2": "ผลตามเป้าหมาย"}
    application = world.fill(world.draft(world.programme_of(PMQA40)), **NAMED, **explained)
    send_for_approval(application, actor=world.person(Role.COORDINATOR), received_at=now())
    submit_application(application, actor=world.person(Role.HEAD), received_at=now())
    return application


def own_total(world: World) -> Decimal:
    [row] = [
        each for each in standings_of(programme_now(world), Shown(), viewer=world.officer).rows if each.own is not None
    ]
    assert row.own is not None
    return row.own.at_least


def set_by_one(world: World, **typed: Any) -> None:
    wanted = {"range-7.1-k1": (Decimal(40), Decimal(80)), **typed}
    change_programme(
        programme_now(world), settings_of(programme_now(world)) | wanted, actor=world.officer, reason="ทดสอบ"
    )


def test_an_officer_sets_a_range_and_the_agency_is_told_and_scored_by_it(world: World, client: FlaskClient) -> None:
    application = draft(world)
    sign_in(client, world.officer)
    page = plain(client.get(f"{address(world)}?indicator=7.1-k1"))
    assert ("75 ถึง 95" in page, "ทุกตัวชี้วัดให้คะแนนตามเกณฑ์" in page) == (True, True)
    previewed = plain(client.post(address(world), data=TYPED))
    assert ("40 ถึง 80" in previewed, "coordinator-dex1-1@lertrat.example" in previewed) == (True, True)
    assert "ranges" not in programme_now(world).rules
    assert client.post(address(world), data=seen(client, address(world), TYPED)).status_code == 302

    event = db.session.query(Event).filter_by(kind="programme_changed").one()
    assert event.data["changes"] == {"range-7.1-k1": [None, ["40", "80"]]}
    with client.application.test_request_context():
        assert event_title(event.kind) == "แก้ไขการตั้งค่าของประเภทรางวัลหรือการประเมิน"
    told = db.session.query(Message).filter_by(kind="range_changed").all()
    assert [message.email for message in told] == ["coordinator-dex1-1@lertrat.example"]
    assert (TYPED["reason"] in told[0].body, db.session.query(Message).filter_by(kind="dates_changed").count()) == (
        True,
        0,
    )
    assert "สำนักงาน ก.พ.ร. กำหนดช่วงให้คะแนนแล้ว 1 ตัวชี้วัด" in plain(client.get(address(world)))

    sign_in(client, world.person(Role.COORDINATOR, application.agency))
    item = client.get(f"/applications/{application.id}/parts/category-7?item=7.1")
    for words in (
        'data-floor="40" data-ceiling="80" selected',
        "data-row-score>300.00<",
        "สำนักงาน ก.พ.ร. กำหนดช่วงให้คะแนนของตัวชี้วัดนี้: ผล 40 ได้ 100 คะแนน",
    ):
        assert words in plain(item), words


def test_what_follows_from_the_score_follows_the_range(world: World, client: FlaskClient) -> None:
    """The agency typed nothing between the two pages; what was written before must not be shown again."""
    application = draft(world)
    sign_in(client, world.person(Role.COORDINATOR, application.agency))
    shown = []
    for act in (lambda: None, lambda: set_by_one(world)):
        act()
        page = plain(client.get(f"/applications/{application.id}/parts/category-7?item=7.1"))
        shown.append(page.partition("data-way-up-words")[2].partition("lr-raise")[0])
    assert "ประเด็น" in shown[0]
    assert shown[0] != shown[1]


def test_what_cannot_be_a_range_is_refused_beside_its_field(world: World, client: FlaskClient) -> None:
    sign_in(client, world.officer)
    for wrong in (
        {"floor": "80"},
        {"floor": "81"},
        {"floor": ""},
        {"ceiling": ""},
        {"floor": "NaN"},
        {"floor": "1.234"},
        {"ceiling": "1e30"},
        {"indicator": "7.1-k3"},
        {"indicator": "7.9-k1"},
        {"reason": " "},
        {"reason": "ก" * (LONGEST_REASON + 1)},
    ):
        response = client.post(address(world), data={**TYPED, **wrong})
        assert (response.status_code, "govuk-error-message" in response.get_data(as_text=True)) == (422, True), wrong
    assert "ranges" not in programme_now(world).rules
    assert client.post(address(world), data={**TYPED, "floor": "", "ceiling": ""}).status_code == 200


def test_a_range_taken_away_gives_the_criteria_back(world: World) -> None:
    set_by_one(world)
    assert rubric_of(programme_now(world)).rampable["7.1-k1"][0].ramp.floor == 40
    set_by_one(world, **{"range-7.1-k1": None, "range-7.5-k2": (Decimal(1), Decimal("2.5"))})
    ramps = {name: each.ramp for name, (each, _item) in rubric_of(programme_now(world)).rampable.items()}
    assert (ramps["7.1-k1"].floor, ramps["7.1-k1"].is_officers, ramps["7.5-k2"].is_officers) == (75, False, True)


def test_after_the_first_submission_two_persons_see_the_scores_before_and_after(
    world: World, client: FlaskClient
) -> None:
    handed_in(world)
    sign_in(client, world.officer)
    previewed = plain(client.post(address(world), data=TYPED))
    assert '0.00 →<br><span class="lr-strong">300.00' in previewed
    [effect] = range_effects(programme_now(world), {"range-7.1-k1": (Decimal(40), Decimal(80))})
    assert (effect.indicator_points, effect.item_points, effect.actual) == ((0, 300), (0, 300), "60")
    assert effect.total[1] - effect.total[0] == Decimal(300) / 6 / 7
    on_the_board = [own_total(world)]
    client.post(address(world), data=seen(client, address(world), TYPED))
    proposal = db.session.query(Proposal).one()
    assert "ranges" not in programme_now(world).rules
    assert "0.00" in plain(client.get(f"/office/changes/{proposal.id}"))
    confirm_change(proposal, actor=world.person(Role.DIRECTOR))
    on_the_board.append(own_total(world))
    assert tuple(on_the_board) == effect.total
    kept = programme_now(world).rules["ranges"]["7.1-k1"]
    assert (kept["floor"], kept["reason"], kept["by"]) == ("40", TYPED["reason"], str(world.officer.id))


def test_a_sheet_begun_is_read_by_the_range_and_one_handed_in_stands_against_it(
    world: World, client: FlaskClient
) -> None:
    application = handed_in(world)
    pass_screening(world, application)
    seats = seat_panel(world, application)
    sheet = open_sheet(seats[0], actor=seats[0].assessor)
    claim = {"rule": "ramp", "actual": "70", "floor": "75", "ceiling": "95"}
    save_entry(sheet, "7.1", {"value": {"kpis": [claim]}}, version=0, actor=seats[0].assessor)
    signed = _proposed(world, client)
    confirm_change(signed, actor=world.person(Role.DIRECTOR))
    entry = db.session.query(SheetEntry).filter_by(sheet_id=sheet.id, node_id="7.1").one()
    db.session.refresh(entry)
    assert entry.value["kpis"] == [{"rule": "ramp", "actual": "70", "floor": "40", "ceiling": "80"}]
    rubric = rubric_of(programme_now(world))
    assert score(rubric, sheet_of(rubric, [entry])).nodes["7.1"] == 400

    score_all(seats[1:], quality=80)
    page = client.post(address(world), data={**TYPED, "floor": "10"})
    assert (page.status_code, "มีผู้ตรวจรับรองส่งแบบให้คะแนนแล้ว" in plain(page)) == (422, True)
    assert programme_now(world).rules["ranges"]["7.1-k1"]["floor"] == "40"


def _proposed(world: World, client: FlaskClient) -> Proposal:
    sign_in(client, world.officer)
    client.post(address(world), data=seen(client, address(world), TYPED))
    return db.session.query(Proposal).one()

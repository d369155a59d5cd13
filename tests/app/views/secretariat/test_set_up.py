"""Setting a cycle up and changing it: phases in order, shown before it is done, two persons once work was handed in."""

from __future__ import annotations

import html
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.exc import DatabaseError

from app.extensions import db
from app.models import Cycle, Extension, Message, NumberConfirmation, Programme, Proposal, Stage
from app.queries.deadlines import extension_of
from app.queries.number_groups import number_groups
from app.queries.number_status import number_status
from app.queries.office_scope import patience_of
from app.queries.programme_plan import settings_of
from app.services.extensions import extend
from app.transaction import transactional
from tests.sign_in import sign_in
from tests.world import CLOSES, World
from workflows.deadlines import reminder_days
from workflows.roles import Role


def plain(response: Any) -> str:
    return html.unescape(response.get_data(as_text=True)).replace("\u2060", "").replace("\u00a0", " ")


def form_of(world: World, **changes: str) -> dict[str, str]:
    """The form as the page shows it, with some fields typed anew."""
    written = {}
    for name, value in settings_of(world.programme).items():
        if isinstance(value, datetime):
            local = value + timedelta(hours=7)
            written[name] = f"{local.day}/{local.month}/{local.year + 543} {local:%H.%M}"
        elif isinstance(value, bool):
            written[name] = "yes" if value else "no"
        else:
            written[name] = "" if value is None else str(value)
    return {**written, **changes}


def seen(client: FlaskClient, path: str, data: dict[str, str]) -> dict[str, str]:
    """Send the form once, as far as the page that shows what it changes, and return it with the page's seal."""
    page = client.post(path, data=data)
    assert page.status_code == 200, plain(page)
    seal = page.get_data(as_text=True).split('name="seen"')[1].split('value="')[1].split('"')[0]
    return {**data, "seen": seal}


def assessing(world: World) -> Stage:
    return next(stage for stage in world.programme.stages if stage.panel_size)


def test_a_change_is_shown_with_whom_it_concerns_and_then_made_by_one(world: World, client: FlaskClient) -> None:
    world.draft()
    sign_in(client, world.officer)
    path = f"/office/programmes/{world.programme.id}/change"
    assert client.get(path).status_code == 200
    data = form_of(world, closes_at="13/4/2569 16.30", **{f"{assessing(world).code}-panel_size": "4"})
    page = plain(client.post(path, data=data))
    for words in ("วันสงกรานต์", "เอกสาร 1 รายการเปลี่ยนกำหนดส่ง", "coordinator-dex1-1@lertrat.example"):
        assert words in page, words
    assert db.session.get_one(Programme, world.programme.id, populate_existing=True).closes_at == CLOSES
    assert client.post(path, data=seen(client, path, data)).status_code == 302
    changed = db.session.get_one(Programme, world.programme.id, populate_existing=True)
    assert changed.closes_at == datetime(2026, 4, 13, 9, 30, tzinfo=UTC)
    assert db.session.get_one(Stage, assessing(world).id, populate_existing=True).panel_size == 4
    told = db.session.query(Message).filter_by(kind="dates_changed").all()
    assert [message.email for message in told] == ["coordinator-dex1-1@lertrat.example"]


def test_an_officer_says_after_how_many_days_an_entry_stands_still(world: World, client: FlaskClient) -> None:
    sign_in(client, world.officer)
    path = f"/office/programmes/{world.programme.id}/change"
    for typed in ("0", "", "367", "abc"):
        refused = client.post(path, data=form_of(world, stuck_after_days=typed))
        assert (refused.status_code, 'id="stuck_after_days-error"' in refused.text) == (422, True), typed
    assert patience_of(world.programme) == timedelta(days=14)
    client.post(path, data=seen(client, path, form_of(world, stuck_after_days="๒๑")))
    assert patience_of(db.session.get_one(Programme, world.programme.id, populate_existing=True)) == timedelta(days=21)


def test_an_officer_says_on_which_days_before_reminders_go_out(world: World, client: FlaskClient) -> None:
    sign_in(client, world.officer)
    path = f"/office/programmes/{world.programme.id}/change"
    for typed in ("0", "61", "a week", "-1", "1,2,3,4,5,6,7"):
        refused = client.post(path, data=form_of(world, reminder_days_before=typed))
        assert (refused.status_code, 'id="reminder_days_before-error"' in refused.text) == (422, True), typed
    for typed, kept in (("๑, ๑๔ 7", (14, 7, 1)), ("", ())):
        client.post(path, data=seen(client, path, form_of(world, reminder_days_before=typed)))
        programme = db.session.get_one(Programme, world.programme.id, populate_existing=True)
        assert reminder_days(programme.rules) == kept


def test_what_was_typed_after_the_preview_is_previewed_again(world: World, client: FlaskClient) -> None:
    sign_in(client, world.officer)
    path = f"/office/programmes/{world.programme.id}/change"
    data = seen(client, path, form_of(world, grace_minutes="15"))
    assert client.post(path, data={**data, "grace_minutes": "45"}).status_code == 200
    assert db.session.get_one(Programme, world.programme.id, populate_existing=True).grace_minutes == 0


def test_a_plan_that_overlaps_is_refused_beside_its_field(world: World, client: FlaskClient) -> None:
    sign_in(client, world.officer)
    first, second = world.programme.stages[:2]
    path = f"/office/programmes/{world.programme.id}/change"
    for wrong in (
        {f"{first.code}-opens_at": "1/3/2569 9.00"},
        {f"{first.code}-closes_at": "1/6/2569 9.00", f"{second.code}-opens_at": "1/5/2569 9.00"},
        {f"{assessing(world).code}-panel_size": "0"},
        {"quota_per_agency": "0"},
        {"opens_at": ""},
    ):
        response = client.post(path, data=form_of(world, **wrong))
        assert (response.status_code, "govuk-error-message" in response.get_data(as_text=True)) == (422, True), wrong
    right = {f"{first.code}-opens_at": "1/4/2569 9.00", f"{first.code}-closes_at": "30/4/2569 9.00"}
    assert client.post(path, data=seen(client, path, form_of(world, **right))).status_code == 302


@transactional
def _set(stage: Stage, **dates: datetime) -> None:
    for name, value in dates.items():
        setattr(db.session.get_one(Stage, stage.id), name, value)


def test_the_database_itself_refuses_phases_that_overlap(world: World) -> None:
    first, second = world.programme.stages[:2]
    _set(first, opens_at=CLOSES, closes_at=CLOSES + timedelta(days=10))
    for wrong in (
        lambda: _set(second, opens_at=CLOSES + timedelta(days=9)),
        lambda: _set(second, closes_at=CLOSES + timedelta(days=9)),
        lambda: _set(first, opens_at=CLOSES - timedelta(days=1)),
    ):
        with pytest.raises(DatabaseError):
            wrong()
    _set(second, opens_at=CLOSES + timedelta(days=10), closes_at=CLOSES + timedelta(days=20))


def test_once_work_was_handed_in_two_persons_change_it_with_a_reason(world: World, client: FlaskClient) -> None:
    world.submitted()
    director = world.person(Role.DIRECTOR)
    sign_in(client, world.officer)
    path = f"/office/programmes/{world.programme.id}/change"
    data = seen(client, path, form_of(world, quota_per_agency="2", one_type_per_branch="no"))
    assert client.post(path, data=data).status_code == 409
    proposed = client.post(path, data={**data, "reason": "ตามหนังสือเวียน"})
    proposal = db.session.query(Proposal).one()
    assert proposed.headers["Location"] == f"/office/changes/{proposal.id}"
    assert client.post(path, data={**data, "reason": "อีกครั้ง"}).status_code == 409
    assert client.post(f"/office/changes/{proposal.id}/confirmation").status_code == 409
    assert "การแก้ไขประเภทรางวัลรอลงนามคนที่สอง 1 เรื่อง" in plain(client.get("/office"))
    sign_in(client, director)
    assert "ตามหนังสือเวียน" in plain(client.get(f"/office/changes/{proposal.id}"))
    assert str(proposal.id) in client.get("/office/changes").get_data(as_text=True)
    assert client.post(f"/office/changes/{proposal.id}/confirmation").status_code == 302
    rules = db.session.get_one(Programme, world.programme.id, populate_existing=True).rules
    assert (rules["quota_per_agency"], rules["one_type_per_branch"]) == (2, False)


def test_a_proposal_that_time_overtook_changes_nothing(world: World, client: FlaskClient) -> None:
    world.submitted()
    sign_in(client, world.officer)
    path = f"/office/programmes/{world.programme.id}/change"
    client.post(path, data={**seen(client, path, form_of(world, grace_minutes="15")), "reason": "เหตุผล"})
    proposal = db.session.query(Proposal).one()
    _set_grace(world.programme, 20)
    sign_in(client, world.person(Role.DIRECTOR))
    assert client.post(f"/office/changes/{proposal.id}/confirmation").status_code == 409
    assert client.post(f"/office/changes/{proposal.id}/refusal").status_code == 302
    assert db.session.get_one(Programme, world.programme.id, populate_existing=True).grace_minutes == 20


@transactional
def _set_grace(programme: Programme, minutes: int) -> None:
    db.session.get_one(Programme, programme.id).grace_minutes = minutes


def test_a_gate_takes_another_number_and_keeps_its_shape(world: World, client: FlaskClient) -> None:
    world.programme = world.programme_of("pmqa40@2564")
    stage = next(stage for stage in world.programme.stages if stage.gate)
    sign_in(client, world.officer)
    path = f"/office/programmes/{world.programme.id}/change"
    assert "เกณฑ์ผ่านรอบ: คะแนนรวมตามประเด็นตรวจที่ผู้ตรวจรับรองเห็นตรงกันไม่น้อยกว่า …" in plain(client.get(path))
    data = form_of(world, **{f"{stage.code}-threshold-1": "๓๑๐.๕"})
    assert client.post(path, data=seen(client, path, data)).status_code == 302
    changed = db.session.get_one(Stage, stage.id, populate_existing=True)
    assert str(settings_of(changed.programme)[f"{stage.code}-threshold-1"]) == "310.5"


def test_an_agency_has_two_certifiers_or_more_in_both_rounds(world: World, client: FlaskClient) -> None:
    world.programme = world.programme_of("pmqa40@2564")
    sign_in(client, world.officer)
    path = f"/office/programmes/{world.programme.id}/change"
    for code in ("r1", "r2"):
        response = client.post(path, data=form_of(world, **{f"{code}-panel_size": "1"}))
        refused = "แต่ละหน่วยงานต้องมีผู้ตรวจรับรองอย่างน้อย 2 คน" in plain(response)
        assert (response.status_code, refused) == (422, True), code
        right = form_of(world, **{f"{code}-panel_size": "3"})
        assert client.post(path, data=seen(client, path, right)).status_code == 302


def test_a_cycle_is_copied_to_the_next_year_off_its_holidays(world: World, client: FlaskClient) -> None:
    _set(assessing(world), opens_at=datetime(2026, 4, 13, 2, 0, tzinfo=UTC), closes_at=datetime(2026, 5, 1, tzinfo=UTC))
    sign_in(client, world.officer)
    page = plain(client.get("/office/cycles/2569/copy"))
    assert "เลื่อนจากวันหยุด" in page
    data = {"year_be": "2570", "title_th": "รอบปี 2570", "title_en": "Cycle 2570", "act": "copy"}
    assert client.post("/office/cycles/2569/copy", data=data).status_code == 409
    done = client.post("/office/cycles/2569/copy", data={**data, "programmes": str(world.programme.id)})
    assert done.headers["Location"] == "/office?year=2570"
    made = db.session.query(Programme).join(Cycle).filter(Cycle.year_be == 2570).one()
    assert (made.opens_at, made.closes_at) == (
        datetime(2027, 2, 1, tzinfo=UTC),
        datetime(2027, 3, 31, 9, 30, tzinfo=UTC),
    )
    copied = next(stage for stage in made.stages if stage.code == assessing(world).code)
    assert copied.opens_at == datetime(2027, 4, 16, 2, 0, tzinfo=UTC), "past Songkran"
    assert (
        client.post("/office/cycles/2569/copy", data={**data, "programmes": str(world.programme.id)}).status_code == 409
    )


def test_an_extension_is_taken_back_for_a_reason_once(world: World, client: FlaskClient) -> None:
    given = extend(world.programme, world.agency, until=CLOSES + timedelta(days=3), reason="น้ำท่วม", actor=world.officer)
    sign_in(client, world.officer)
    path = f"/office/programmes/{world.programme.id}/extensions/{given.id}/end"
    assert client.post(path, data={"reason": ""}).status_code == 409
    assert client.post(path, data={"reason": "แจ้งผิดหน่วยงาน", "looked_at": "y"}).status_code == 302
    assert client.post(path, data={"reason": "อีก"}).status_code == 409
    assert extension_of(world.programme.id, world.agency.id) is None
    assert "แจ้งผิดหน่วยงาน" in plain(client.get(f"/office/programmes/{world.programme.id}"))
    assert db.session.get_one(Extension, given.id).reason == "น้ำท่วม"


def test_confirmed_numbers_lose_their_mark(world: World, client: FlaskClient) -> None:
    sign_in(client, world.officer)
    path = f"/office/programmes/{world.programme.id}/numbers"
    groups = [group.path for group in number_groups(world.programme)]
    assert {"eligibility", "nodes", "stages"} <= set(groups)
    assert client.post(path, data={"path": "nodes", "source": ""}).status_code == 422
    assert client.post(path, data={"path": "no-such-part", "source": "x"}).status_code == 409
    for group in groups:
        assert client.post(path, data={"path": group, "source": "ว 12/2569"}).status_code == 302, group
    assert client.post(path, data={"path": "nodes", "source": "ว 13/2569"}).status_code == 409
    programme = db.session.get_one(Programme, world.programme.id, populate_existing=True)
    db.session.refresh(programme, ["confirmations"])
    assert {number_status(programme, group) for group in groups} == {"official"}
    assert db.session.query(NumberConfirmation).count() == len(groups)
    assert "ว 12/2569" in plain(client.get(path))


def test_what_agencies_are_asked_is_shown_before_a_programme_opens(world: World, client: FlaskClient) -> None:
    sign_in(client, world.officer)
    page = client.get("/office/cycles/2569/programmes/preview/pmqa40@2564")
    assert (page.status_code, "<details>" in page.get_data(as_text=True)) == (200, True)
    assert client.get("/office/cycles/2569/programmes/preview/nothing").status_code == 404


def test_a_programme_that_closes_on_a_holiday_asks_once_more(world: World, client: FlaskClient) -> None:
    sign_in(client, world.officer)
    path = "/office/cycles/2569/programmes/new"
    data = {
        "rubric_id": "pg-poverty@2564", "opens_at": "2/2/2570 9.00", "closes_at": "13/4/2570 16.30",
        "grace_minutes": "0", "report_closes_at": "",
    }  # fmt: skip
    asked = client.post(path, data=data)
    assert (asked.status_code, "วันสงกรานต์" in plain(asked)) == (422, True)
    assert client.post(path, data={**data, "despite_days_off": "y"}).status_code == 302


def test_a_delegated_officer_changes_and_copies_their_own_type_alone(world: World, client: FlaskClient) -> None:
    world.programme_of("pg-poverty@2564")
    delegated = world.person(Role.OFFICER, number=2, branch="PG", type_code="poverty_solving")
    sign_in(client, delegated)
    for path in ("change", "numbers", "extensions"):
        assert client.get(f"/office/programmes/{world.programme.id}/{path}").status_code in (404, 405)
    assert client.post(f"/office/programmes/{world.programme.id}/change").status_code == 404
    assert world.programme.title_th not in plain(client.get("/office/cycles/2569/copy"))

"""What a change of a programme says before and after it is done: what lapses, what is a slip, who is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app.clock import now
from app.extensions import db
from app.models import Programme
from app.queries.change_impact import change_impact
from app.queries.programme_plan import settings_of
from app.services.extensions import extend
from tests.app.views.secretariat.test_set_up import assessing, form_of, plain, seen
from tests.sign_in import sign_in
from tests.world import CLOSES, World
from workflows.roles import Role


def test_a_closing_that_is_past_names_what_lapses_at_once(world: World, client: FlaskClient) -> None:
    world.draft()
    world.draft(agency=world.other_agency)
    extend(world.programme, world.other_agency, until=CLOSES + timedelta(days=3), reason="น้ำท่วม", actor=world.officer)
    sign_in(client, world.officer)
    path = f"/office/programmes/{world.programme.id}/change"
    page = plain(client.post(path, data=form_of(world, closes_at="27/2/2569 16.30")))
    assert "เอกสาร 1 รายการพ้นกำหนดส่งทันที" in page, "an extension keeps the other in time"
    assert "พ้นกำหนดส่งทันที" not in plain(client.post(path, data=form_of(world, closes_at="13/3/2569 16.30")))
    late = settings_of(world.programme) | {"closes_at": now() - timedelta(minutes=20), "grace_minutes": 30}
    assert [each.kind for each in change_impact(world.programme, late).consequences] == ["documents_due_anew"]


@pytest.mark.parametrize(
    ("name", "typed"), [("opens_at", "1/2/2500 9.00"), ("grace_minutes", "100000"), ("panel", "999"), ("panel", "31")]
)
def test_a_slip_of_the_hand_is_refused_at_its_field(world: World, client: FlaskClient, name: str, typed: str) -> None:
    sign_in(client, world.officer)
    field = f"{assessing(world).code}-panel_size" if name == "panel" else name
    path = f"/office/programmes/{world.programme.id}/change"
    refused = client.post(path, data=form_of(world, **{field: typed}))
    assert (refused.status_code, f'id="{field}-error"' in refused.text) == (422, True)


def test_a_phase_is_named_in_the_language_of_the_page_beside_the_date_typed(world: World, client: FlaskClient) -> None:
    first, second = world.programme.stages[:2]
    sign_in(client, world.officer)
    client.post("/language", data={"language": "en"})
    path = f"/office/programmes/{world.programme.id}/change"
    dates = {f"{first.code}-closes_at": "1/6/2569 9.00", f"{second.code}-closes_at": "1/5/2569 9.00"}
    page = plain(client.post(path, data=form_of(world, **dates)))
    assert f"{second.title_en} ends before {first.title_en} has ended" in page
    assert f'id="{second.code}-closes_at-error"' in page
    assert f'id="{second.code}-opens_at-error"' not in page


def test_who_is_told_is_said_alike_before_and_after(world: World, client: FlaskClient) -> None:
    sign_in(client, world.officer)
    path = f"/office/programmes/{world.programme.id}/change"
    data = form_of(world, closes_at="30/3/2569 16.30")
    assert "ไม่มีผู้ที่ต้องแจ้ง" in plain(client.post(path, data=data))
    client.post(path, data=seen(client, path, data))
    assert "แก้ไขประเภทรางวัลแล้ว ไม่มีผู้ที่ต้องแจ้ง" in plain(client.get("/office"))
    world.programme = db.session.get_one(Programme, world.programme.id, populate_existing=True)
    world.draft()
    data = form_of(world, closes_at="31/3/2569 16.30")
    client.post(path, data=seen(client, path, data))
    assert "แก้ไขประเภทรางวัลและแจ้งผู้เกี่ยวข้องแล้ว" in plain(client.get("/office"))


def test_a_signed_change_that_concerns_nobody_says_so(world: World, client: FlaskClient) -> None:
    world.submitted()
    sign_in(client, world.officer)
    path = f"/office/programmes/{world.programme.id}/change"
    made = client.post(
        path, data={**seen(client, path, form_of(world, quota_per_agency="2")), "reason": "ตามหนังสือเวียน"}
    )
    sign_in(client, world.person(Role.DIRECTOR))
    client.post(f"{made.location}/confirmation")
    assert "ลงนามและแก้ไขประเภทรางวัลแล้ว ไม่มีผู้ที่ต้องแจ้ง" in plain(client.get("/office"))

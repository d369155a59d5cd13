"""Key factors: noted beside what the agency says of itself, the assessor's alone until the sheet is in, never a bar."""

from __future__ import annotations

from flask.testing import FlaskClient

from app.extensions import db
from app.models import ConsensusSheet, KeyFactor
from app.queries.worklist import assessor_worklist
from app.services.key_factors import save_key_factor
from app.services.rounds import move_on
from app.services.score_sheets import open_sheet, submit_sheet
from tests.assessing import seated
from tests.panels import score_all
from tests.sign_in import sign_in
from tests.world import World


def test_notes_are_saved_as_one_writes_and_a_clash_shows_both(world: World, client: FlaskClient) -> None:
    seat, other = seated(world)[:2]
    sheet = open_sheet(seat, actor=seat.assessor)
    sign_in(client, seat.assessor)
    here = f"/sheets/{sheet.id}/key-factors"
    shown = client.get(here)
    assert (shown.status_code, 'id="s-entry-head"' in shown.text, 'id="s-problem"' in shown.text) == (200, True, False)
    saved = client.post(f"{here}/entry", json={"field": "mission", "value": "บริการ ๗ วัน", "version": 0})
    assert (saved.status_code, saved.json["version"]) == (200, 1)
    clash = client.post(f"{here}/entry", json={"field": "mission", "value": "อื่น", "version": 0})
    assert (clash.status_code, clash.json) == (409, {"theirs": "บริการ ๗ วัน", "version": 1})
    assert client.post(f"{here}/entry", json={"field": "nowhere", "value": "ก", "version": 0}).status_code == 422
    both = client.post(here, data={"mission": "อื่น", "version-mission": "0", "customers": "ผู้สูงอายุ"})
    told = (both.status_code, 'data-unsaved="*"' in both.text, db.session.query(KeyFactor).count())
    assert told == (409, True, 1), "all of the form or nothing"
    done = client.post(here, data={"mission": "อื่น", "version-mission": "1", "customers": "ผู้สูงอายุ"})
    assert (done.status_code, done.location) == (302, f"/sheets/{sheet.id}")
    db.session.expire_all()
    assert {each.topic: each.text for each in db.session.query(KeyFactor)} == {"mission": "อื่น", "customers": "ผู้สูงอายุ"}
    assert [task.has_key_factors for task in assessor_worklist(seat.assessor).tasks] == [True]
    sign_in(client, other.assessor)
    assert [client.get(here).status_code, client.post(here, data={"mission": "ข"}).status_code] == [404, 404]


def test_the_panel_reads_them_once_all_sheets_are_in(world: World, client: FlaskClient) -> None:
    seats = seated(world)
    sheets = score_all(seats, quality=80, submit=False)
    save_key_factor(sheets[1], "challenges", "สังคมสูงวัย", version=0, actor=sheets[1].assessor)
    for sheet in sheets:
        submit_sheet(sheet, actor=sheet.assessor)
    sign_in(client, sheets[0].assessor)
    assert "สังคมสูงวัย" not in client.get(f"/sheets/{sheets[0].id}").text
    move_on(seats[0].application)
    room = db.session.query(ConsensusSheet).one()
    assert "สังคมสูงวัย" in client.get(f"/consensus/{room.id}").text
    sign_in(client, sheets[1].assessor)
    late = client.post(
        f"/sheets/{sheets[1].id}/key-factors/entry", json={"field": "challenges", "value": "ก", "version": 1}
    )
    assert (late.status_code, "สังคมสูงวัย" in client.get(f"/sheets/{sheets[1].id}/key-factors").text) == (422, True)

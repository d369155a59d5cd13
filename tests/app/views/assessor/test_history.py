"""The history of one's own score: every version with its time, and for nobody else."""

from __future__ import annotations

from flask.testing import FlaskClient

from app.queries.entry_history import entry_history
from app.services.score_sheets import open_sheet, save_entry
from tests.assessing import seated
from tests.sign_in import sign_in
from tests.world import World


def test_every_version_stands_in_it_newest_first(world: World, client: FlaskClient) -> None:
    seat, other = seated(world)[:2]
    sheet = open_sheet(seat, actor=seat.assessor)
    assert entry_history(sheet, "d1.1") == ()
    said = ({"value": {"percent": "50"}}, {"strengths": "มีทะเบียน"}, {"value": {"percent": "75"}, "strengths": ""})
    for version, content in enumerate(said):
        save_entry(sheet, "d1.1", content, version=version, actor=seat.assessor)
    found = entry_history(sheet, "d1.1")
    assert [each.number for each in found] == [3, 2, 1]
    assert [each.changed for each in found] == [("value", "strengths"), ("strengths",), ("value",)]
    assert [each.content["value"]["percent"] for each in found] == ["75", "50", "50"]
    place = f"/sheets/{sheet.id}/nodes/d1.1/history"
    sign_in(client, seat.assessor)
    page = client.get(place)
    assert (page.status_code, page.get_data(as_text=True).count("<time")) == (200, 3)
    assert client.get(f"/sheets/{sheet.id}/nodes/d2.1/history").status_code == 200
    assert client.get(f"/sheets/{sheet.id}/nodes/nowhere/history").status_code == 404
    sign_in(client, other.assessor)
    assert client.get(place).status_code == 404

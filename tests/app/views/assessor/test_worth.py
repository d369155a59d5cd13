"""What a scoring page says beside a value: what it is worth, and where it differs from the agency once it is judged."""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient

from app.models import ScoreSheet
from app.services.score_sheets import open_sheet
from tests.assessing import seated
from tests.sign_in import sign_in
from tests.world import World


def scored(world: World, client: FlaskClient, rubric: str) -> ScoreSheet:
    """Give an open sheet whose assessor is signed in."""
    seat = seated(world, rubric)[0]
    sheet = open_sheet(seat, actor=seat.assessor)
    sign_in(client, seat.assessor)
    return sheet


def patch(client: FlaskClient, sheet: ScoreSheet, change: tuple[str, Any, int], node: str) -> Any:
    field, value, version = change
    body = {"field": field, "value": value, "version": version}
    return client.post(f"/sheets/{sheet.id}/nodes/{node}/entry", json=body)


def test_what_is_saved_tells_what_an_indicator_is_worth_and_whether_it_may_be_decided(
    world: World, client: FlaskClient
) -> None:
    sheet = scored(world, client, "pmqa40@2564")
    rows = [
        patch(client, sheet, (field, value, version), "7.1").json["rows"]
        for version, (field, value) in enumerate(
            (
                ("kpis", [{"actual": "90", "target": "90"}]),
                ("cannot_judge", True),
                ("cannot_judge", False),
                ("kpis", [{"actual": "90", "target": "0"}]),
            )
        )
    ]
    worth, silent = {"worth": "300.00", "may_decide": False}, {"worth": "–", "may_decide": False}
    assert rows == [[worth], [silent], [worth], [{"worth": "–", "may_decide": True}]]
    assert client.get(f"/sheets/{sheet.id}/nodes/7.1").text.count("<div data-decided>") == 2
    form = {
        "kpis-0-actual": "90",
        "kpis-0-target": "90",
        "kpis-0-decided": "",
        "kpis-0-reason": "",
        "version-entry": "4",
    }
    assert client.post(f"/sheets/{sheet.id}/nodes/7.1", data=form).status_code == 302
    assert client.get(f"/sheets/{sheet.id}/nodes/7.1").text.count("<div data-decided hidden>") == 2


def test_what_the_scale_has_not_and_what_cannot_be_judged_is_worth_nothing(world: World, client: FlaskClient) -> None:
    sheet = scored(world, client, "ps-innovation@2564")

    def earned(page: str) -> str:
        return page.split("data-earned>")[1].partition("<")[0]

    here = f"/sheets/{sheet.id}/nodes/d1.1"
    for typed in ("105", "77", "-5"):
        refused = client.post(here, data={"percent": typed, "percent-before": "", "version-entry": "0"})
        assert (refused.status_code, earned(refused.text), f'value="{typed}"' in refused.text) == (422, "–", True)
    patch(client, sheet, ("percent", "80", 0), "d1.1")
    assert earned(client.get(here).text) == "8.00"
    patch(client, sheet, ("cannot_judge", True, 1), "d1.1")
    page = client.get(here).text
    assert (earned(page), 'value="80"' in page, "data-excused>" in page) == ("–", True, True)


def test_nothing_differs_from_the_agency_before_the_item_is_judged(world: World, client: FlaskClient) -> None:
    sheet = scored(world, client, "pmqa40@2564")
    here = f"/sheets/{sheet.id}/nodes/1.1"
    assert "data-checklist>" in client.get(here).text
    patch(client, sheet, ("ticks", [], 0), "1.1")
    assert "data-checklist data-judged>" in client.get(here).text

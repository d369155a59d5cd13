"""What a saved answer still has against it: told at its field as the page opens, and named rightly in lists."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from app.models import Application
from tests.sign_in import sign_in
from tests.world import World
from workflows.roles import Role

FOUR = ["sdg-1", "sdg-2", "sdg-3", "sdg-4"]
ROW = {"m_name": "เวลา", "m_unit": "นาที", "m_direction": "ลด", "m_before": "60", "m_after": "5", "m_source": "ระบบคิว"}


@pytest.fixture
def open_draft(client: FlaskClient, world: World) -> Application:
    sign_in(client, world.person(Role.COORDINATOR))
    client.post("/language", data={"language": "en", "next": "/"})
    return world.draft()


def test_too_many_choices_are_saved_and_told_at_the_field_and_are_not_called_missing(
    client: FlaskClient, world: World, open_draft: Application
) -> None:
    world.fill(open_draft, sdg_goals=FOUR)
    page, tasks = _part(client, open_draft, "sdg"), client.get(f"/applications/{open_draft.id}").text
    fault = re.search(r'id="sdg_goals-error">.*?</p>', page, re.DOTALL)
    assert fault is not None
    assert "Choose at most 3. Now 4 are chosen" in fault[0]
    assert "data-error-summary" not in page  # nothing was refused
    assert [words in tasks for words in ("1 thing needs correcting", "Needs correction", "is missing")] == [
        True,
        True,
        False,
    ]


def test_saving_field_by_field_tells_of_too_many_at_once(client: FlaskClient, open_draft: Application) -> None:
    def saved(value: list[str], version: int) -> list[object]:
        patch = {"field": "sdg_goals", "value": value, "version": version}
        body = client.post(f"/applications/{open_draft.id}/answers", json=patch).get_json()
        return [body["version"], body.get("obstacles")]

    told = [{"field": "sdg_goals", "message": "Choose at most 3. Now 4 are chosen"}]
    assert [saved(FOUR, 0), saved(FOUR[:3], 1)] == [[1, told], [2, None]]


def test_rows_not_filled_in_are_counted_as_rows_and_their_empty_cells_are_marked(
    client: FlaskClient, world: World, open_draft: Application
) -> None:
    rows = [ROW, ROW | {"m_after": ""}, ROW | {"m_before": "", "m_source": ""}]
    world.fill(open_draft, results_measures=rows)
    page = _part(client, open_draft, "results")
    marked = re.findall(r'id="results_measures-([\w-]+)-unfilled"', page)
    assert marked == ["1-m_after", "2-m_before", "2-m_source"]
    assert "2 rows are not filled in completely" in client.get(f"/applications/{open_draft.id}").text


def test_one_row_is_one_row(client: FlaskClient, world: World, open_draft: Application) -> None:
    world.fill(open_draft, results_measures=[ROW, ROW | {"m_after": ""}])
    assert "1 row is not filled in completely" in client.get(f"/applications/{open_draft.id}").text


def test_the_empty_cells_of_an_indicator_are_marked(client: FlaskClient, world: World) -> None:
    draft = world.draft(world.programme_of("pmqa40@2564"))
    sign_in(client, world.person(Role.COORDINATOR))
    row = {"title": "ความพึงพอใจ", "unit": "", "direction": "more", "target": "80", "actual": ""}
    patch = {"field": "kpis.7.1", "value": [row], "version": 0}
    assert client.post(f"/applications/{draft.id}/answers", json=patch).status_code == 200
    page = client.get(f"/applications/{draft.id}/parts/category-7?item=7.1").text
    assert re.findall(r'id="kpis\.7\.1-([\w-]+)-unfilled"', page) == ["0-unit", "0-actual"]


def _part(client: FlaskClient, application: Application, part_id: str) -> str:
    return client.get(f"/applications/{application.id}/parts/{part_id}").text

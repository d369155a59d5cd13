"""The dates of a programme as they are typed: what is wrong is said at once, a day off once nothing is wrong."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.app.views.secretariat.test_set_up import assessing, form_of, plain
from tests.sign_in import sign_in
from tests.world import World

NEW = {
    "rubric_id": "pg-poverty@2564", "opens_at": "2/2/2570 9.00", "closes_at": "13/4/2570 16.30",
    "grace_minutes": "0", "report_closes_at": "",
}  # fmt: skip


def summary_of(response: Any) -> str:
    return plain(response).partition("data-error-summary")[2].partition("</ul>")[0]


@pytest.mark.parametrize(
    ("wrong", "fields"),
    [
        ({"opens_at": "2/2/2472 9.00"}, ["opens_at"]),
        ({"closes_at": "31/1/2570 9.00"}, ["closes_at"]),
        ({"report_closes_at": "3/5/2570 16.30"}, ["report_closes_at"]),
        ({"closes_at": "31/1/2570 9.00", "grace_minutes": "abc"}, ["closes_at", "grace_minutes"]),
    ],
)
def test_what_is_wrong_with_dates_is_said_before_offices_are_closed_on_them(
    world: World, client: FlaskClient, wrong: dict[str, str], fields: list[str]
) -> None:
    sign_in(client, world.officer)
    response = client.post("/office/cycles/2569/programmes/new", data=NEW | wrong)
    assert response.status_code == 422
    linked = set(re.findall(r'href="#(\w+)"', summary_of(response)))
    assert linked - {"despite_days_off"} == set(fields)
    assert [f'value="{value}"' in plain(response) for value in wrong.values()] == [True] * len(wrong)
    assert "2472" not in summary_of(response)


def test_what_is_wrong_stands_before_a_day_off_of_another_date(world: World, client: FlaskClient) -> None:
    sign_in(client, world.officer)
    response = client.post("/office/cycles/2569/programmes/new", data=NEW | {"opens_at": "2/2/2472 9.00"})
    assert re.findall(r'href="#(\w+)"', summary_of(response)) == ["opens_at", "despite_days_off"]


def test_a_day_off_among_the_dates_is_said_on_top(world: World, client: FlaskClient) -> None:
    sign_in(client, world.officer)
    response = client.post("/office/cycles/2569/programmes/new", data=NEW)
    assert 'href="#despite_days_off"' in summary_of(response)


def test_criteria_without_a_report_take_no_date_for_one_later_either(world: World, client: FlaskClient) -> None:
    sign_in(client, world.officer)
    path = f"/office/programmes/{world.programme.id}/change"
    response = client.post(path, data=form_of(world, report_closes_at="30/6/2569 16.30"))
    assert (response.status_code, 'href="#report_closes_at"' in summary_of(response)) == (422, True)
    assert 'value="30/6/2569 16.30"' in plain(response)


def test_a_field_that_cannot_be_read_hides_no_fault_of_another(world: World, client: FlaskClient) -> None:
    sign_in(client, world.officer)
    panel = f"{assessing(world).code}-panel_size"
    wrong = {panel: "0", "closes_at": "1/1/2569 9.00", "grace_minutes": "abc", "quota_per_agency": "-1"}
    response = client.post(f"/office/programmes/{world.programme.id}/change", data=form_of(world, **wrong))
    assert response.status_code == 422
    assert set(re.findall(r'href="#([\w-]+)"', summary_of(response))) == set(wrong)
    unread = client.post(
        f"/office/programmes/{world.programme.id}/change",
        data=form_of(world, opens_at="30/4/2569 9.00", closes_at="ไม่ใช่วัน"),
    )
    assert re.findall(r'href="#([\w-]+)"', summary_of(unread)) == ["closes_at"]

"""Before all sheets are in, nothing an assessor can open changes by a byte when another one writes or submits."""

from __future__ import annotations

import json
import re

import pytest
from flask.testing import FlaskClient

from app.models import Assignment, ScoreSheet
from app.services.score_sheets import open_sheet, save_entry
from rubrics import load_rubric
from tests.assessing import seated
from tests.panels import score_all, value_for
from tests.sign_in import sign_in
from tests.world import World

_TOKEN = re.compile(rb'name="csrf_token" value="[^"]*"')
RUBRICS = ("ps-innovation@2564", "pmqa-category@2564", "pmqa40@2564")


def seen_by(client: FlaskClient, sheet: ScoreSheet, node: str) -> list[tuple[int, bytes]]:
    """Everything the assessor of this sheet can open, errors and refusals included."""
    sign_in(client, sheet.assessor)
    place = f"/sheets/{sheet.id}"
    answers = [
        client.get(path)
        for path in ("/assessments", "/declarations", place, f"{place}/nodes/{node}", f"{place}/document")
    ]
    answers.append(client.post(f"{place}/submit"))
    answers.append(
        client.post(
            f"{place}/nodes/{node}/entry",
            data=json.dumps({"field": "x", "value": 1, "version": 9}),
            content_type="application/json",
        )
    )
    answers.append(
        client.post(
            f"{place}/nodes/{node}",
            data={"percent": "x", "level-approach": "9", "kpis-0-actual": "x", "version-entry": "0"},
        )
    )
    return [(answer.status_code, _TOKEN.sub(b"", answer.data)) for answer in answers]


@pytest.mark.parametrize("rubric_id", RUBRICS)
def test_another_assessors_draft_leaves_no_trace(world: World, client: FlaskClient, rubric_id: str) -> None:
    seats = seated(world, rubric_id)
    mine = open_sheet(seats[0], actor=seats[0].assessor)
    node = "d1.1" if rubric_id.startswith("ps") else "1.1"
    begin(seats[0], mine, node)
    before = seen_by(client, mine, node)
    others = score_all(seats[1:], quality=[100] * (len(seats) - 1), submit=False)
    assert len(others) == len(seats) - 1
    assert seen_by(client, mine, node) == before


def test_another_assessors_submission_leaves_no_trace_either(world: World, client: FlaskClient) -> None:
    seats = seated(world)
    mine = open_sheet(seats[0], actor=seats[0].assessor)
    begin(seats[0], mine, "d1.1")
    before = seen_by(client, mine, "d1.1")
    score_all(seats[1:], quality=100)
    assert seen_by(client, mine, "d1.1") == before


def test_even_a_submitted_sheet_waits_without_a_sign_of_the_others(world: World, client: FlaskClient) -> None:
    seats = seated(world)
    mine = score_all(seats[:1], quality=60)[0]
    before = seen_by(client, mine, "d1.1")
    score_all(seats[1:2], quality=100)
    assert seen_by(client, mine, "d1.1") == before


def begin(seat: Assignment, sheet: ScoreSheet, node: str) -> None:
    """Say something of one node, so that there is a sheet to look at."""
    rubric = sheet.application.programme.rubric_id
    leaf = load_rubric(rubric).node(node)
    save_entry(sheet, node, {"value": value_for(load_rubric(rubric), leaf, 40)}, version=0, actor=seat.assessor)

"""The staff's pages send as many statements for thousands of applications as for thirty, and answer on every page."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.sign_in import sign_in
from tests.staff_rows import write_applications
from tests.statements import count_statements
from tests.workflows.scoring.proof import IS_PROOF
from tests.world import World

FEW, MANY = 30, 12_000 if IS_PROOF else 600
PATHS = (
    "/office",
    "/office/assessors",
    "/office/assessors?status=late&q=ผู้ตรวจ",
    "/office/agencies?sort=late&order=down",
    "/office/sheets?only=late",
    "/office/unreachable",
    "/office/applications",
    "/office/applications?only=stuck",
    "/office/applications?reached=sheets-1&page=2",
    "/office/changes",
    "/office/screening",
    "/office/screening?found=unanswered&q=ตัวอย่าง",
    "/committee",
    "/office/messages",
    "/office/messages?page=2",
    "/office/feedback",
    "/office/assignment/conflicts",
)


def statements(client: FlaskClient) -> dict[str, int]:
    counts = {}
    for path in PATHS:
        with count_statements() as sent:
            assert client.get(path).status_code == 200, path
        counts[path] = len(sent)
    return counts


@pytest.mark.timeout(300)
def test_no_page_needs_more_statements_for_more_applications(world: World, client: FlaskClient) -> None:
    sign_in(client, world.officer)
    write_applications(world.programme, FEW, creator=world.officer)
    few = statements(client)
    write_applications(world.programme_of("ps-development@2564"), MANY, creator=world.officer)
    assert statements(client) == few

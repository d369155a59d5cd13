"""The staff's pages send as many statements for thousands of applications as for thirty, and answer on every page."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.sign_in import sign_in
from tests.staff_rows import write_applications
from tests.statements import count_statements
from tests.workflows.scoring.proof import IS_PROOF
from tests.world import World

FEW, SOME = 30, 600
MANY = 12_000 if IS_PROOF else SOME
COMMITTEE = ("/committee",)
"""It reads what the sheets say five hundred sheets at a time, so that beyond those it needs a few statements more."""
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
    "/office/messages",
    "/office/messages?page=2",
    "/office/feedback",
    "/office/assignment/conflicts",
)


def statements(client: FlaskClient, paths: tuple[str, ...] = PATHS) -> dict[str, int]:
    counts = {}
    for path in paths:
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


def test_the_committee_needs_no_more_statements_for_sixty_entries_than_for_three(
    world: World, client: FlaskClient
) -> None:
    sign_in(client, world.officer)
    write_applications(world.programme, FEW, creator=world.officer)
    few = statements(client, COMMITTEE)
    write_applications(world.programme_of("ps-development@2564"), SOME, creator=world.officer)
    assert statements(client, COMMITTEE) == few

"""What stands behind an address is a question to the page, whatever it is called."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from app.services.saved_views import save_view
from tests.pages.junk import OPTIONS
from tests.sign_in import sign_in
from tests.world import World
from workflows.roles import Role


@pytest.mark.parametrize("page", ["/winners", "/office/ledger", "/admin/people", "/admin/agencies"])
def test_no_name_in_an_address_changes_where_links_lead(world: World, client: FlaskClient, page: str) -> None:
    sign_in(client, world.person(Role.ADMINISTRATOR))
    answer = client.get(page, query_string={**OPTIONS, "q": "e"})
    assert answer.status_code == 200
    assert not re.search(r'href="[a-z]*://localhost', answer.text.partition("<main")[2])


def test_a_kept_view_with_such_a_name_is_a_link_like_any_other(world: World, client: FlaskClient) -> None:
    save_view("sheets", name="mine", query="endpoint=x&_external=1&only=late", actor=world.officer)
    sign_in(client, world.officer)
    page = client.get("/office/sheets")
    assert page.status_code == 200
    assert 'href="/office/sheets?_external=1&amp;endpoint=x&amp;only=late"' in page.text

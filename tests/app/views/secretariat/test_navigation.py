"""The main navigation of the staff: which entry a page belongs to."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from tests.sign_in import sign_in
from tests.world import World
from workflows.roles import Role


@pytest.mark.parametrize(
    ("role", "path", "entry"),
    [
        (Role.OFFICER, "/office/programmes/{}", "/office"),
        (Role.OFFICER, "/office/programmes/{}/change", "/office"),
        (Role.OFFICER, "/office/programmes/{}/reasons", "/office/screening"),
        (Role.OFFICER, "/office/programmes/{}/screening-report", "/office/screening"),
        (Role.AUDITOR, "/office/programmes/{}/screening-report", "/office"),
        (Role.OFFICER, "/office/message-texts", "/office/messages"),
        (Role.OFFICER, "/office/messages/mailings/new", "/office/messages"),
    ],
)
def test_a_page_is_below_the_entry_it_belongs_to(
    world: World, client: FlaskClient, role: Role, path: str, entry: str
) -> None:
    sign_in(client, world.officer if role is Role.OFFICER else world.person(role))
    page = client.get(path.format(world.programme.id)).get_data(as_text=True)
    menu = page.partition('<nav class="lr-nav"')[2].partition("</nav>")[0]
    assert re.findall(r'href="([^"]+)"[^>]*aria-current', menu) == [entry]

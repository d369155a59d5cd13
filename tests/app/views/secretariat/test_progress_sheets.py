"""The workbooks of progress hold every column of the pages they are asked from."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from tests.sheets_due import due_in_a_week
from tests.sign_in import sign_in
from tests.world import World


@pytest.mark.parametrize("name", ["assessors", "agencies"])
def test_the_workbook_has_the_columns_of_its_page(world: World, client: FlaskClient, name: str) -> None:
    due_in_a_week(world)
    sign_in(client, world.officer)
    page = client.get(f"/office/{name}").get_data(as_text=True)
    labels = set(re.findall(r'data-l="([^"]+)"', page))
    book = load_workbook(BytesIO(client.post(f"/office/{name}/export").data))
    heads, first, *_ = book.worksheets[0].iter_rows(values_only=True)
    assert labels
    assert labels <= set(heads)
    assert first[-1], "how it stands comes last"

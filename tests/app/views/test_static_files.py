"""Scripts, styles and fonts: kept by browsers for good, under an address that changes when they do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app.views import static_files
from app.views.static_files import static_address


def test_a_browser_keeps_what_a_page_names(client: FlaskClient) -> None:
    named = re.findall(r'(?:src|href)="(/static/[^"]+)"', client.get("/").text)
    assert named
    for address in named:
        answer = client.get(address, buffered=True)
        assert (answer.status_code, str(answer.headers["Cache-Control"])) == (
            200,
            "public, max-age=31536000, immutable",
        )
    assert client.get("/").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("change", [("page.css", b"a {}"), ("other.css", b"b {}")])
def test_the_address_changes_with_any_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: tuple[str, bytes]
) -> None:
    monkeypatch.setattr(static_files, "_FOLDER", tmp_path)
    (tmp_path / "page.css").write_bytes(b"b {}")
    before = static_address.__wrapped__()
    name, content = change
    (tmp_path / name).write_bytes(content)
    assert static_address.__wrapped__() != before

"""What every answer tells the browser besides its page."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient


@pytest.mark.parametrize(("is_secure", "told"), [(True, "max-age=31536000"), (False, None)])
def test_only_a_site_behind_https_asks_for_https_alone(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, told: str | None, *, is_secure: bool
) -> None:
    monkeypatch.setitem(app.config, "SESSION_COOKIE_SECURE", is_secure)
    assert client.get("/sign-in").headers.get("Strict-Transport-Security") == told

"""The stage of the journeys: a world, the people at their browsers, and the worker at its tasks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from app.extensions import limiter
from tests.journeys.company import Company
from tests.world import World


@pytest.fixture
def company(app: Flask, world: World) -> Iterator[Company]:
    """Give everybody of the world, each with a browser; forms need their forgery tokens here, as they really do."""
    app.config["WTF_CSRF_ENABLED"] = True
    limiter.reset()
    yield Company(app, world)
    app.config["WTF_CSRF_ENABLED"] = False

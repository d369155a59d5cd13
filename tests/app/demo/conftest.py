"""The content of the demonstration, read once for all of its tests."""

from __future__ import annotations

import pytest

from app.demo.content import Content, demo_content


@pytest.fixture(scope="session")
def content() -> Content:
    """Everything the demonstration tells."""
    return demo_content()

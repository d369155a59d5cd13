"""Editions invented for tests: files beside this one, on the shelf of published criteria while a test runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import rubrics

EDITIONS = Path(__file__).parent / "editions"
_FILES = (*rubrics.definition_files(), *sorted(EDITIONS.glob("*.yaml")))


@contextmanager
def invented_editions() -> Iterator[None]:
    """Let the shelf hold the invented files too: nothing but files is added."""
    with patch.object(rubrics, "definition_files", lambda: _FILES):
        rubrics.published_rubrics.cache_clear()
        try:
            yield
        finally:
            rubrics.published_rubrics.cache_clear()

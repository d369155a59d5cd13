"""Where a Chromium is found for the tests that drive one."""

from __future__ import annotations

import os
import shutil

# The shell without a window comes first: it does the same in less time.
_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_chromium() -> str | None:
    """Return the path of a Chromium: the one CHROMIUM names, else one on the path, else none."""
    given = os.environ.get("CHROMIUM")
    if given:
        return given
    return next((path for path in map(shutil.which, _NAMES) if path), None)

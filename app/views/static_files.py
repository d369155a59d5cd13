"""Where scripts, styles and fonts are found: at an address that changes with them, so a browser asks for each once."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parents[1] / "static"
KEPT_FOR = timedelta(days=365)


@cache
def static_address() -> str:
    """Return the path under which this release serves its files; its scripts and styles name one another relatively."""
    digest = hashlib.sha256()
    for path in sorted(path for path in _FOLDER.rglob("*") if path.is_file()):
        digest.update(f"{path.relative_to(_FOLDER).as_posix()}\0".encode())
        digest.update(path.read_bytes())
    return f"/static/{digest.hexdigest()[:12]}"

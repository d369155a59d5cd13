"""How the pages are served: gunicorn with threads, which hands a request over before its body has arrived.

That matters: a deadline is judged by the instant of receipt, taken before the body is read.
"""

from __future__ import annotations

import sys

from app.config import Settings


def web_command(settings: Settings, *, workers: int, threads: int, graceful_seconds: int = 30) -> list[str]:
    """Return the command of the web server at the address the settings name."""
    address = ["--bind", f"{settings.host}:{settings.port}", "--no-control-socket"]
    size = ["--worker-class", "gthread", "--workers", str(workers), "--threads", str(threads)]
    patience = ["--graceful-timeout", str(graceful_seconds), "--timeout", "120"]
    # A fault below Python ends a process without a word of ours; then the log at least says which page it was.
    return [sys.executable, "-X", "faulthandler", "-m", "gunicorn", "web:app", *address, *size, *patience]

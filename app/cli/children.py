"""The processes that belong to the launcher: each in a session of its own, none outliving it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from app.cli import keeper

PROJECT = Path(__file__).resolve().parents[2]
_KEEPER_SECONDS = 1.0


@dataclass
class Child:
    """One service the launcher runs: started, watched, started again, stopped."""

    name: str
    command: list[str]
    log_file: Path
    grace_seconds: float
    environ: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    _process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the command under its keeper; output is appended to the log file."""
        self.log_file.parent.mkdir(parents=True, exist_ok=True)
        with self.log_file.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-S", keeper.__file__, str(self.grace_seconds), *self.command],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=PROJECT,
                env=dict(self.environ),
                start_new_session=True,
            )

    @property
    def has_ended(self) -> bool:
        """Say whether the command is not running (any more)."""
        return self._process is None or self._process.poll() is not None

    @property
    def pid(self) -> int:
        """Return the number of the keeper's process; the command is its only child."""
        assert self._process is not None, f"{self.name} has not been started"
        return self._process.pid

    def stop(self) -> None:
        """End the command and all it started; returns when nothing of it is left."""
        if self._process is None:
            return
        self._process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(self.grace_seconds + _KEEPER_SECONDS)
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.communicate()
        self._process = None

    def last_words(self, lines: int = 15) -> str:
        """Return the end of the log, for the sentence that says why it ended."""
        if not self.log_file.exists():
            return ""
        return "\n".join(self.log_file.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])

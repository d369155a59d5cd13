"""The broker, the pages and the worker of one machine, started in that order and stopped in the other."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Self
from urllib.error import HTTPError
from urllib.request import urlopen

from app.cli.broker import EmbeddedBroker
from app.cli.children import Child
from app.cli.web_server import web_command
from app.config import Settings
from app.start_checks import CannotStart

# Together below the five seconds in which everything must be gone after Ctrl-C.
_WEB_GRACE, _WORKER_GRACE, _BROKER_GRACE = 1.0, 1.5, 0.5
_MOST_RESTARTS = 5


@dataclass
class Services:
    """The processes of one embedded installation. Leaving the `with` block stops them, whatever happened inside."""

    settings: Settings
    environ: Mapping[str, str]
    report: Callable[[str], None]
    _running: list[Child] = field(default_factory=list)
    _restarts: int = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.stop()

    def start_broker(self, broker: EmbeddedBroker) -> None:
        """Serve the broker's socket; a socket left behind by a killed server is replaced."""
        broker.socket.unlink(missing_ok=True)
        child = self._child("broker", broker.command(), _BROKER_GRACE)
        self._start(child)
        if not broker.answers_within(10):
            raise CannotStart(f"The embedded broker did not start. {child.last_words(3)}")

    def start_web(self) -> None:
        """Serve the pages; returns when the landing page answers 200."""
        command = web_command(self.settings, workers=1, threads=8, graceful_seconds=1)
        child = self._child("web", command, _WEB_GRACE)
        self._start(child)
        self._wait_for_landing_page(child)

    def start_worker(self) -> None:
        """Start one Celery worker with the beat inside it."""
        schedule = str(self.settings.var_folder / "beat-schedule")
        options = ["--beat", "--schedule", schedule, "--concurrency", "2", "--loglevel", "INFO", "--without-mingle"]
        command = [sys.executable, "-m", "celery", "-A", "worker", "worker", *options]
        self._start(self._child("worker", command, _WORKER_GRACE))

    def watch(self) -> None:
        """Start again what ends by itself, until it ends too often; runs until interrupted."""
        while True:
            time.sleep(0.5)
            for child in self._running:
                if child.has_ended:
                    self._start_again(child)

    def stop(self) -> None:
        """Stop web, then worker, then broker."""
        order = {"web": 0, "worker": 1, "broker": 2}
        for child in sorted(self._running, key=lambda child: order[child.name]):
            child.stop()
        self._running.clear()

    def _child(self, name: str, command: list[str], grace_seconds: float) -> Child:
        log_file = self.settings.var_folder / "log" / f"{name}.log"
        return Child(name, command, log_file, grace_seconds, self.environ)

    def _start(self, child: Child) -> None:
        self._running.append(child)
        child.start()

    def _start_again(self, child: Child) -> None:
        self._restarts += 1
        if self._restarts > _MOST_RESTARTS:
            raise CannotStart(
                f"The {child.name} keeps ending; the last lines of {child.log_file}:\n{child.last_words()}"
            )
        self.report(f"The {child.name} ended unexpectedly ({child.log_file}); starting it again.")
        child.stop()
        child.start()

    def _wait_for_landing_page(self, child: Child, seconds: float = 60) -> None:
        address = f"http://{self.settings.host}:{self.settings.port}/"
        end = time.monotonic() + seconds
        while time.monotonic() < end and not child.has_ended:
            if _answers_200(address):
                return
            time.sleep(0.1)
        raise CannotStart(
            f"The landing page does not answer; the last lines of {child.log_file}:\n{child.last_words()}"
        )


def _answers_200(address: str) -> bool:
    try:
        with urlopen(address, timeout=10) as answer:
            return bool(answer.status == 200)
    except HTTPError as refusal:
        refusal.close()
        return False
    except (OSError, HTTPException):
        return False

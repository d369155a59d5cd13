"""The launcher starts everything with one command and leaves nothing behind, however it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import psutil
import pytest

from tests.databases import Databases
from tests.with_processes import free_port, wait_until

pytestmark = pytest.mark.live

# The story of the demo has tests of its own; here only what is around it counts.
LAUNCH = (
    "import functools, sys; from app.cli.launcher import demo_environment, launch; "
    "launch(demo_environment(int(sys.argv[1])), story=lambda app: None, reset=False, "
    "report=functools.partial(print, flush=True))"
)


@dataclass
class Launched:
    """A launcher and what it said."""

    process: subprocess.Popen[str]
    address: str
    said: list[str]

    def named(self, name: str) -> list[psutil.Process]:
        """Return the running processes below the launcher whose command holds `name`."""
        return [below for below in self.below() if any(name in word for word in below.cmdline())]

    def below(self) -> list[psutil.Process]:
        """Return every process below the launcher."""
        return psutil.Process(self.process.pid).children(recursive=True)


@contextmanager
def launched(var_folder: Path, database_url: str | None = None) -> Iterator[Launched]:
    """Start everything and wait until it is ready."""
    port = free_port()
    environ = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    environ |= {"LERTRAT_VAR": str(var_folder)} | ({"DATABASE_URL": database_url} if database_url else {})
    command = [sys.executable, "-c", LAUNCH, str(port)]
    with subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        try:
            assert process.stdout is not None
            said: list[str] = []
            for line in process.stdout:
                said.append(line.rstrip("\n"))
                if line.startswith("Ready"):
                    break
            assert process.poll() is None, "\n".join(said)
            yield Launched(process, f"http://127.0.0.1:{port}", said)
        finally:
            process.kill()


def alive(processes: list[psutil.Process]) -> list[str]:
    """Name those that still run; a zombie only waits to be counted by whoever inherited it."""
    running = []
    for process in processes:
        try:
            if process.status() != psutil.STATUS_ZOMBIE:
                running.append(" ".join(process.cmdline()))
        except psutil.NoSuchProcess:
            continue
    return running


def stopped_by(number: signal.Signals, running: Launched) -> None:
    """Send a signal and find, five seconds later, nothing of it left."""
    below = running.below()
    running.process.send_signal(number)
    wait_until(lambda: not alive(below), lambda: "\n".join(alive(below)), seconds=5)
    assert running.process.wait(30) == (-number if number == signal.SIGKILL else 0)


@pytest.mark.once
@pytest.mark.parametrize("number", [pytest.param(signal.SIGTERM, marks=pytest.mark.long), signal.SIGKILL])
def test_five_seconds_after_any_signal_no_process_is_left(tmp_path: Path, number: signal.Signals) -> None:
    with launched(tmp_path) as running:
        wait_until(lambda: len(running.named("celery")) >= 3, lambda: "\n".join(alive(running.below())))
        stopped_by(number, running)


def test_it_answers_starts_a_killed_service_again_and_stops_on_ctrl_c(tmp_path: Path, databases: Databases) -> None:
    with launched(tmp_path, databases.empty("launcher")) as running:
        with urlopen(running.address) as answer:
            assert answer.status == 200
        assert [line for line in running.said if "http://" in line] == [f"Lertrat answers at {running.address}"]
        wait_until(lambda: len(running.named("gunicorn")) >= 3)
        killed = running.named("gunicorn")
        for process in killed:
            process.kill()
        wait_until(lambda: not alive(killed))
        wait_until(lambda: answers(running.address))
        stopped_by(signal.SIGINT, running)


def answers(address: str) -> bool:
    """Say whether the landing page answers."""
    try:
        with urlopen(address, timeout=1):
            return True
    except OSError:
        return False

"""A keeper ends its command and everything the command started, and passes on how it ended."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import psutil
import pytest

from app.cli import keeper
from tests.with_processes import wait_until

PYTHON = [sys.executable, "-S", "-c"]
SLEEP = [*PYTHON, "import time; time.sleep(60)"]
STUBBORN_PARENT = [
    *PYTHON,
    (
        f"import signal, subprocess, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
        f"subprocess.Popen({SLEEP!r}); time.sleep(60)"
    ),
]
LEAVER = [*PYTHON, f"import subprocess; print(subprocess.Popen({SLEEP!r}).pid, flush=True); raise SystemExit(3)"]


@contextmanager
def kept(command: list[str], *, grace_seconds: float = 0.2) -> Iterator[subprocess.Popen[bytes]]:
    """Run a command under a keeper of the test's own."""
    keeping = [sys.executable, "-I", "-S", keeper.__file__, str(grace_seconds), *command]
    with subprocess.Popen(keeping, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            yield process
        finally:
            process.kill()


def descendants(process: subprocess.Popen[bytes], *, number: int) -> list[psutil.Process]:
    """Wait until the keeper has so many processes below it."""
    wait_until(lambda: len(psutil.Process(process.pid).children(recursive=True)) == number)
    return psutil.Process(process.pid).children(recursive=True)


def assert_gone(processes: list[psutil.Process], *, within: float) -> None:
    wait_until(lambda: not any(map(is_alive, processes)), seconds=within)


def is_alive(process: psutil.Process) -> bool:
    """Say whether it still runs; a zombie only waits to be counted by whoever inherited it."""
    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def test_the_command_ends_when_its_starter_is_gone() -> None:
    with kept(SLEEP) as process:
        below = descendants(process, number=1)
        assert process.stdin is not None
        process.stdin.close()
        assert_gone(below, within=3)
        assert process.wait(3) != 0


def test_what_a_stubborn_command_started_is_killed_with_it() -> None:
    with kept(STUBBORN_PARENT) as process:
        below = descendants(process, number=2)
        process.terminate()
        assert_gone(below, within=3)


def test_what_a_command_leaves_behind_is_killed_when_it_ends() -> None:
    with kept(LEAVER) as process:
        assert process.stdout is not None
        left = psutil.Process(int(process.stdout.readline()))
        assert_gone([left], within=3)
        assert process.wait(3) == 3


@pytest.mark.parametrize("code", [0, 3])
def test_the_exit_code_is_passed_on(code: int) -> None:
    with kept([*PYTHON, f"raise SystemExit({code})"]) as process:
        assert process.wait(5) == code

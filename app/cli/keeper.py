"""Runs one command and stops it, with all it started, when told to or when its starter is gone.

It runs as a script with the standard library alone, so it costs milliseconds. Its standard input is the lifeline: the
starter holds the other end and never writes; end of file means that the starter died, even by SIGKILL.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import sys

_LIFELINE = 0


def keep(command: list[str], grace_seconds: float) -> int:
    """Run `command` in a process group of its own until it ends or must end; return its exit code."""
    wake_read, wake_write = os.pipe()
    os.set_blocking(wake_write, False)
    signal.set_wakeup_fd(wake_write)
    for number in (signal.SIGCHLD, signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: None)
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, process_group=0)
    while process.poll() is None:
        ready, _, _ = select.select([_LIFELINE, wake_read], [], [])
        if _LIFELINE in ready or os.read(wake_read, 64) != bytes([signal.SIGCHLD]):
            process.terminate()
            break
    return _end_group(process, grace_seconds)


def _end_group(process: subprocess.Popen[bytes], grace_seconds: float) -> int:
    """Give the command its time to end well, then kill whatever is left of its group."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(grace_seconds)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    return process.wait()


if __name__ == "__main__":
    sys.exit(keep(sys.argv[2:], grace_seconds=float(sys.argv[1])))

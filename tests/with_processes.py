"""Fixtures of the product as it really runs: pages and worker in processes of their own, on a database of their own."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from flask import Flask

from app.cli.children import Child
from app.cli.db import opened
from app.cli.services import Services
from app.extensions import celery_app
from tests.with_app import process_kept, settings_for


@dataclass(frozen=True)
class Installation:
    """One database, var folder, broker and port that several processes share."""

    environ: dict[str, str]
    var_folder: Path
    url: str


@dataclass
class Worker:
    """A Celery worker process that a test may kill."""

    child: Child

    def kill(self) -> None:
        """End the worker and all its processes by SIGKILL, as a power cut would."""
        keeper = psutil.Process(self.child.pid)
        for process in keeper.children():
            os.killpg(process.pid, signal.SIGKILL)
        self.child.stop()

    def start(self) -> None:
        """Start it (again) and wait until it takes work."""
        told_before = self.child.log_file.read_text().count(" ready.") if self.child.log_file.exists() else 0
        self.child.start()
        wait_until(
            lambda: self.child.log_file.read_text().count(" ready.") > told_before, self.child.last_words, seconds=60
        )

    def tasks_done(self, task: str) -> int:
        """Count how often it has said that it finished this task."""
        lines = self.child.log_file.read_text().splitlines()
        return sum(f"Task {task}[" in line and "succeeded" in line for line in lines)


def wait_until(is_so: Callable[[], bool], explain: Callable[[], str] = str, *, seconds: float = 30) -> None:
    """Wait for something another process does; fail with the explanation if it does not happen in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if is_so():
            return
        time.sleep(0.05)
    pytest.fail(f"did not happen within {seconds} s\n{explain()}")


def free_port() -> int:
    """Return a port nobody listens on at this moment."""
    with closing(socket.create_server(("127.0.0.1", 0))) as probe:
        return int(probe.getsockname()[1])


@pytest.fixture
def installation(own_database: str, broker_url: str, tmp_path: Path) -> Installation:
    """Give a migrated database and the environment that product processes of this test share."""
    port = free_port()
    environ = {
        **os.environ,
        "DATABASE_URL": own_database,
        "REDIS_URL": broker_url,
        "LERTRAT_VAR": str(tmp_path),
        "LERTRAT_PORT": str(port),
        "LERTRAT_SECRET_KEY": "a key for tests only, of no use elsewhere",
        "LERTRAT_ARGON2_KIB": "64",
    }
    return Installation(environ, tmp_path, f"http://127.0.0.1:{port}")


@pytest.fixture
def live_app(installation: Installation) -> Iterator[Flask]:
    """Give this process's own door to the installation, to arrange and to look; commits here are real."""
    broker_url = installation.environ["REDIS_URL"]
    url = installation.environ["DATABASE_URL"]
    with process_kept(), opened(settings_for(url, installation.var_folder, redis_url=broker_url)) as app:
        celery_app._after_fork()  # forgets its connections to the other broker, as a new process would
        yield app


@pytest.fixture
def live_server(installation: Installation) -> Iterator[str]:
    """Serve the pages of the installation; gives their address."""
    settings = settings_for("", installation.var_folder, port=int(installation.url.rsplit(":", 1)[1]))
    with Services(settings, installation.environ, print) as services:
        services.start_web()
        yield installation.url


def worker_of(installation: Installation, name: str, app: str = "worker") -> Worker:
    """Return a worker of the installation, not started yet; `app` is the module it starts from."""
    alone = ["--concurrency", "1", "--without-mingle", "--without-gossip", "--loglevel", "INFO"]
    command = [sys.executable, "-m", "celery", "-A", app, "worker", "--hostname", f"{name}@%h", *alone]
    return Worker(Child(name, command, installation.var_folder / "log" / f"{name}.log", 2, installation.environ))


@pytest.fixture
def celery_worker_process(installation: Installation) -> Iterator[Worker]:
    """Start a real worker on the installation's database and broker, without beat."""
    worker = worker_of(installation, "worker")
    worker.start()
    yield worker
    worker.child.stop()


@pytest.fixture
def second_worker_process(installation: Installation) -> Iterator[Worker]:
    """Give a second worker beside the first, not started yet."""
    worker = worker_of(installation, "second")
    yield worker
    worker.child.stop()

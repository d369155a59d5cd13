"""Starts an embedded installation on this machine, tells the demo's story in it, and takes it down again."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import FrameType

from flask import Flask
from sqlalchemy import select

from app.cli.broker import embedded_broker
from app.cli.db import migrate, opened
from app.cli.services import Services
from app.config import Settings
from app.extensions import db
from app.models import Person
from app.start_checks import (
    CannotStart,
    check_broker,
    check_database,
    check_folder,
    check_port,
    check_rubrics,
    check_scanner,
)

Report = Callable[[str], None]
Story = Callable[[Flask], None]
_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def launch(environ: Mapping[str, str], *, story: Story, reset: bool, report: Report) -> None:
    """Run everything until interrupted; raises CannotStart or WrongSetting with one sentence if it cannot."""
    settings = Settings.from_environment(environ)
    check_folder(settings.var_folder)
    check_port(settings.host, settings.port)
    with _only_launcher(settings.var_folder), _interrupted_by_signals():
        try:
            _run(settings, environ, story=story, reset=reset, report=report)
        except KeyboardInterrupt:
            report("Stopped.")


def _run(settings: Settings, environ: Mapping[str, str], *, story: Story, reset: bool, report: Report) -> None:
    broker = None if "REDIS_URL" in environ else embedded_broker(settings.var_folder)
    if broker:
        settings = replace(settings, redis_url=broker.url)
    else:
        check_broker(settings)
    check_database(settings)
    check_scanner(settings)
    if reset or unfinished(settings).exists():
        start_over(settings, report)
    child_environ = {**environ, "REDIS_URL": settings.redis_url, "LERTRAT_VAR": str(settings.var_folder)}
    with Services(settings, child_environ, report) as services:
        if broker:
            report("Starting the broker ...")
            services.start_broker(broker)
        with opened(settings) as app:
            report("Bringing the database up to date ...")
            migrate(app)
            check_rubrics(app)
            report("Starting the pages ...")
            services.start_web()
            report(f"Lertrat answers at http://{settings.host}:{settings.port}")
            tell_once(story, app, settings)
        services.start_worker()
        report("Ready. Press Ctrl-C to stop.")
        services.watch()


def tell_once(story: Story, app: Flask, settings: Settings) -> None:
    """Tell the story before the worker starts: at fixed dates, and a worker lives in the present.

    A story finds out by itself that it has been told; what it shows anew is who can sign in.
    """
    with app.app_context():
        is_empty = db.session.scalar(select(Person.id).limit(1)) is None
        db.session.remove()
    if is_empty:
        unfinished(settings).touch()
    story(app)
    unfinished(settings).unlink(missing_ok=True)


def unfinished(settings: Settings) -> Path:
    """Name the mark that stands while the story is being told: half a story is told again from the start."""
    return settings.var_folder / "demo-unfinished"


def start_over(settings: Settings, report: Report) -> None:
    """Delete the embedded database and its files; a database server is never emptied from here."""
    if not settings.is_sqlite:
        raise CannotStart(
            "Only the embedded database can be started over; empty the one named by DATABASE_URL yourself."
        )
    report("Starting over with an empty database ...")
    database = Path(settings.database_url.removeprefix("sqlite:///"))
    for suffix in ("", "-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)
    shutil.rmtree(settings.var_folder / "files", ignore_errors=True)
    unfinished(settings).unlink(missing_ok=True)


@contextmanager
def _only_launcher(folder: Path) -> Iterator[None]:
    """Hold the folder: two launchers over one database and one socket would destroy each other's work."""
    with (folder / "launcher.lock").open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as fault:
            raise CannotStart(f"Another lertrat demo is running in {folder}.") from fault
        yield


@contextmanager
def _interrupted_by_signals() -> Iterator[None]:
    """Treat SIGTERM and a closed terminal like Ctrl-C, and hear only the first, so that stopping is not cut short."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        for number in _STOP_SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        raise KeyboardInterrupt

    heard = [
        number for number in _STOP_SIGNALS if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN
    ]
    before = {number: signal.signal(number, interrupt) for number in heard}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def demo_environment(port: int | None) -> dict[str, str]:
    """Return the environment of the launcher and its children, with the port of the command line if one was given."""
    return {**os.environ, **({"LERTRAT_PORT": str(port)} if port is not None else {})}

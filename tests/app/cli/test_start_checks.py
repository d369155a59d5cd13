"""What stands in the way of a start is said in one sentence, with the exit code 2 and without a traceback."""

from __future__ import annotations

import fcntl
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app import create_app
from app.cli import main
from app.cli.children import PROJECT
from app.config import Settings
from app.start_checks import CannotStart, check_rubrics, check_scanner
from tests.with_app import settings_for
from tests.with_processes import free_port

MAIL_SERVERS = "SMTP_URL must look like smtp://host:25, smtps://host:465 or smtp+starttls://host:587."


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
        ("REDIS_URL", "redis://host:x/0", "REDIS_URL must look like redis://host:6379/0."),
        (
            "DATABASE_URL",
            "postgresql://h:x/n",
            "DATABASE_URL must look like postgresql://user:password@host:5432/name.",
        ),
        ("LERTRAT_BASE_URL", "foo", "LERTRAT_BASE_URL must look like https://award.example, not 'foo'."),
        ("LERTRAT_BASE_URL", "ftp://a.b", "LERTRAT_BASE_URL must look like https://award.example, not 'ftp://a.b'."),
        ("LERTRAT_MAIL_FROM", "zz", "LERTRAT_MAIL_FROM must be an e-mail address, not 'zz'."),
        ("CLAMAV_SOCKET", "clamd", "CLAMAV_SOCKET must be the whole path of a socket, not 'clamd'."),
        ("LERTRAT_SECRET_KEY", "a", "LERTRAT_SECRET_KEY must have at least 32 characters; it signs the sessions."),
        ("SMTP_URL", "rubbish", MAIL_SERVERS),
        ("SMTP_URL", "smtp://host:port", MAIL_SERVERS),
        ("SMTP_URL", "https://host", MAIL_SERVERS),
    ],
)
@pytest.mark.parametrize("command", [["demo"], ["serve"], ["db", "upgrade"]])
def test_a_wrong_setting(command: list[str], name: str, value: str, sentence: str, tmp_path: Path) -> None:
    result = run(command, {"LERTRAT_VAR": str(tmp_path), name: value})
    assert (result.exit_code, result.output) == (2, f"{sentence}\n")


def test_every_setting_as_the_handbook_writes_it_is_taken(tmp_path: Path) -> None:
    environ = {
        "DATABASE_URL": "postgresql://user:password@host/name",
        "REDIS_URL": "redis://host:6379/0",
        "SMTP_URL": "smtp://user:pass%20word@host:587",
        "LERTRAT_MAIL_FROM": "รางวัล <no-reply@award.example>",
        "LERTRAT_BASE_URL": "https://award.example/",
        "CLAMAV_SOCKET": "/run/clamd",
    }
    settings = Settings.from_environment({"LERTRAT_VAR": str(tmp_path), **environ})
    assert settings.database_url == "postgresql+psycopg://user:password@host/name"
    assert (settings.base_url, settings.secure_cookies) == ("https://award.example", True)
    kept = (settings.redis_url, settings.smtp_url, settings.mail_from, settings.clamav_socket)
    assert kept == tuple(environ[name] for name in ("REDIS_URL", "SMTP_URL", "LERTRAT_MAIL_FROM", "CLAMAV_SOCKET"))


@pytest.mark.parametrize("command", ["demo", "serve"])
def test_a_broker_that_does_not_answer(command: str, tmp_path: Path) -> None:
    port = free_port()
    result = run(
        [command, "--port", str(free_port())], {"LERTRAT_VAR": str(tmp_path), "REDIS_URL": f"redis://127.0.0.1:{port}"}
    )
    reason = f"Error 111 connecting to 127.0.0.1:{port}. Connection refused"
    assert (result.exit_code, result.output) == (2, f"The broker named by REDIS_URL does not answer: {reason}.\n")


@pytest.mark.parametrize("command", [["db", "upgrade"], ["serve", "--port", str(free_port())]])
def test_a_database_that_does_not_answer(command: list[str], tmp_path: Path) -> None:
    result = run(command, {"LERTRAT_VAR": str(tmp_path), "DATABASE_URL": f"postgresql://127.0.0.1:{free_port()}/x"})
    assert result.exit_code == 2
    assert result.output.startswith("The database named by DATABASE_URL does not answer: ")
    assert result.output.count("\n") == 1


def test_a_database_without_tables(tmp_path: Path) -> None:
    with pytest.raises(CannotStart, match=r"^The database has no tables yet; run lertrat db upgrade first\.$"):
        check_rubrics(create_app(settings_for(f"sqlite:///{tmp_path / 'empty.sqlite3'}", tmp_path)))


@pytest.mark.parametrize(("path", "why"), [("nothing", "cannot be used: No such file"), ("file", "is no socket")])
def test_a_scanner_that_is_not_there(path: str, why: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CannotStart, match=why):
        check_scanner(settings_for("", tmp_path, clamav_socket=str(tmp_path / path)))
    with closing(socket.socket(socket.AF_UNIX)) as scanner:
        scanner.bind(str(tmp_path / "clamd"))
        check_scanner(settings_for("", tmp_path, clamav_socket=str(tmp_path / "clamd")))


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("foo://x", "DATABASE_URL must begin with sqlite:/// or postgresql://."),
        ("postgresql://x@127.0.0.1:1/x", "The database named by DATABASE_URL does not answer: "),
        ("sqlite:///empty.sqlite3", "The database has no tables yet; run lertrat db upgrade first."),
    ],
)
def test_a_worker_says_one_sentence_too(url: str, sentence: str, tmp_path: Path) -> None:
    url = url.replace("///", f"///{tmp_path}/")
    environ = {**os.environ, "LERTRAT_VAR": str(tmp_path), "DATABASE_URL": url}
    command = [sys.executable, "-m", "celery", "-A", "worker", "worker"]
    done = subprocess.run(command, cwd=PROJECT, env=environ, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert done.stderr.startswith(sentence)

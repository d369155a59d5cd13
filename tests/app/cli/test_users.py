"""The first person of an installation is made on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import create_engine, text

from app.cli import main
from tests.databases import Databases

OPTIONS = ["--email", "First@OPDC.example", "--name-th", "คนแรก", "--name-en", "First Person"]


@pytest.fixture
def environ(databases: Databases, tmp_path: Path) -> dict[str, str]:
    return {
        "LERTRAT_VAR": str(tmp_path),
        "DATABASE_URL": databases.fresh(tmp_path.name),
        "REDIS_URL": "redis://127.0.0.1",
        "LERTRAT_ARGON2_KIB": "64",
    }


def create(environ: dict[str, str], *options: str) -> Result:
    return CliRunner().invoke(main, ["users", "create", *OPTIONS, *options], env=environ)


def grants(environ: dict[str, str]) -> list[tuple[str, str, str | None]]:
    url = environ["DATABASE_URL"].replace("postgresql://", "postgresql+psycopg://")
    engine = create_engine(url)
    with engine.connect() as connection:
        rows = connection.execute(
            text("SELECT email, role, branch FROM people JOIN role_grants ON role_grants.person_id = people.id")
        ).all()
    engine.dispose()
    return [tuple(row) for row in rows]


def test_the_first_person_is_an_administrator(environ: dict[str, str]) -> None:
    result = create(environ, "--password", "long enough")
    assert (result.exit_code, result.output) == (0, "first@opdc.example can sign in as administrator.\n")
    assert grants(environ) == [("first@opdc.example", "administrator", None)]


def test_the_ledger_of_an_installation_is_exported_and_verified(environ: dict[str, str]) -> None:
    create(environ, "--password", "long enough")
    export = CliRunner().invoke(main, ["ledger", "export"], env=environ)
    assert [json.loads(line)["kind"] for line in export.output.splitlines()] == ["role_granted"]
    verified = CliRunner().invoke(main, ["ledger", "verify", "-"], input=export.output)
    assert verified.exit_code == 0


def test_a_role_on_a_branch_names_the_branch(environ: dict[str, str]) -> None:
    assert create(environ, "--password", "long enough", "--role", "officer").exit_code == 2
    assert create(environ, "--password", "long enough", "--role", "officer", "--branch", "PS").exit_code == 0
    assert grants(environ) == [("first@opdc.example", "officer", "PS")]


def test_a_person_who_exists_is_refused_in_words(environ: dict[str, str]) -> None:
    create(environ, "--password", "long enough")
    again = create(environ, "--password", "short")
    sentences = [
        "Choose a password of at least 10 characters",
        "Someone with this e-mail address is already registered",
    ]
    assert (again.exit_code, again.output.splitlines()) == (2, sentences)
    assert len(grants(environ)) == 1

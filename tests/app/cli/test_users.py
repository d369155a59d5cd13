"""The first person of an installation is made on the command line."""

from __future__ import annotations

from click.testing import CliRunner, Result
from sqlalchemy import create_engine, text

from app.cli import main

OPTIONS = ["--email", "First@OPDC.example", "--name-th", "คนแรก", "--name-en", "First Person"]


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


def test_the_first_person_is_an_administrator(own_environ: dict[str, str]) -> None:
    result = create(own_environ, "--password", "long enough")
    assert (result.exit_code, result.output) == (0, "first@opdc.example can sign in as administrator.\n")
    assert grants(own_environ) == [("first@opdc.example", "administrator", None)]


def test_a_role_on_a_branch_names_the_branch(own_environ: dict[str, str]) -> None:
    assert create(own_environ, "--password", "long enough", "--role", "officer").exit_code == 2
    assert create(own_environ, "--password", "long enough", "--role", "officer", "--branch", "PS").exit_code == 0
    assert grants(own_environ) == [("first@opdc.example", "officer", "PS")]


def test_a_person_who_exists_is_refused_in_words(own_environ: dict[str, str]) -> None:
    create(own_environ, "--password", "long enough")
    again = create(own_environ, "--password", "short")
    sentences = [
        "Choose a password of at least 10 characters",
        "Someone with this e-mail address is already registered",
    ]
    assert (again.exit_code, again.output.splitlines()) == (2, sentences)
    assert len(grants(own_environ)) == 1

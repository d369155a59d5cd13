"""The first person of an installation is made on the command line."""

from __future__ import annotations

from click.testing import CliRunner, Result
from sqlalchemy import create_engine, text

from app.cli import main
from app.cli.db import opened
from app.config import Settings
from app.queries.people import person_by_email
from app.queries.second_factors import on_since
from tests.second_factors import switched_on

OPTIONS = ["--email", "First@OPDC.example", "--name-th", "คนแรก", "--name-en", "First Person"]


def reset(environ: dict[str, str], email: str, reason: str = "โทรศัพท์หาย") -> Result:
    command = ["users", "reset-second-factor", "--email", email, "--reason", reason]
    return CliRunner().invoke(main, command, env=environ)


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


def test_a_lost_second_factor_is_taken_away_on_the_server(own_environ: dict[str, str]) -> None:
    create(own_environ, "--password", "long enough")
    off = reset(own_environ, "first@opdc.example")
    assert (off.exit_code, off.output) == (2, "Two-step sign-in is not switched on\n")
    assert reset(own_environ, "nobody@opdc.example").exit_code == 2
    with opened(Settings.from_environment(own_environ)):
        person = person_by_email("first@opdc.example")
        assert person is not None
        switched_on(person)
    assert reset(own_environ, "First@opdc.example", " ").exit_code == 2
    done = reset(own_environ, "First@opdc.example")
    sentence = "first@opdc.example signs in by password alone until two-step sign-in is set up again.\n"
    assert (done.exit_code, done.output) == (0, sentence)
    with opened(Settings.from_environment(own_environ)):
        person = person_by_email("first@opdc.example")
        assert person is not None
        assert on_since(person) is None

"""The ledger leaves the system line by line, and what left verifies without it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli import main
from tests.databases import Databases


@pytest.fixture
def environ(databases: Databases, tmp_path: Path) -> dict[str, str]:
    return {
        "LERTRAT_VAR": str(tmp_path),
        "DATABASE_URL": databases.fresh(tmp_path.name),
        "REDIS_URL": "redis://127.0.0.1",
        "LERTRAT_ARGON2_KIB": "64",
    }


def test_an_export_holds_every_event_and_verifies(environ: dict[str, str]) -> None:
    person = ["--email", "first@opdc.example", "--name-th", "คนแรก", "--name-en", "First", "--password", "long enough"]
    CliRunner().invoke(main, ["users", "create", *person], env=environ)
    export = CliRunner().invoke(main, ["ledger", "export"], env=environ)
    assert (export.exit_code, export.output.count("\n")) == (0, 1)
    verdict = CliRunner().invoke(main, ["ledger", "verify", "-"], input=export.output)
    assert (verdict.exit_code, verdict.output.splitlines()[0]) == (
        0,
        "OK: 1 events, each chained to the one before it.",
    )

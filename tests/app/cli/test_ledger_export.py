"""The ledger leaves the system line by line, and what left verifies without it."""

from __future__ import annotations

import json

from click.testing import CliRunner

from app.cli import main


def test_an_export_holds_every_event_and_verifies(own_environ: dict[str, str]) -> None:
    person = ["--email", "first@opdc.example", "--name-th", "คนแรก", "--name-en", "First", "--password", "long enough"]
    CliRunner().invoke(main, ["users", "create", *person], env=own_environ)
    export = CliRunner().invoke(main, ["ledger", "export"], env=own_environ)
    kinds = [json.loads(line)["kind"] for line in export.output.splitlines()]
    assert (export.exit_code, kinds) == (0, ["role_granted", "exported"])
    verdict = CliRunner().invoke(main, ["ledger", "verify", "-"], input=export.output)
    assert (verdict.exit_code, verdict.output.splitlines()[0]) == (
        0,
        "OK: 2 events, each chained to the one before it.",
    )

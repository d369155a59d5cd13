"""The `lertrat` command: one group, one module a sub-command."""

from __future__ import annotations

import click

from app.cli.assign import assign_command
from app.cli.calibrate import calibrate_command
from app.cli.db import db_commands
from app.cli.demo import demo_command
from app.cli.docs import docs_command
from app.cli.ledger import ledger_commands
from app.cli.ledger_export import export_command
from app.cli.rubrics import rubrics_commands
from app.cli.score import score_command
from app.cli.serve import serve_command
from app.cli.users import users_commands


@click.group("lertrat", context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Thailand's Public Sector Excellence Award and PMQA 4.0, run from one command."""


ledger_commands.add_command(export_command)
for command in (
    demo_command,
    serve_command,
    db_commands,
    users_commands,
    rubrics_commands,
    score_command,
    assign_command,
    calibrate_command,
    ledger_commands,
    docs_command,
):
    main.add_command(command)

"""`lertrat serve`: the pages alone, for an installation whose database, broker and workers run elsewhere."""

from __future__ import annotations

import os

import click

from app.cli.children import PROJECT
from app.cli.db import opened
from app.cli.web_server import web_command
from app.config import Settings
from app.start_checks import check_broker, check_database, check_port, check_rubrics, check_scanner, one_sentence


@click.command("serve")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on (otherwise LERTRAT_PORT, or 8000).")
@click.option("--workers", type=click.IntRange(1), default=1, show_default=True, help="Server processes.")
@click.option("--threads", type=click.IntRange(1), default=8, show_default=True, help="Threads of each process.")
@one_sentence
def serve_command(port: int | None, workers: int, threads: int) -> None:
    """Serve the pages and nothing else."""
    if port is not None:
        os.environ["LERTRAT_PORT"] = str(port)
    settings = Settings.from_environment(os.environ)
    check_port(settings.host, settings.port)
    check_database(settings)
    check_broker(settings)
    check_scanner(settings)
    with opened(settings) as app:
        check_rubrics(app)
    os.chdir(PROJECT)
    command = web_command(settings, workers=workers, threads=threads)
    os.execv(command[0], command)

"""`lertrat demo`: everything on this machine, with a whole round told and one log-in for each role."""

from __future__ import annotations

import functools

import click

from app.cli.launcher import demo_environment, launch
from app.demo.national import play_national
from app.demo.play import play_demo
from app.start_checks import one_sentence


@click.command("demo")
@click.option("--national", is_flag=True, help="Tell a round of the full national size instead.")
@click.option("--reset", is_flag=True, help="Empty the embedded database first.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port of the pages (otherwise LERTRAT_PORT, or 8000).")
@one_sentence
def demo_command(*, national: bool, reset: bool, port: int | None) -> None:
    """Start broker, pages and worker with demo data; Ctrl-C stops them all."""
    story = functools.partial(play_national if national else play_demo, report=click.echo)
    launch(demo_environment(port), story=story, reset=reset, report=click.echo)

"""`lertrat calibrate`: a round's scores calibrated from a file, without database or configuration."""

from __future__ import annotations

import sys
from typing import BinaryIO

import click

from workflows.calibration import Islands, calibrate
from workflows.calibration_answer import as_json, refusal, written
from workflows.ratings import RatingFaults, read_ratings
from workflows.reliability import agreement

BAD_INPUT = 2
REFUSED = 3


@click.command("calibrate")
@click.argument("scores", type=click.File("rb"))
def calibrate_command(scores: BinaryIO) -> None:
    """Print raw and calibrated scores of SCORES.csv (- reads standard input) as JSON.

    The columns are application, assessor and score; others are not looked at. Points are printed half up to 2 decimals,
    coefficients to 3. A negative severity is a strict assessor, who gives less than others for equal work.

    Exit code 0: an answer. 2: the file has faults, each told. 3: the assessors fall into islands that no shared
    application joins; they are named, and nothing is computed across them.
    """
    try:
        ratings = read_ratings(scores.read())
    except RatingFaults as refused:
        for fault in refused.faults:
            click.echo(fault, err=True)
        sys.exit(BAD_INPUT)
    try:
        calibration = calibrate(ratings)
    except Islands as islands:
        click.echo(written(refusal(islands)))
        sys.exit(REFUSED)
    click.echo(written(as_json(ratings, calibration, agreement(ratings.panels, seed=ratings.sha256))))

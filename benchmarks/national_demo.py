"""How long a whole national round takes to be told: on the processor and on the wall, with its rows and megabytes."""

import os
import sys
import tempfile
import time
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from app.cli.db import migrate, opened
from app.config import Settings
from app.demo.national import play_national
from app.demo.national_scale import Scale
from app.extensions import db
from app.models import Base


def tell(app: Flask, scale: Scale) -> tuple[float, float]:
    """Tell the round; return seconds of processor and seconds on the wall."""
    processor, wall = time.process_time(), time.monotonic()
    play_national(app, report=lambda line: print(f"  {time.process_time() - processor:6.1f} s  {line}"), scale=scale)
    return time.process_time() - processor, time.monotonic() - wall


def rows() -> int:
    """Count the rows of every table."""
    tables = Base.metadata.sorted_tables
    return sum(db.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables)


def main() -> None:
    """Print the figures; an argument such as 1/50 tells a smaller round. DATABASE_URL may name an empty database."""
    scale = Scale(Fraction(sys.argv[1] if len(sys.argv) > 1 else "1"))
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.from_environment({**os.environ, "LERTRAT_VAR": folder})
        with opened(replace(settings, redis_url="memory://")) as app:
            migrate(app)
            processor, wall = tell(app, scale)
            print(f"{rows():,} rows in {processor:.1f} s of processor, {wall:.1f} s on the wall")
        size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
        print(f"{size / 1e6:.0f} MB of files under the var folder")


if __name__ == "__main__":
    main()

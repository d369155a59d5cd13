"""Lets `python -m app.cli` stand for `lertrat` where the console script is not on the path."""

from __future__ import annotations

from app.cli import main

if __name__ == "__main__":
    main(prog_name="lertrat")

"""Runs the whole suite on SQLite and what asks for a database again on PostgreSQL; ends with what did not run.

The second pass also leaves out the browser: it sees pages, never which database they came from. Tests marked `once`
it leaves out too, unless the suite runs in full size.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence

from tests.brokers import broker_or_none
from tests.browsers import find_chromium
from tests.databases import postgres_or_none
from tests.spreadsheets import find_soffice

_CHECKED = "tests/architecture"  # by `make check`, which `make test` runs first
_WITHOUT_DATABASE = ("tests/rubrics", "tests/workflows", "tests/browser")  # the last sees pages alone
_MISSING = {
    "postgres": "POSTGRESQL TESTS DID NOT RUN: no server was found, and none could be started",
    "redis": "TESTS WITH A REAL WORKER DID NOT RUN: no Redis-protocol server was found, and none could be started",
    "browser": "BROWSER TESTS DID NOT RUN: no Chromium was found (install the package chromium, or set CHROMIUM)",
    "spreadsheet": "NO WORKBOOK WAS OPENED BY LIBREOFFICE: none was found (install the package libreoffice-calc-nogui,"
    " or set SOFFICE)",
}


def main() -> int:
    """Run both passes; the exit code is 0 only if all that was required ran and passed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--proof", action="store_true", help="run the long tests in full size")
    is_proof = options.parse_args().proof
    postgres = postgres_or_none()
    missing = _missing(postgres)
    refused = missing & set(os.environ.get("REQUIRE", "").split(","))
    for name in sorted(refused):
        print(_MISSING[name], file=sys.stderr)
    if refused:
        return 1
    marks = _left_out(missing, is_proof=is_proof)
    with tempfile.TemporaryDirectory(prefix="lertrat-templates-") as folder:
        environ = {**os.environ, "LERTRAT_TEST_TEMPLATES": folder, **({"LERTRAT_PROOF": "1"} if is_proof else {})}
        chosen = _chosen(marks, is_proof=is_proof)
        codes = [_run("SQLite", {**environ, "LERTRAT_TEST_DB": "sqlite"}, chosen)]
        if postgres:
            on_server = {**environ, "LERTRAT_TEST_DB": "postgres", "LERTRAT_TEST_SERVER": postgres}
            left_out = marks if is_proof else [*marks, "once"]
            asking = [*_chosen(left_out, is_proof=is_proof), *(f"--ignore={folder}" for folder in _WITHOUT_DATABASE)]
            codes.append(_run("PostgreSQL", on_server, asking))
    for name in sorted(missing):
        print(_MISSING[name])
    return max(codes)


def _missing(postgres: str | None) -> set[str]:
    with broker_or_none() as broker_url:
        found = {"postgres": postgres, "redis": broker_url, "browser": find_chromium(), "spreadsheet": find_soffice()}
    return {name for name, place in found.items() if place is None}


def _left_out(missing: set[str], *, is_proof: bool) -> list[str]:
    """Name the marks to leave out: what cannot run here is not selected at all, and the end of the run says so."""
    marks = [] if is_proof else ["long"]
    marks += ["live"] if "redis" in missing else []
    return marks + [name for name in ("browser", "spreadsheet") if name in missing]


def _chosen(left_out: Sequence[str], *, is_proof: bool) -> list[str]:
    """Return the arguments that choose the tests; in full size some take an hour, and that is no sign of a fault."""
    chosen = [f"--ignore={_CHECKED}", "-m", " and ".join(f"not {mark}" for mark in left_out)]
    return [*chosen, "--timeout", "7200"] if is_proof else chosen


def _run(name: str, environ: Mapping[str, str], chosen: Sequence[str]) -> int:
    print(f"test: the suite on {name}", flush=True)
    # One process more than there are cores: there is always one that waits for a worker, a browser or a database.
    processes = ["-n", str((os.cpu_count() or 1) + 1), "--dist", "loadscope"]
    processes.append("--no-loadscope-reorder")  # tests/conftest.py says what begins first
    command = [sys.executable, "-m", "pytest", *processes, *chosen]
    return subprocess.run(command, env=dict(environ), check=False).returncode


if __name__ == "__main__":
    sys.exit(main())

"""Where a LibreOffice is found for the tests that let one compute a workbook, and how it is asked to."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path


def find_soffice() -> str | None:
    """Return the path of a LibreOffice: the one SOFFICE names, else one on the path, else none."""
    return os.environ.get("SOFFICE") or shutil.which("soffice")


def computed_by_libreoffice(workbook: bytes, folder: Path) -> Path:
    """Let LibreOffice open a workbook, compute every formula and save it; a profile of its own disturbs no other."""
    program, given, made = find_soffice(), folder / "given.xlsx", folder / "computed"
    assert program is not None
    given.write_bytes(workbook)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(made)]
    subprocess.run([*command, str(given)], check=True, capture_output=True, timeout=240)
    return made / given.name

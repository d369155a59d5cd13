"""The only module that knows the typesetter: a template and its text become the bytes of an accessible PDF."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import typst

from app.reports.characters import displayable

_FOLDER = Path(__file__).parent
_TEMPLATES = _FOLDER / "templates"
_FONTS = _FOLDER / "fonts"


class PdfFailed(Exception):
    """The document could not be set as it must look. The message is the typesetter's own, for the log."""


def compile_pdf(template_name: str, data: Mapping[str, object], *, timestamp: datetime) -> bytes:
    """Set `templates/<template_name>.typ` with `data`, which reaches the template as text and never as markup.

    Equal input gives equal bytes on every machine: only the fonts of this package are used and the clock is not asked.
    Safe to call from several threads. Raises PdfFailed.
    """
    try:
        pdf, warnings = typst.compile_with_warnings(
            str(_TEMPLATES / f"{template_name}.typ"),
            root=str(_TEMPLATES),
            font_paths=[str(_FONTS)],
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs=_inputs(data),
            pdf_standards="ua-1",
            timestamp=int(timestamp.timestamp()),
        )
    except (typst.TypstError, OSError) as error:
        raise PdfFailed(f"{template_name}: {error}") from error
    _refuse_missing_fonts(template_name, [warning.message for warning in warnings])
    return pdf


def measure(template_name: str, data: Mapping[str, object], label: str) -> list[object]:
    """Lay `templates/<template_name>.typ` out with `data` and return the values noted under `label`; no bytes are made.

    Raises PdfFailed.
    """
    try:
        found = typst.query(
            str(_TEMPLATES / f"{template_name}.typ"),
            f"<{label}>",
            field="value",
            format="json",
            root=str(_TEMPLATES),
            font_paths=[str(_FONTS)],
            ignore_system_fonts=True,
            sys_inputs=_inputs(data),
        )
    except (typst.TypstError, OSError) as error:
        raise PdfFailed(f"{template_name}: {error}") from error
    values: list[object] = json.loads(found)
    return values


def _inputs(data: Mapping[str, object]) -> dict[str, str]:
    return {"data": json.dumps(displayable(data), ensure_ascii=False, sort_keys=True)}


def _refuse_missing_fonts(template_name: str, warnings: list[str]) -> None:
    """A missing family is replaced without an error, by letters in which Thai marks collide."""
    missing = [warning for warning in warnings if "unknown font family" in warning]
    if missing:
        raise PdfFailed(f"{template_name}: {'; '.join(missing)}")

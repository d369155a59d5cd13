"""The only module that knows the typesetter: a template and its text become the bytes of an accessible PDF."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path

import typst

from app.reports.characters import displayable

_FOLDER = Path(__file__).parent
_TEMPLATES = _FOLDER / "templates"
_FONTS = _FOLDER / "fonts"


class PdfFailed(Exception):
    """The document could not be set as it must look. The message is the typesetter's own, for the log."""


@dataclass(frozen=True)
class Manuscript:
    """A document before it is set: `templates/<template>.typ` with `data`, which reaches it as text, never as markup.

    Equal manuscripts give equal bytes on every machine: only the fonts of this package are used and the clock is not
    asked. So one fingerprint names both.
    """

    template: str
    data: Mapping[str, object]
    timestamp: datetime

    @property
    def fingerprint(self) -> str:
        """Return the SHA-256 of all that the bytes follow from, templates, fonts and typesetter too."""
        parts = (_workshop(_TEMPLATES), self.template, str(self._seconds), _written(self.data))
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    def typeset(self) -> bytes:
        """Return the document as a PDF. Safe to call from several threads. Raises PdfFailed."""
        try:
            pdf, warnings = typst.compile_with_warnings(
                str(_TEMPLATES / f"{self.template}.typ"),
                root=str(_TEMPLATES),
                font_paths=[str(_FONTS)],
                ignore_system_fonts=True,
                format="pdf",
                sys_inputs={"data": _written(self.data)},
                pdf_standards="ua-1",
                timestamp=self._seconds,
            )
        except (typst.TypstError, OSError) as error:
            raise PdfFailed(f"{self.template}: {error}") from error
        _refuse_missing_fonts(self.template, [warning.message for warning in warnings])
        return pdf

    @property
    def _seconds(self) -> int:
        return int(self.timestamp.timestamp())


@cache
def _workshop(templates: Path) -> str:
    """Sum up what every document is set with; looked at once, for a mended template comes with a new process."""
    digest = hashlib.sha256(version("typst").encode())
    for file in sorted([*templates.iterdir(), *_FONTS.iterdir()]):
        digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()


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
            sys_inputs={"data": _written(data)},
        )
    except (typst.TypstError, OSError) as error:
        raise PdfFailed(f"{template_name}: {error}") from error
    values: list[object] = json.loads(found)
    return values


def _written(data: Mapping[str, object]) -> str:
    return json.dumps(displayable(data), ensure_ascii=False, sort_keys=True)


def _refuse_missing_fonts(template_name: str, warnings: list[str]) -> None:
    """A missing family is replaced without an error, by letters in which Thai marks collide."""
    missing = [warning for warning in warnings if "unknown font family" in warning]
    if missing:
        raise PdfFailed(f"{template_name}: {'; '.join(missing)}")

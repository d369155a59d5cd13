"""Small invented files for the agencies of the demonstration to attach: real PDFs, the same bytes every time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from app.reports.pdf import Manuscript

_AUTHOR = "หน่วยงานเจ้าของผลงาน (เอกสารสมมติ)"
_NOTE = "เอกสารสมมติ จัดทำขึ้นเพื่อสาธิตระบบเท่านั้น ตัวเลขทั้งหมดไม่ใช่ข้อเท็จจริงของหน่วยงานใด"
_DATED = datetime(2021, 1, 4, 2, 0, tzinfo=UTC)


def evidence_pdf(title: str, lines: Sequence[str]) -> bytes:
    """Return a page or two with a title and numbered lines; equal words give equal bytes. Raises PdfFailed."""
    contents = {"language": "th", "title": title, "author": _AUTHOR, "note": _NOTE, "lines": list(lines)}
    return Manuscript("evidence", contents, _DATED).typeset()

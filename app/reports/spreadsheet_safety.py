"""Refuses a workbook before it is opened: wrong kind, macros, passwords, and parts that unpack to more than is safe."""

from __future__ import annotations

import lzma
import zipfile
import zlib
from io import BytesIO

from workflows.errors import Obstacle

MOST_BYTES = 10_000_000
MOST_UNPACKED_BYTES = 40_000_000
MOST_PARTS = 1_000

_OLD_OR_ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORKBOOK_PART = "xl/workbook.xml"
_MEBI = 1_000_000
# A document type can define entities that unpack without end or name files of this machine; no spreadsheet needs one.
_DOCUMENT_TYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))


class UnsafeWorkbook(Exception):
    """The file is not opened; the obstacle says why and what to do."""

    def __init__(self, obstacle: Obstacle) -> None:
        self.obstacle = obstacle
        super().__init__(str(obstacle))


def refuse_unsafe(data: bytes) -> None:
    """Return only for a plain .xlsx file of reasonable size. Raises UnsafeWorkbook."""
    if len(data) > MOST_BYTES:
        raise UnsafeWorkbook(Obstacle("The file is larger than %(limit)s MB.", {"limit": MOST_BYTES // _MEBI}))
    if data.startswith(_OLD_OR_ENCRYPTED):
        raise UnsafeWorkbook(Obstacle("This Excel file is old or has a password. Save it as .xlsx without a password."))
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _refuse_parts(archive)
    # zipfile raises a RuntimeError where a part is locked or packed in a way it does not know.
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, RuntimeError, EOFError) as broken:
        raise UnsafeWorkbook(Obstacle("This is not an Excel workbook (.xlsx) that can be read.")) from broken


def _refuse_parts(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if _WORKBOOK_PART not in names:
        raise UnsafeWorkbook(Obstacle("This is not an Excel workbook (.xlsx) that can be read."))
    if any(name.lower().endswith("vbaproject.bin") or "/macrosheets/" in name.lower() for name in names):
        raise UnsafeWorkbook(Obstacle("The file contains macros. Save it as a workbook without macros (.xlsx)."))
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED_BYTES:
        limit = {"limit": MOST_UNPACKED_BYTES // _MEBI}
        raise UnsafeWorkbook(Obstacle("The file unpacks to more than %(limit)s MB and was not opened.", limit))
    for part in parts:
        # A part is never read beyond the size it declares, so the sum above holds for what is unpacked too.
        if any(mark in archive.read(part) for mark in _DOCUMENT_TYPES):
            raise UnsafeWorkbook(Obstacle("The file holds a document type declaration and was not opened."))

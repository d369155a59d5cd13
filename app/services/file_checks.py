"""What is inside a file: whether it opens, how many pages it has, whether it hides anything; and its stripped copy."""

from __future__ import annotations

import lzma
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from app.services.file_kinds import JPG, PDF, PNG, ZIP_OF_PDF, FileKind
from app.services.pdf_checks import check_pdf, count_pages
from app.services.picture_checks import check_jpg, check_png
from app.services.refusals import FileRefused
from app.transaction import composed
from workflows.errors import N_

MOST_IN_ZIP = 100
MOST_UNPACKED = 4
"""A ZIP may unpack to this many times the limit of one file, whatever it claims."""
_BAD_ZIP = N_("This ZIP file cannot be opened")
_LOCKED_ZIP = N_("This ZIP file is protected by a password. Pack it again without one")
_ONLY_PDF = N_("Only PDF files may be inside this ZIP file")
_TOO_MUCH = N_("There is too much inside this ZIP file")


@dataclass(frozen=True)
class Inspected:
    """A file that may be kept: its pages, None for a picture, and the bytes of its stripped copy."""

    pages: int | None
    clean: bytes


@composed
def inspect(kind: FileKind, stream: BinaryIO, *, max_pages: int | None, max_bytes: int) -> Inspected:
    """Look inside. Raises FileRefused with a plain reason."""
    return _INSPECT[kind](stream.read(), max_pages, max_bytes)


@composed
def first_look(kind: FileKind, stream: BinaryIO) -> int | None:
    """Return the pages of a PDF, None for what has none or is counted later. Raises FileRefused with a plain reason.

    What can be told while the person waits: whether the file opens, is locked, or holds what it may not. Whether it
    hides anything is a worker's to find out.
    """
    if kind is PDF:
        return count_pages(stream)
    if kind is ZIP_OF_PDF:
        stream.seek(0)
        with _opened(stream) as archive:
            _entries(archive)
        stream.seek(0)
    return None


def _pdf(content: bytes, max_pages: int | None, _max_bytes: int) -> Inspected:
    pages, clean = check_pdf(content, max_pages=max_pages)
    return Inspected(pages, clean)


def _jpg(content: bytes, _max_pages: int | None, _max_bytes: int) -> Inspected:
    return Inspected(None, check_jpg(content))


def _png(content: bytes, _max_pages: int | None, _max_bytes: int) -> Inspected:
    return Inspected(None, check_png(content))


def _zip(content: bytes, max_pages: int | None, max_bytes: int) -> Inspected:
    """Unpack within bounds and check each part; the pages of all parts count together."""
    packed, pages = BytesIO(), 0
    with _opened(BytesIO(content)) as archive, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as copy:
        room = max_bytes * MOST_UNPACKED
        for entry in _entries(archive):
            part = _unpacked(archive, entry, room)
            room -= len(part)
            left = None if max_pages is None else max_pages - pages
            counted, clean = check_pdf(part, max_pages=left)
            pages += counted
            copy.writestr(zipfile.ZipInfo(entry.filename.rpartition("/")[2] or "file.pdf"), clean)
    return Inspected(pages, packed.getvalue())


def _opened(stream: BinaryIO) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(stream)
    # zipfile raises a RuntimeError where a part is locked or packed in a way it does not know.
    except (zipfile.BadZipFile, RuntimeError, ValueError) as fault:
        raise FileRefused(_BAD_ZIP) from fault


def _entries(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if not entries or any(not entry.filename.lower().endswith(".pdf") for entry in entries):
        raise FileRefused(_ONLY_PDF)
    if len(entries) > MOST_IN_ZIP:
        raise FileRefused(_TOO_MUCH)
    if any(entry.flag_bits & 1 for entry in entries):
        raise FileRefused(_LOCKED_ZIP)
    return entries


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, room: int) -> bytes:
    """Read one part; what a ZIP says about its sizes is not believed."""
    try:
        with archive.open(entry) as part:
            content = part.read(room + 1)
    # zipfile raises a RuntimeError where a part is locked or packed in a way it does not know.
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, RuntimeError, EOFError, ValueError, OSError) as fault:
        raise FileRefused(_BAD_ZIP) from fault
    if len(content) > room:
        raise FileRefused(_TOO_MUCH)
    return content


_INSPECT: Mapping[FileKind, Callable[[bytes, int | None, int], Inspected]] = {
    PDF: _pdf,
    JPG: _jpg,
    PNG: _png,
    ZIP_OF_PDF: _zip,
}

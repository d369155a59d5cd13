"""PDFs: opened by a parser, refused where they are locked or can act by themselves, copied without their metadata."""

from __future__ import annotations

from io import BytesIO
from typing import Any, BinaryIO

import pikepdf

from app.services.refusals import FileRefused
from workflows.errors import N_

BROKEN = N_("This PDF cannot be opened. Make it again and attach the new file")
LOCKED = N_("This PDF is protected by a password. Save it without protection and attach it again")
SCRIPTED = N_(
    "This PDF contains scripts or actions that start by themselves. Print it to a new PDF and attach that one"
)
EMBEDDED = N_("This PDF contains other files. Attach them one by one, or print it to a new PDF")
TOO_LONG = N_("This file has more pages than allowed here")
EMPTY = N_("This PDF has no pages")

_ACTIONS = frozenset(
    {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/Rendition", "/RichMediaExecute"}
)
_DEEPEST = 60
_UNREADABLE = (pikepdf.PdfError, pikepdf.DependencyError, RecursionError, ValueError, TypeError, KeyError)


def check_pdf(content: bytes, *, max_pages: int | None) -> tuple[int, bytes]:
    """Return the number of pages and the bytes of a copy without metadata. Raises FileRefused."""
    try:
        with pikepdf.open(BytesIO(content)) as pdf:
            _refuse_locked(pdf)
            pages = _counted(pdf, max_pages)
            _refuse_what_acts(pdf)
            return pages, _stripped(pdf)
    except pikepdf.PasswordError as fault:
        raise FileRefused(LOCKED) from fault
    except _UNREADABLE as fault:
        raise FileRefused(BROKEN) from fault


def count_pages(stream: BinaryIO) -> int:
    """Return the number of pages, or raise FileRefused where the file is broken, locked or empty: the quick look."""
    stream.seek(0)
    try:
        with pikepdf.open(stream) as pdf:
            _refuse_locked(pdf)
            return _counted(pdf, None)
    except pikepdf.PasswordError as fault:
        raise FileRefused(LOCKED) from fault
    except _UNREADABLE as fault:
        raise FileRefused(BROKEN) from fault
    finally:
        stream.seek(0)


def _refuse_locked(pdf: pikepdf.Pdf) -> None:
    """A PDF that opens for everybody but forbids copying is locked too: nobody could strip it."""
    if pdf.is_encrypted:
        raise FileRefused(LOCKED)


def _counted(pdf: pikepdf.Pdf, max_pages: int | None) -> int:
    pages = len(pdf.pages)
    if pages == 0:
        raise FileRefused(EMPTY)
    if max_pages is not None and pages > max_pages:
        raise FileRefused(TOO_LONG)
    return pages


def _refuse_what_acts(pdf: pikepdf.Pdf) -> None:
    """Look at every object of the file, wherever it hangs; a plain "open at page 1" is harmless."""
    for part in pdf.objects:
        _look_at(part, 0)


def _look_at(part: Any, depth: int) -> None:
    if depth > _DEEPEST:
        raise FileRefused(BROKEN)
    if isinstance(part, pikepdf.Array):
        for each in part:
            if not _is_elsewhere(each):
                _look_at(each, depth + 1)
    elif isinstance(part, pikepdf.Dictionary | pikepdf.Stream):
        _judge(part)
        for key in list(part.keys()):
            value = part.get(key)
            if not _is_elsewhere(value):
                _look_at(value, depth + 1)


def _is_elsewhere(value: Any) -> bool:
    """An indirect object is looked at on its own turn; a plain number or text needs no look."""
    return not isinstance(value, pikepdf.Object) or value.is_indirect


def _judge(part: Any) -> None:
    if "/JS" in part or str(part.get("/S", "")) in _ACTIONS or "/XFA" in part or "/AA" in part:
        raise FileRefused(SCRIPTED)
    if "/EmbeddedFiles" in part or "/EF" in part or str(part.get("/Type", "")) == "/EmbeddedFile":
        raise FileRefused(EMBEDDED)


def _stripped(pdf: pikepdf.Pdf) -> bytes:
    """The same pages without author, dates, programs and history; the same input gives the same bytes."""
    for holder in (pdf.Root, *(page.obj for page in pdf.pages)):
        for key in ("/Metadata", "/PieceInfo", "/LastModified"):
            if key in holder:
                del holder[key]
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    pdf.remove_unreferenced_resources()
    copy = BytesIO()
    pdf.save(copy, static_id=True, fix_metadata_version=False)
    return copy.getvalue()

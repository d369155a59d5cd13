"""PDFs: opened by a parser, refused where they are locked or can act by themselves, copied without their metadata."""

from __future__ import annotations

from collections.abc import Container, Iterator
from io import BytesIO
from itertools import chain
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
    {
        *("/GoToE", "/GoToR", "/Launch", "/Thread"),
        *("/ImportData", "/JavaScript", "/SubmitForm"),
        *("/Hide", "/Movie", "/Rendition", "/RichMediaExecute", "/SetOCGState", "/Sound"),
    }
)
"""What leads out of the file, runs, sends or plays. A link to an address is judged by where it hangs."""
_PLAYERS = frozenset({"/3D", "/Movie", "/RichMedia", "/Screen", "/Sound"})
_TELLING = ("/DSS", "/LastModified", "/Metadata", "/Perms", "/PieceInfo", "/SigFlags")
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
    """Look at every object of the file, wherever it hangs; a plain "open at page 1" and a link are harmless."""
    for part in _parts(pdf):
        if not isinstance(part, pikepdf.Array):
            _judge(part)
        if any(_opens_an_address(value) and not _is_link(part, key) for key, value in _entries(part)):
            raise FileRefused(SCRIPTED)


def _parts(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Every array, dictionary and stream of the file, once."""
    for part in chain([pdf.trailer], pdf.objects):
        yield from _within(part, 0)


def _within(part: Any, depth: int) -> Iterator[Any]:
    if depth > _DEEPEST:
        raise FileRefused(BROKEN)
    if isinstance(part, pikepdf.Array | pikepdf.Dictionary | pikepdf.Stream):
        yield part
        for _key, value in _entries(part):
            if not _is_elsewhere(value):
                yield from _within(value, depth + 1)


def _entries(part: Any) -> Iterator[tuple[str, Any]]:
    """What a dictionary or stream names, and what an array lists without names."""
    if isinstance(part, pikepdf.Array):
        yield from (("", value) for value in part)
    else:
        yield from ((key, part.get(key)) for key in list(part.keys()))


def _is_elsewhere(value: Any) -> bool:
    """An indirect object is looked at on its own turn; a plain number or text needs no look."""
    return not isinstance(value, pikepdf.Object) or value.is_indirect


def _judge(part: Any) -> None:
    if "/JS" in part or "/XFA" in part or "/AA" in part or _is(part, "/S", _ACTIONS) or _is(part, "/Subtype", _PLAYERS):
        raise FileRefused(SCRIPTED)
    if _starts_by_itself(part) or _goes_on(part) or _is_fetched(part):
        raise FileRefused(SCRIPTED)
    if (
        "/EmbeddedFiles" in part
        or "/EF" in part
        or _is(part, "/Type", {"/EmbeddedFile"})
        or _is(part, "/Subtype", {"/FileAttachment"})
    ):
        raise FileRefused(EMBEDDED)


def _is(part: Any, key: str, names: Container[str]) -> bool:
    return str(part.get(key, "")) in names


def _starts_by_itself(part: Any) -> bool:
    """Opening at a page is an array or a "go to" in the same file; every other action on opening is refused."""
    action = part.get("/OpenAction")
    if action is None or isinstance(action, pikepdf.Array):
        return False
    return not isinstance(action, pikepdf.Dictionary) or not _is(action, "/S", {"/GoTo"})


def _goes_on(part: Any) -> bool:
    """An action with one behind it. Bookmarks have a next one too, and are no actions."""
    return "/Next" in part and "/S" in part


def _is_fetched(part: Any) -> bool:
    """A stream whose content lies in another file, or a drawing that stands for a page of one."""
    return isinstance(part, pikepdf.Stream) and ("/F" in part or "/Ref" in part)


def _opens_an_address(value: Any) -> bool:
    return isinstance(value, pikepdf.Dictionary | pikepdf.Stream) and _is(value, "/S", {"/URI"})


def _is_link(part: Any, key: str) -> bool:
    return key == "/A" and _is(part, "/Subtype", {"/Link"})


def _stripped(pdf: pikepdf.Pdf) -> bytes:
    """The same pages without author, dates, programs and history; the same input gives the same bytes."""
    for part in _parts(pdf):
        if not isinstance(part, pikepdf.Array):
            _strip(part)
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    pdf.remove_unreferenced_resources()
    copy = BytesIO()
    pdf.save(copy, static_id=True, fix_metadata_version=False)
    return copy.getvalue()


def _strip(part: Any) -> None:
    """Take off who made it and when; what a comment says is seen on the page and stays."""
    telling = list(_TELLING)
    if "/Subtype" in part and "/Rect" in part:
        # The /T of a field of a form is its name, that of every other annotation its author.
        telling += ["/M", "/CreationDate"] if _is(part, "/Subtype", {"/Widget"}) else ["/M", "/CreationDate", "/T"]
    if _is_signed(part):
        telling.append("/V")
    for key in telling:
        if key in part:
            del part[key]


def _is_signed(part: Any) -> bool:
    """No signature holds for a copy that was written anew, and it names who signed; its picture on the page stays."""
    signature = part.get("/V")
    return isinstance(signature, pikepdf.Dictionary) and "/ByteRange" in signature

"""Giving a stored file: as an attachment, or to look at in the page; in pieces, with nothing in it that may run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO
from urllib.parse import quote

from flask import Response, abort, current_app

from app.services.file_kinds import HEAD, SHOWN, kind_told_by
from app.storage import CHUNK, Storage

_NOTHING_RUNS = "sandbox; default-src 'none'"
_NOTHING_RUNS_IN_OUR_FRAME = f"{_NOTHING_RUNS}; frame-ancestors 'self'"


def stored_attachment(sha256: str, *, media_type: str, name: str) -> Response:
    """Return the bytes of this hash for downloading, or answer 404 where storage has lost them."""
    chunks = stored_chunks(sha256)
    if chunks is None:
        abort(404)
    response = Response(chunks, mimetype=media_type)
    response.headers.set("Content-Disposition", "attachment", **_named(name))
    response.headers["Content-Security-Policy"] = _NOTHING_RUNS
    return response


def stored_chunks(sha256: str) -> Iterator[bytes] | None:
    """Return the bytes of this hash in pieces; None where storage has lost them."""
    stream = _opened(sha256)
    return None if stream is None else _chunks(stream)


def stored_to_look_at(sha256: str, *, name: str) -> Response:
    """Return the bytes for a frame of our own pages; 404 for all that its own first bytes do not call PDF, PNG or JPEG.

    The type that is sent is the one seen now, not the one noted when the file came.
    """
    stream = _opened(sha256)
    if stream is None:
        abort(404)
    head = stream.read(HEAD)
    kind = kind_told_by(head)
    if kind not in SHOWN:
        stream.close()
        abort(404)
    response = Response(_chunks(stream, head), mimetype=kind.media_type)
    response.headers.set("Content-Disposition", "inline", **_named(name))
    response.headers["Content-Security-Policy"] = _NOTHING_RUNS_IN_OUR_FRAME
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _named(name: str) -> dict[str, str]:
    """Name a file as a header may: Thai in percent signs, with a plain name for whoever reads only that (RFC 6266)."""
    if name.isascii():
        return {"filename": name}
    ending = PurePosixPath(name).suffix
    return {"filename": f"file{ending}" if ending.isascii() else "file", "filename*": f"UTF-8''{quote(name, safe='')}"}


def _opened(sha256: str) -> BinaryIO | None:
    storage: Storage = current_app.extensions["lertrat_storage"]
    try:
        return storage.open(sha256)
    except FileNotFoundError:
        return None


def _chunks(stream: BinaryIO, read_already: bytes = b"") -> Iterator[bytes]:
    with stream:
        if read_already:
            yield read_already
        while chunk := stream.read(CHUNK):
            yield chunk

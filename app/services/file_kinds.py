"""The kinds of files an application may carry, told by name and by first bytes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

import filetype

from app.transaction import composed
from workflows.document.evidence import MEDIA_TYPES

HEAD = 8192


@dataclass(frozen=True)
class FileKind:
    """One kind: its name in the criteria, its media type and the endings it comes with."""

    type: str
    media_type: str
    endings: tuple[str, ...]


PDF = FileKind("pdf", MEDIA_TYPES["pdf"], (".pdf",))
JPG = FileKind("jpg", MEDIA_TYPES["jpg"], (".jpg", ".jpeg"))
PNG = FileKind("png", MEDIA_TYPES["png"], (".png",))
ZIP_OF_PDF = FileKind("zip_of_pdf", MEDIA_TYPES["zip_of_pdf"], (".zip",))
KINDS = (PDF, JPG, PNG, ZIP_OF_PDF)
SHOWN = (PDF, JPG, PNG)
"""What a browser shows by itself, without a page of the file's own."""


def kind_named(file_name: str) -> FileKind | None:
    """Return the kind the name says, if it is one we take."""
    ending = PurePosixPath(file_name.lower()).suffix
    return next((kind for kind in KINDS if ending in kind.endings), None)


def kind_of(media_type: str) -> FileKind | None:
    """Return the kind of this media type, if it is one we take."""
    return next((kind for kind in KINDS if kind.media_type == media_type), None)


def kind_seen(stream: BinaryIO) -> FileKind | None:
    """Return the kind the first bytes say; the stream is left at its beginning."""
    stream.seek(0)
    head = stream.read(HEAD)
    stream.seek(0)
    return kind_told_by(head)


@composed
def kind_told_by(head: bytes) -> FileKind | None:
    """Return the kind that the first bytes of a file say."""
    found = filetype.guess(head)
    return kind_of(found.mime) if found is not None else None

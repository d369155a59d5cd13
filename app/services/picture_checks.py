"""Pictures: read block by block, refused where they are broken or too large to show, copied without their metadata."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator

from app.services.refusals import FileRefused
from workflows.errors import N_

BROKEN = N_("This picture cannot be opened. Save it again and attach the new file")
TOO_LARGE = N_("This picture has too many pixels. Make it smaller and attach it again")
MOST_PIXELS = 80_000_000

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_METADATA = frozenset({b"tEXt", b"iTXt", b"zTXt", b"eXIf", b"tIME"})
_JPG_FRAMES = frozenset({*range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0)})
_JPG_TABLES = frozenset({0xC4, 0xCC, *range(0xDA, 0xE0)})
_JPG_COLOURS = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
"""The notes of programs that say how to show the picture; every other one, and every comment, is metadata."""
_JPG_BARE = frozenset({0x01, *range(0xD0, 0xD8)})
_START, _START_OF_SCAN, _END = 0xD8, 0xDA, 0xD9
_AFTER_SCAN = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
"""The next marker behind the data of a scan, in which a doubled zero and the marks for restarting are data."""


def check_png(content: bytes) -> bytes:
    """Return a copy without metadata. Raises FileRefused for a broken picture or one with too many pixels."""
    kept, names = [_PNG], []
    for name, block in _png_blocks(content):
        if name == b"IHDR":
            _refuse_too_large(*struct.unpack(">II", block[8:16]))
        if name not in _PNG_METADATA:
            kept.append(block)
        names.append(name)
    if names[:1] != [b"IHDR"] or names[-1:] != [b"IEND"] or b"IDAT" not in names:
        raise FileRefused(BROKEN)
    return b"".join(kept)


def _png_blocks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield name and bytes of each block up to the end; each carries its own checksum."""
    if not content.startswith(_PNG):
        raise FileRefused(BROKEN)
    place = len(_PNG)
    while place < len(content):
        if place + 12 > len(content):
            raise FileRefused(BROKEN)
        (length,) = struct.unpack(">I", content[place : place + 4])
        block = content[place : place + 12 + length]
        if len(block) < 12 + length or zlib.crc32(block[4:-4]) != struct.unpack(">I", block[-4:])[0]:
            raise FileRefused(BROKEN)
        yield block[4:8], block
        if block[4:8] == b"IEND":
            return
        place += 12 + length


def check_jpg(content: bytes) -> bytes:
    """Return a copy without metadata. Raises FileRefused for a broken picture or one with too many pixels."""
    if not content.startswith(b"\xff\xd8"):
        raise FileRefused(BROKEN)
    kept, names = [b"\xff\xd8"], set()
    for marker, segment in _jpg_segments(content):
        if marker in _JPG_FRAMES:
            _refuse_broken_frame(segment)
        if _is_picture(marker, segment):
            kept.append(segment)
        names.add(marker)
    if names.isdisjoint(_JPG_FRAMES) or _START_OF_SCAN not in names:
        raise FileRefused(BROKEN)
    return b"".join((*kept, b"\xff\xd9"))


def _refuse_broken_frame(segment: bytes) -> None:
    if len(segment) < 9:
        raise FileRefused(BROKEN)
    height, width = struct.unpack(">HH", segment[5:9])
    _refuse_too_large(width, height)


def _is_picture(marker: int, segment: bytes) -> bool:
    if marker in _JPG_COLOURS:
        return segment.startswith(_JPG_COLOURS[marker], 4)
    return marker in _JPG_FRAMES or marker in _JPG_TABLES


def _jpg_segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield marker and bytes of each segment up to the end of the picture; a scan's data belong to its segment.

    A picture may have several scans with segments between them. What stands behind its end is no part of it.
    """
    place = 2
    while True:
        marker = _marker_at(content, place)
        if marker == _END:
            return
        if marker == 0xFF or marker in _JPG_BARE:
            place += 1 if marker == 0xFF else 2
            continue
        until = _end_of_segment(content, place)
        if marker == _START_OF_SCAN:
            until = _end_of_scan(content, until)
        yield marker, content[place:until]
        place = until


def _marker_at(content: bytes, place: int) -> int:
    if place + 2 > len(content) or content[place] != 0xFF or content[place + 1] in {0x00, _START}:
        raise FileRefused(BROKEN)
    return content[place + 1]


def _end_of_segment(content: bytes, place: int) -> int:
    length = int.from_bytes(content[place + 2 : place + 4], "big")
    if length < 2 or place + 2 + length > len(content):
        raise FileRefused(BROKEN)
    return place + 2 + length


def _end_of_scan(content: bytes, place: int) -> int:
    found = _AFTER_SCAN.search(content, place)
    if found is None:
        raise FileRefused(BROKEN)
    return found.start()


def _refuse_too_large(width: int, height: int) -> None:
    if width == 0 or height == 0:
        raise FileRefused(BROKEN)
    if width * height > MOST_PIXELS:
        raise FileRefused(TOO_LARGE)

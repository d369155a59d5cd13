"""Pictures: read block by block, refused where they are broken or too large to show, copied without their metadata."""

from __future__ import annotations

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
_JPG_METADATA = frozenset({0xE1, *range(0xE3, 0xEE), 0xEF, 0xFE})
_START_OF_SCAN, _END = 0xDA, b"\xff\xd9"


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
    if not content.startswith(b"\xff\xd8") or _END not in content[-64:]:
        raise FileRefused(BROKEN)
    kept, has_frame = [b"\xff\xd8"], False
    for marker, segment in _jpg_segments(content):
        if marker in _JPG_FRAMES:
            height, width = struct.unpack(">HH", segment[5:9])
            _refuse_too_large(width, height)
            has_frame = True
        if marker not in _JPG_METADATA:
            kept.append(segment)
    if not has_frame:
        raise FileRefused(BROKEN)
    return b"".join(kept)


def _jpg_segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield marker and bytes of each segment; the last one is the picture itself, from its first scan to the end."""
    place = 2
    while True:
        if place + 4 > len(content) or content[place] != 0xFF:
            raise FileRefused(BROKEN)
        marker = content[place + 1]
        if marker == 0xFF:
            place += 1
            continue
        if marker == _START_OF_SCAN:
            yield marker, content[place:]
            return
        (length,) = struct.unpack(">H", content[place + 2 : place + 4])
        segment = content[place : place + 2 + length]
        if length < 2 or len(segment) < 2 + length:
            raise FileRefused(BROKEN)
        yield marker, segment
        place += 2 + length


def _refuse_too_large(width: int, height: int) -> None:
    if width == 0 or height == 0:
        raise FileRefused(BROKEN)
    if width * height > MOST_PIXELS:
        raise FileRefused(TOO_LARGE)

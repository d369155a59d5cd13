"""Files for tests, made on the spot: PDFs, pictures and ZIP files, harmless and not."""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO
from typing import Any

import pikepdf


def pdf(pages: int = 1, **changes: Any) -> bytes:
    made = pikepdf.new()
    for _number in range(pages):
        made.add_blank_page()
    made.docinfo["/Author"] = "ผู้เขียน"
    for key, value in changes.items():
        made.Root["/" + key] = value
    copy = BytesIO()
    made.save(copy, static_id=True)
    return copy.getvalue()


def locked() -> bytes:
    made, copy = pikepdf.new(), BytesIO()
    made.add_blank_page()
    made.save(copy, encryption=pikepdf.Encryption(owner="a", user="b"))
    return copy.getvalue()


def embedding() -> bytes:
    made, copy = pikepdf.new(), BytesIO()
    made.add_blank_page()
    made.attachments["inside.txt"] = b"hidden"
    made.save(copy, static_id=True)
    return copy.getvalue()


def action(**entries: Any) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(**entries)


def png(width: int = 2, height: int = 2, *, text: bytes = b"") -> bytes:
    def block(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    rows = zlib.compress(b"".join(b"\0" + b"\xff\xff\xff" * width for _row in range(min(height, 4))))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    blocks = [
        block(b"IHDR", head),
        *([block(b"tEXt", text)] if text else []),
        block(b"IDAT", rows),
        block(b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(blocks)


def jpg(*, comment: bytes = b"") -> bytes:
    def segment(marker: int, body: bytes) -> bytes:
        return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body

    frame = segment(0xC0, b"\x08" + struct.pack(">HH", 2, 2) + b"\x01\x01\x11\x00")
    app0 = segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0")
    scan = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x00\x00"
    return b"\xff\xd8" + app0 + (segment(0xFE, comment) if comment else b"") + frame + scan + b"\xff\xd9"


def packed(**files: bytes) -> bytes:
    copy = BytesIO()
    with zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "."), content)
    return copy.getvalue()


SCRIPT = action(S=pikepdf.Name.JavaScript, JS="app.alert(1)")

"""Reads a PDF back as a screen reader would: the text meant, not the glyphs that draw it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from io import BytesIO

from pypdf import PageObject, PdfReader
from pypdf.generic import DictionaryObject

_NAMED_TWICE = re.compile(r"([ก-ฮ][\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]+)\1")
_TOKEN = re.compile(
    rb"/(?P<font>\w+) [\d.]+ Tf|(?P<begin>(?:/ActualText ?<(?P<meant>[0-9A-F]*)>>>)?B[DM]C)|(?P<end>EMC)"
    rb"|(?P<string>\()",
)
_IN_STRING = re.compile(rb"\\.|[()]", re.DOTALL)
_UNESCAPED = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_CMAP_ENTRY = re.compile(r"<([0-9A-F]{4})> <([0-9A-F]+)>")


def pages_of(pdf: bytes) -> int:
    """How many pages the document has; fails on bytes that are no PDF."""
    return len(PdfReader(BytesIO(pdf)).pages)


def squeezed(words: str) -> str:
    """Text without spaces, which a typesetter moves about; a marked letter that it names twice is named once."""
    return _NAMED_TWICE.sub(r"\1", re.sub(r"\s+", "", words))


@lru_cache(maxsize=4)
def text_of(pdf: bytes) -> str:
    """All text of the document in reading order, squeezed."""
    return squeezed("".join(part for page in PdfReader(BytesIO(pdf)).pages for part in _parts(page)))


def absent_from(pdf: bytes, expected: Iterable[str]) -> list[str]:
    """Which of the expected words the document does not hold."""
    text = text_of(pdf)
    return [words for words in expected if squeezed(words) not in text]


def _parts(page: PageObject) -> Iterator[str]:
    """The pieces of one page: the meant text where it is given, else what each glyph stands for."""
    fonts = {name[1:]: _glyphs(font.get_object()) for name, font in page["/Resources"].get("/Font", {}).items()}
    contents = page.get_contents()
    font: Mapping[bytes, str] = {}
    meant_depth: list[bool] = []
    data = b"" if contents is None else contents.get_data()
    found = _TOKEN.search(data)
    while found:
        end = found.end()
        if found["font"]:
            font = fonts[found["font"].decode()]
        elif found["begin"]:
            meant_depth.append(found["meant"] is not None)
            yield bytes.fromhex((found["meant"] or b"").decode()).decode("utf-16")
        elif found["end"]:
            meant_depth.pop()
        else:
            end = _string_end(data, end)
            if not any(meant_depth):
                codes = _UNESCAPED.sub(_unescape, data[found.end() : end - 1])
                yield from (font.get(codes[start : start + 2], "") for start in range(0, len(codes), 2))
        found = _TOKEN.search(data, end)


def _string_end(data: bytes, start: int) -> int:
    """Where the string ends that opens before `start`; brackets that are in balance stand in it without an escape."""
    depth = 1
    for sign in _IN_STRING.finditer(data, start):
        depth += {b"(": 1, b")": -1}.get(sign[0], 0)
        if not depth:
            return sign.end()
    raise ValueError("a string of the document has no end")


def _unescape(found: re.Match[bytes]) -> bytes:
    escaped = found[1]
    return bytes([int(escaped, 8)]) if escaped.isdigit() else _ESCAPES.get(escaped, escaped)


def _glyphs(font: DictionaryObject) -> dict[bytes, str]:
    table = font["/ToUnicode"].get_object().get_data().decode("ascii")
    return {bytes.fromhex(code): bytes.fromhex(text).decode("utf-16-be") for code, text in _CMAP_ENTRY.findall(table)}

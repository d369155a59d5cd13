"""Reads a PDF back as a screen reader would: the text meant, not the glyphs that draw it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO

from pypdf import PageObject, PdfReader
from pypdf.generic import ContentStream, DictionaryObject, TextStringObject

_NAMED_TWICE = re.compile(r"([ก-ฮ][\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]+)\1")
_CMAP_ENTRY = re.compile(r"<([0-9A-F]{4})> <([0-9A-F]+)>")


def pages_of(pdf: bytes) -> int:
    """How many pages the document has; fails on bytes that are no PDF."""
    return len(PdfReader(BytesIO(pdf)).pages)


def squeezed(words: str) -> str:
    """Text without spaces, which a typesetter moves about; a marked letter that it names twice is named once."""
    return _NAMED_TWICE.sub(r"\1", re.sub(r"\s+", "", words))


def text_of(pdf: bytes) -> str:
    """All text of the document in reading order, squeezed."""
    return squeezed("".join(part for page in PdfReader(BytesIO(pdf)).pages for part in _parts(page)))


def absent_from(pdf: bytes, expected: Iterable[str]) -> list[str]:
    """Which of the expected words the document does not hold."""
    text = text_of(pdf)
    return [words for words in expected if squeezed(words) not in text]


def _parts(page: PageObject) -> Iterator[str]:
    """The pieces of one page: the meant text where it is given, else what each glyph stands for."""
    fonts = {name: _glyphs(font.get_object()) for name, font in page["/Resources"].get("/Font", {}).items()}
    font: Mapping[bytes, str] = {}
    meant_depth: list[bool] = []
    for operands, operator in ContentStream(page.get_contents(), page.pdf).operations:
        if operator == b"Tf":
            font = fonts[operands[0]]
        elif operator in (b"BDC", b"BMC"):
            properties = operands[1] if operator == b"BDC" else None
            meant = properties.get("/ActualText") if isinstance(properties, DictionaryObject) else None
            meant_depth.append(meant is not None)
            if meant is not None:
                yield str(meant)
        elif operator == b"EMC":
            meant_depth.pop()
        elif operator in (b"Tj", b"TJ") and not any(meant_depth):
            yield from _shown(operands[0], font)


def _shown(operand: object, font: Mapping[bytes, str]) -> Iterator[str]:
    for piece in operand if isinstance(operand, list) else [operand]:
        if isinstance(piece, TextStringObject | bytes):
            codes = piece if isinstance(piece, bytes) else piece.original_bytes
            yield from (font.get(codes[start : start + 2], "") for start in range(0, len(codes), 2))


def _glyphs(font: DictionaryObject) -> dict[bytes, str]:
    table = font["/ToUnicode"].get_object().get_data().decode("ascii")
    return {bytes.fromhex(code): bytes.fromhex(text).decode("utf-16-be") for code, text in _CMAP_ENTRY.findall(table)}

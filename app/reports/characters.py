"""Which characters the fonts of a PDF can show, so that one pasted emoji cannot keep an agency from its receipt."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

import regex

STAND_IN = "□"

# What Sarabun and the faces inside the typesetter cover together; a test sets every one of them.
_COVERED = (
    (0x20, 0x7E), (0xA0, 0x377), (0x37A, 0x37F), (0x384, 0x38A), (0x38E, 0x3A1), (0x3A3, 0x484), (0x487, 0x4FF),
    (0x621, 0x63A), (0x640, 0x64A), (0x660, 0x669), (0xE01, 0xE3A), (0xE3F, 0xE5B), (0x1E00, 0x1EFF),
    (0x2000, 0x2027), (0x202F, 0x2040), (0x2044, 0x2052), (0x2054, 0x2064), (0x2074, 0x208E), (0x2090, 0x209C),
    (0x20A0, 0x20C0), (0x2100, 0x211E), (0x2126, 0x214F), (0x2153, 0x2184), (0x2190, 0x23FF), (0x2460, 0x2606),
    (0x2609, 0x262F), (0x2638, 0x268B), (0x270C, 0x2714), (0x2717, 0x2726), (0x2761, 0x277F), (0x27C0, 0x27FF),
)  # fmt: skip
_SHOWN = frozenset(code for first, last in _COVERED for code in range(first, last + 1)) | {0x0A, 0x2122}
# A thousand marks on one letter are no language and take seconds to set; six are more than any writing needs.
_MARKS_BEYOND_READING = regex.compile(r"(\p{M}{6})\p{M}+")
_DROPPED_CATEGORIES = frozenset({"Cc", "Cf"})


def displayable(value: object) -> object:
    """The same value with every text in it made fit for the page; numbers, lists and mappings keep their shape."""
    if isinstance(value, str):
        return displayable_text(value)
    if isinstance(value, Mapping):
        return {str(key): displayable(held) for key, held in value.items()}
    if isinstance(value, Sequence):
        return [displayable(held) for held in value]
    return value


def displayable_text(text: str) -> str:
    """Composed, without invisible controls; what no font can show becomes a small square."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    bearable = _MARKS_BEYOND_READING.sub(r"\1", unicodedata.normalize("NFC", lines))
    return "".join(_shown(character) for character in bearable)


def is_shown(character: str) -> bool:
    """Whether the fonts hold this character."""
    return ord(character) in _SHOWN


def _shown(character: str) -> str:
    if is_shown(character):
        return character
    if unicodedata.category(character) in _DROPPED_CATEGORIES or 0xFE00 <= ord(character) <= 0xFE0F:
        return ""
    return STAND_IN

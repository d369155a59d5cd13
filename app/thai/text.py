"""Counts, cleans and orders Thai text, with the same answers on every machine and in the browser."""

import re
import unicodedata
from typing import Final

import regex

_THAI_DIGITS: Final = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")

# Old Thai fonts kept shifted copies of marks in the private use area; text copied from their PDFs still carries them.
_PRIVATE_USE: Final = {
    0xF700: 0x0E10,
    0xF70F: 0x0E0D,
    0xF710: 0x0E31,
    0xF711: 0x0E4D,
    0xF712: 0x0E47,
    **dict(zip(range(0xF701, 0xF705), range(0x0E34, 0x0E38), strict=True)),
    **dict(zip(range(0xF705, 0xF70A), range(0x0E48, 0x0E4D), strict=True)),
    **dict(zip(range(0xF70A, 0xF70F), range(0x0E48, 0x0E4D), strict=True)),
    **dict(zip(range(0xF713, 0xF718), range(0x0E48, 0x0E4D), strict=True)),
    **dict(zip(range(0xF718, 0xF71B), range(0x0E38, 0x0E3B), strict=True)),
}
# Soft hyphen, zero-width space, joiner, byte order mark; and control characters, which no font shows and no database
# takes all of. Word processors end a line with some of them.
_LINE_ENDS: Final = (0x0B, 0x0C, 0x85, 0x2028, 0x2029)
_CONTROLS: Final = (*range(0x09), *range(0x0E, 0x20), *range(0x7F, 0xA0))
_INVISIBLE: Final = {
    **dict.fromkeys((0x00AD, 0x200B, 0x2060, 0xFEFF, *_CONTROLS)),
    **dict.fromkeys(_LINE_ENDS, 0x0A),
}

# Marks are named by number: alone they have no letter to stand on, and editors shuffle them.
_TONES: Final = r"\u0e48-\u0e4b"
_VOWEL_MARKS: Final = r"\u0e31\u0e34-\u0e3a\u0e47\u0e4d"
_MARKS: Final = _VOWEL_MARKS + r"\u0e48-\u0e4c\u0e4e"
_SARA_AM_MARK: Final = "\u0e33"

_SARA_AM: Final = regex.compile(rf"\u0e4d([{_TONES}]?)\u0e32|([{_TONES}])\u0e4d\u0e32")
_SPACES_AT_LINE_END: Final = regex.compile(r"[ \t\u00a0]+(?=\n|$)")
_SPACES: Final = regex.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u3000]+")
_SPACE_BEFORE_MARK: Final = regex.compile(rf"(?<=[\u0e01-\u0e4e]) +(?=[{_MARKS}{_SARA_AM_MARK}])")
_JOINER_BESIDE_THAI: Final = regex.compile(r"(?<=[\u0e01-\u0e5b])[\u200c\u200d]+|[\u200c\u200d]+(?=[\u0e01-\u0e5b])")
_MARK_TWICE: Final = regex.compile(rf"([{_MARKS}])\1+")
_TONE_BEFORE_VOWEL: Final = regex.compile(rf"([{_TONES}\u0e4c])([{_VOWEL_MARKS}])")
_TONE_AFTER_SARA_AM: Final = regex.compile(rf"{_SARA_AM_MARK}([{_TONES}])")
_BLANK_LINES: Final = regex.compile(r"\n{3,}")

# In texts of these characters alone, which most are, every mark joins the character before it: told without the tables.
_PLAIN_THAI: Final = re.compile(r"[\n -~\u0e01-\u0e3a\u0e3f-\u0e5b]*")
_JOINED_MARK: Final = re.compile(rf"(?<=[^\n])[{_MARKS}{_SARA_AM_MARK}]")

_LEADING_VOWEL: Final = regex.compile(r"([\u0e40-\u0e44])([\u0e01-\u0e2e])")
_SORTED_LAST: Final = regex.compile(r"[\u0e47-\u0e4e]")


def thai_digits_to_arabic(text: str) -> str:
    """Write ๐ to ๙ as 0 to 9 and leave everything else as it is."""
    return text.translate(_THAI_DIGITS)


def grapheme_count(text: str) -> int:
    """Count what a reader calls characters: extended grapheme clusters (UAX 29).

    A line end counts once however it was typed, letters and marks are composed, sara am counts the same in both its
    spellings, and spaces at the end of a line or of the text do not count. static/js/graphemes.js takes the same steps.
    """
    folded = _fold_sara_am(unicodedata.normalize("NFC", _one_line_end(text)))
    trimmed = _SPACES_AT_LINE_END.sub("", folded).rstrip("\n")
    if _PLAIN_THAI.fullmatch(trimmed):
        return len(trimmed) - len(_JOINED_MARK.findall(trimmed))
    return len(regex.findall(r"\X", trimmed))


def normalise(text: str) -> str:
    """Clean typed or pasted text so that equal-looking text is equal.

    Composes letters, puts vowel marks before tone marks, writes sara am and sara ae as one character, drops doubled
    marks, invisible and control characters and stray spaces, keeps at most one blank line. Idempotent. Digits stay as
    written.
    """
    cleaned = _one_line_end(text).translate(_PRIVATE_USE).translate(_INVISIBLE)
    cleaned = _JOINER_BESIDE_THAI.sub("", unicodedata.normalize("NFC", cleaned))
    cleaned = _SPACE_BEFORE_MARK.sub("", _SPACES.sub(" ", cleaned))
    cleaned = _in_order(cleaned.replace("เเ", "แ"))
    lines = (line.strip(" ") for line in cleaned.split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip("\n")


def search_key(text: str) -> str:
    """Fold a text for searching: clean, lower case, Arabic digits, and no spaces between Thai letters."""
    folded = thai_digits_to_arabic(unicodedata.normalize("NFC", normalise(text).casefold()))
    return regex.sub(r"(?<=[\u0e01-\u0e5b]) (?=[\u0e01-\u0e5b])", "", " ".join(folded.split()))


def sort_key(text: str) -> str:
    """Return a key whose code-point order is the dictionary's: vowels written in front sort after their consonant.

    The part before the separator leaves tone marks out, the part after it settles ties. Compare keys by code point
    (SQLite's BINARY, PostgreSQL's "C"), never by a language's collation.
    """
    swapped = _LEADING_VOWEL.sub(r"\2\1", search_key(text))
    return _SORTED_LAST.sub("", swapped) + "\x01" + swapped


def _one_line_end(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _fold_sara_am(text: str) -> str:
    if "\u0e4d" not in text:
        return text
    return _SARA_AM.sub(lambda found: (found[1] or found[2] or "") + _SARA_AM_MARK, text)


def _in_order(text: str) -> str:
    """Put the marks of each letter in their one order; a mark may have to pass several others, hence the rounds."""
    while True:
        settled = _MARK_TWICE.sub(r"\1", _fold_sara_am(text))
        settled = _TONE_AFTER_SARA_AM.sub(rf"\1{_SARA_AM_MARK}", _TONE_BEFORE_VOWEL.sub(r"\2\1", settled))
        if settled == text:
            return settled
        text = settled

"""What a comment says beside its words: how much it matters and the places it points to, read from its own text.

A comment is one line. A double mark at its beginning, ++ or --, makes it an important one: so Baldrige examiners do it.
A place in square brackets points to a numbered part of what was handed in, or to a document and its page:
[รายงานข้อ 2], [เอกสาร 3 หน้า 4], [report 2], [document 3 page 4]. Digits may be Thai.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

MAJOR = "++ "
_DOUBLE_MARK = re.compile(r"\s*(?:\+\+|--|−−|––)\s*")
_PLACE = re.compile(
    r"\s*\[\s*(?:"
    r"(?:รายงาน(?:ข้อ|ส่วน)?|report)\s*(?P<part>\d{1,4}(?:\.\d{1,4})?)"
    r"|(?:เอกสาร|document)\s*(?P<file>\d{1,4})(?:[\s,]*(?:หน้า|น\.|page|p\.)\s*(?P<page>\d{1,4}))?"
    r")\s*\]",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Anchor:
    """A place pointed to: a part of the document by its number, or a file by its number with a page from 1 on."""

    part: str | None = None
    file: int | None = None
    page: int | None = None


@dataclass(frozen=True)
class Comment:
    """One comment without its marks, whether it is an important one, and where it points, in the order written."""

    text: str
    is_major: bool = False
    anchors: tuple[Anchor, ...] = ()


def comments_in(text: str) -> tuple[Comment, ...]:
    """Return the comments of a text in the order written; a line without words is none."""
    return tuple(comment for line in text.splitlines() if (comment := _comment(line)).text)


def is_major(line: str) -> bool:
    """Say whether this line is marked as an important comment."""
    return _DOUBLE_MARK.match(line) is not None


def by_importance(comments: Iterable[Comment]) -> tuple[Comment, ...]:
    """Return the important ones first, otherwise as they were."""
    return tuple(sorted(comments, key=lambda comment: not comment.is_major))


def _comment(line: str) -> Comment:
    mark = _DOUBLE_MARK.match(line)
    words = line[mark.end() :] if mark else line
    anchors = tuple(_anchor(found) for found in _PLACE.finditer(words))
    return Comment(_PLACE.sub("", words).strip(), mark is not None, tuple(dict.fromkeys(anchors)))


def _anchor(found: re.Match[str]) -> Anchor:
    if found["part"] is not None:
        return Anchor(part=".".join(str(int(number)) for number in found["part"].split(".")))
    return Anchor(file=int(found["file"]), page=int(found["page"]) if found["page"] else None)

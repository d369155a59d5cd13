"""Comments written out for paper: nobody reads marks and numbers of places there as a page shows them."""

from __future__ import annotations

from app.reports.wording import Text
from workflows.comments import Anchor, Comment, by_importance, comments_in

VERY_IMPORTANT = Text(th="สำคัญมาก", en="Very important")
_REPORT = Text(th="รายงานข้อ %(number)s", en="report %(number)s")
_DOCUMENT = Text(th="เอกสาร %(number)s", en="document %(number)s")
_PAGE = Text(th="เอกสาร %(number)s หน้า %(page)s", en="document %(number)s page %(page)s")


def said_on_paper(text: str, language: str) -> str:
    """Write comments out for a document, the important ones first, with words for their marks and places."""
    return "\n".join(_on_paper(comment, language) for comment in by_importance(comments_in(text)))


def _on_paper(comment: Comment, language: str) -> str:
    said = f"{VERY_IMPORTANT.in_language(language)}: {comment.text}" if comment.is_major else comment.text
    places = ", ".join(_place(anchor, language) for anchor in comment.anchors)
    return f"{said} ({places})" if places else said


def _place(anchor: Anchor, language: str) -> str:
    if anchor.part:
        return _REPORT.in_language(language, number=anchor.part)
    if anchor.page:
        return _PAGE.in_language(language, number=anchor.file, page=anchor.page)
    return _DOCUMENT.in_language(language, number=anchor.file)

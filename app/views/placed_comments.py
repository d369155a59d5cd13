"""Where the marks of a comment lead on a page, and the comment written out with them."""

from __future__ import annotations

from dataclasses import dataclass

from flask import get_template_attribute
from flask_babel import gettext as _

from app.models import ScoreSheet
from app.queries.comment_places import CommentPlaces
from workflows.comments import Comment, by_importance, comments_in


@dataclass(frozen=True)
class Placed:
    """The places of the document, the reader's own sheet, the page with the viewer, and the sections on this page."""

    places: CommentPlaces
    sheet: ScoreSheet
    here: str
    near: tuple[str, ...] = ()


def said_as_read(name: str, text: str, placed: Placed) -> str:
    """Write a field of comments out as the page shows them while somebody writes."""
    macro = get_template_attribute("components/comments.html", "marked_comments")
    return str(macro(placed.places.read(text), name, placed.sheet, placed.here, placed.near))


def said_on_paper(text: str) -> str:
    """Write comments out for a document, the important ones first, with words for their marks and places."""
    return "\n".join(_on_paper(comment) for comment in by_importance(comments_in(text)))


def _on_paper(comment: Comment) -> str:
    macro = get_template_attribute("components/comments.html", "place_words")
    said = f"{_('Very important')}: {comment.text}" if comment.is_major else comment.text
    places = ", ".join(str(macro(anchor)).strip() for anchor in comment.anchors)
    return f"{said} ({places})" if places else said

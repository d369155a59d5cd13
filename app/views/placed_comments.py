"""Where the marks of a comment lead on a page."""

from __future__ import annotations

from dataclasses import dataclass

from flask import get_template_attribute

from app.models import ScoreSheet
from app.queries.comment_places import CommentPlaces


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

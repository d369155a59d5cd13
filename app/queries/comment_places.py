"""What the comments of a sheet point to: their places looked up in what was handed in, as links of a page need them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.queries.snapshot_text import FrozenDocument, FrozenFile
from rubrics.model import Method
from workflows.comments import Anchor, Comment, by_importance, comments_in


@dataclass(frozen=True)
class Place:
    """One place a comment points to; neither `file` nor `title` where there is nothing of this number.

    `section_id` stands on the page of the whole document, `node_id` says on which criterion's page an item is read.
    """

    anchor: Anchor
    title: str = ""
    file: FrozenFile | None = None
    section_id: str | None = None
    node_id: str | None = None

    @property
    def page(self) -> int:
        """The page to open a file at."""
        return self.anchor.page or 1

    @property
    def is_there(self) -> bool:
        """Whether the document has it, and the file this page."""
        if self.file is None:
            return bool(self.title)
        return not (self.anchor.page and self.file.pages) or self.anchor.page <= self.file.pages


@dataclass(frozen=True)
class PlacedComment:
    """One comment with the places it points to."""

    text: str
    is_major: bool
    places: tuple[Place, ...]


class CommentPlaces:
    """Every place of one document a comment may point to, by its number."""

    def __init__(self, document: FrozenDocument) -> None:
        self.files = {file.number: file for file in document.every_file().values()}
        self.parts = {
            section.number: Place(Anchor(part=section.number), section.title, None, section.id)
            for section in document.sections()
        }
        if document.rubric.method is Method.LEVEL_CHECKLIST:
            self.parts |= _items(document)

    def read(self, text: str) -> tuple[PlacedComment, ...]:
        """Return the comments of a text, the important ones first."""
        return tuple(self._placed(comment) for comment in by_importance(comments_in(text)))

    def of(self, anchor: Anchor) -> Place:
        """Return the place of an anchor; one that is not there says so."""
        if anchor.part is not None:
            return self.parts.get(anchor.part, Place(anchor))
        file = self.files.get(anchor.file or 0)
        return Place(anchor, (file.caption or file.name) if file else "", file)

    def _placed(self, comment: Comment) -> PlacedComment:
        return PlacedComment(comment.text, comment.is_major, tuple(map(self.of, comment.anchors)))


def _items(document: FrozenDocument) -> Mapping[str, Place]:
    """The items of a self-assessment are called by their own number and read on their own page."""
    return {
        leaf.id: Place(Anchor(part=leaf.id), leaf.title.in_language(document.language), node_id=leaf.id)
        for leaf in document.rubric.leaves
    }

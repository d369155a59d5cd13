"""What a reason can rest on: the sections and files an agency handed in that concern one node."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.models import Snapshot
from app.queries.snapshot_text import FrozenDocument
from rubrics.model import Rubric
from rubrics.nodes import Node

SECTION, FILE = "section:", "file:"


@dataclass(frozen=True)
class Source:
    """One section or file; `file_id` is its evidence's id, None for a section."""

    ref: str
    title: str
    file_id: str | None = None
    pages: int | None = None

    @property
    def section_id(self) -> str | None:
        """The section's id on the page that shows it, None for a file."""
        return None if self.file_id else self.ref.removeprefix(SECTION)


def sources_of(document: FrozenDocument, leaf: Node) -> tuple[Source, ...]:
    """Return the sections an assessor reads for this node, then its files and those of the whole entry."""
    sections = document.sections_for(leaf)
    files = {file.id: file for section in sections for file in section.files}
    files |= {file.id: file for file in document.attachments()}
    return (
        *(Source(SECTION + section.id, section.title) for section in sections),
        *(Source(FILE + file.id, file.caption or file.name, file.id, file.pages) for file in files.values()),
    )


def sources_by_node(rubric: Rubric, snapshot: Snapshot, leaves: Iterable[Node]) -> Mapping[str, frozenset[str]]:
    """Return what each of these nodes can rest on, as references."""
    document = FrozenDocument(rubric, snapshot, "th")
    return {leaf.id: frozenset(source.ref for source in sources_of(document, leaf)) for leaf in leaves}

"""What a file must be to back up a field: its kind, size, pages, and whether there is room for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from rubrics.form import FileRule
from workflows.errors import Obstacle

_MEGABYTE = 1 << 20
MEDIA_TYPES: Mapping[str, str] = MappingProxyType(
    {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png", "zip_of_pdf": "application/zip"}
)
"""The kinds of files that are taken, by the name rubrics know them by."""


@dataclass(frozen=True)
class FileFacts:
    """A file: its type as rubrics name it (None if we take none such), size in bytes, pages where they are counted."""

    type: str | None
    size: int
    pages: int | None = None


def file_facts(media_type: str, size: int, pages: int | None) -> FileFacts:
    """Return the facts of a stored file."""
    kind = next((name for name, known in MEDIA_TYPES.items() if known == media_type), None)
    return FileFacts(kind, size, pages)


def file_obstacles(file: FileFacts, rule: FileRule, *, most_mb: int, field: str) -> list[Obstacle]:
    """Return everything that stands against this file in this field; `most_mb` is the field's limit under the cap."""
    if file.type not in rule.types:
        types = ", ".join(name.removesuffix("_of_pdf").upper() for name in rule.types)
        return [Obstacle("Attach a file of one of these types: %(types)s", {"types": types}, field)]
    if file.size == 0:
        return [Obstacle("This file is empty", field=field)]
    found = []
    if file.size > most_mb * _MEGABYTE:
        found.append(Obstacle("This file is larger than %(most)s MB", {"most": most_mb}, field))
    if file.pages is not None and rule.max_pages is not None and file.pages > rule.max_pages:
        words = "This file has %(pages)s pages; at most %(most)s are allowed here"
        found.append(Obstacle(words, {"pages": file.pages, "most": rule.max_pages}, field))
    return found


def room_obstacles(held: int, rule: FileRule, *, field: str) -> list[Obstacle]:
    """Return what stands against one more file in a field that holds `held` accepted ones."""
    if held < rule.max:
        return []
    return [Obstacle("At most %(count)s files fit here. Remove one first", {"count": rule.max}, field)]

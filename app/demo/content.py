"""Everything the demonstration tells, read once: agencies, people, entries and the words others write about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from app.demo.cast import AgencyRecord, Cast, read_cast, read_registry
from app.demo.entries import Entry, read_entries
from app.demo.sentences import Comments, Explanations, read_comments, read_explanations

PLAYED_CYCLE = "2564"
PRESENT_CYCLE = "2570"


@dataclass(frozen=True)
class Content:
    """The whole of the demonstration's content; entries and agencies by id and code."""

    registry: Mapping[str, AgencyRecord]
    cast: Cast
    entries: Mapping[str, Entry]
    explanations: Explanations
    comments: Comments

    def entries_of(self, cycle: str) -> tuple[Entry, ...]:
        """Return the entries of one cycle in the order of their ids."""
        return tuple(entry for entry in self.entries.values() if entry.cycle == cycle)


@lru_cache(maxsize=1)
def demo_content() -> Content:
    """Return the content, read once per process. Raises ContentFault where a file contradicts itself."""
    return Content(read_registry(), read_cast(), read_entries(), read_explanations(), read_comments())

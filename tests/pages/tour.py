"""A tour of every page on every row it can open, in both languages: made once, then asked about from all sides."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field

from sqlalchemy import Engine, event
from sqlalchemy.engine import Connection

from tests.pages.addresses import Page, address, pages
from tests.pages.cast import CAST, roles_anywhere
from tests.pages.expected import AUDIENCE, answer_to, is_let_in
from tests.pages.visits import Visits

_WRITTEN = ("text/", "application/json")
_WRITES = ("INSERT", "UPDATE", "DELETE", "MERGE", "REPLACE", "CREATE", "DROP", "ALTER", "TRUNCATE")


@dataclass(frozen=True)
class Seen:
    """One page as one of the cast saw it on one row, and what opening it wrote."""

    page: Page
    row: str | None
    name: str
    language: str
    status: int
    text: str
    is_page: bool
    writes: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.page.endpoint} on {self.row} by {self.name}"


@contextmanager
def noted_writes() -> Iterator[list[str]]:
    """Collect every statement of this block that changes something, with its values."""
    found: list[str] = []

    def note(_connection: Connection, _cursor: object, statement: str, values: object, *_rest: object) -> None:
        if statement.lstrip().upper().startswith(_WRITES):
            found.append(f"{statement} {values}")

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@dataclass
class Tours:
    """The tours of each audience's pages, each made when it is first asked for."""

    open_visits: Callable[[], AbstractContextManager[Visits]]
    _made: dict[str, list[Seen]] = field(default_factory=dict)

    def of(self, audience: str) -> list[Seen]:
        """Return what was seen on the pages of an audience."""
        if audience not in self._made:
            with self.open_visits() as visits:
                own = [page for page in pages(visits.app, "GET") if page.audience == audience]
                self._made[audience] = [seen for page in own for seen in _opened_everywhere(page, visits)]
        return self._made[audience]


def _opened_everywhere(page: Page, visits: Visits) -> Iterator[Seen]:
    """Open a page on each row of its kind, each time by another of those it is for; its usual row in both languages.

    Whoever else may read it does so on the usual row. A paper to download is made on that row alone: it takes long.
    """
    for place, row in enumerate(_rows(page, visits)):
        of_row = visits.gathering.places[row] if row else None
        welcome = [name for name in CAST if is_let_in(page, name, of_row) and answer_to(page, name) is None]
        meant = [name for name in welcome if roles_anywhere(name) & AUDIENCE[page.audience]] or welcome
        if not meant:
            continue
        seen = _open(visits, page, row, meant[place % len(meant)], "th")
        yield seen
        if row == page.row:
            if not seen.text:
                return
            yield _open(visits, page, row, seen.name, "en")
            yield from (_open(visits, page, row, name, "th") for name in welcome if name not in meant)


def _rows(page: Page, visits: Visits) -> list[str | None]:
    """Return its own row first, then every other one of the kind."""
    if page.access.model is None:
        return [None]
    return [page.row, *(row for row in visits.gathering.named(page.access.model) if row != page.row)]


def _open(visits: Visits, page: Page, row: str | None, name: str, language: str) -> Seen:
    with visits.browser(name).session_transaction() as session:
        session["language"] = language
    with noted_writes() as writes:
        answer = visits.get(name, address(page, visits.gathering, row), headers={"Accept": "text/html"})
        text = answer.text if answer.mimetype.startswith(_WRITTEN) else ""
    is_page = answer.mimetype == "text/html" and answer.status_code == 200
    return Seen(page, row, name, language, answer.status_code, text, is_page, tuple(writes))

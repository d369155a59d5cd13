"""One page of a long list: which one is shown, and how many there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func, select

from app.extensions import db

Row = TypeVar("Row")
PAGE_SIZE = 50


@dataclass(frozen=True)
class Paged(Generic[Row]):
    """The rows of one page, how many rows there are, and of how many pages this is one."""

    rows: Sequence[Row]
    total: int
    page: int
    pages: int


@dataclass(frozen=True)
class Place:
    """Where a page lies in the list."""

    total: int
    page: int
    pages: int
    size: int = PAGE_SIZE

    @property
    def offset(self) -> int:
        """How many rows lie before it."""
        return (self.page - 1) * self.size

    @property
    def last(self) -> int:
        """The number of its last row."""
        return min(self.offset + self.size, self.total)


def place_in(total: int, wanted: int, size: int = PAGE_SIZE) -> Place:
    """Return the page that is shown where `wanted` is asked for; beyond the ends it is the nearest there is."""
    pages = max(1, -(-total // size))
    return Place(total, min(max(wanted, 1), pages), pages, size)


def page_of(statement: Select[*tuple[Any, ...]], wanted: int, size: int = PAGE_SIZE) -> tuple[Sequence[Any], Place]:
    """Return the rows of the wanted page of a statement, and where it lies, in two statements."""
    total = db.session.scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0
    place = place_in(total, wanted, size)
    return db.session.execute(statement.limit(size).offset(place.offset)).all(), place

"""One line of the numbers a part of the criteria sets: what it is called, and its figures with their units."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from flask_babel import gettext as _

from app.views.formatting import figure


@dataclass(frozen=True)
class NumberLine:
    """A name with its figures, none where the line is a heading of those below it, one step deeper each."""

    name: str
    figures: tuple[str, ...] = ()
    depth: int = 0


def points_words(value: Decimal | None) -> str:
    """Write points with their unit."""
    return _("%(points)s points", points=figure(value))

"""The heads of a table in a document, as the shared template reads them."""

from __future__ import annotations

from collections.abc import Sequence

from app.reports.wording import Text


def table_heads(
    heads: Sequence[Text], language: str, *, wide: Sequence[int] = (0,), numbers: Sequence[int] = ()
) -> list[dict[str, object]]:
    """Return one head a column; the columns in `wide` share the room that is left, those in `numbers` align right."""
    return [
        {"heading": head.in_language(language), "number": place in numbers, "width": 1 if place in wide else 0}
        for place, head in enumerate(heads)
    ]

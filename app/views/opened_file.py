"""The file of evidence that stands open beside a text, as the address says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import request

from app.queries.snapshot_text import FrozenFile
from app.thai import thai_digits_to_arabic

_LONGEST_PAGE, _LAST_PAGE = 6, 9999


@dataclass(frozen=True)
class Opened:
    """The open file, if one is, and the page it is open at."""

    file: FrozenFile | None
    page: int


def opened_file(every_file: Mapping[str, FrozenFile]) -> Opened:
    """Read from the address which file is open; an unknown one is none, a page beyond the last is the last."""
    file = every_file.get(request.args.get("file", ""))
    wanted = thai_digits_to_arabic(request.args.get("page", "")).strip()
    number = int(wanted) if wanted.isdecimal() and len(wanted) < _LONGEST_PAGE else 1
    if file is None or not file.is_shown:
        return Opened(None, 1)
    return Opened(file, min(max(number, 1), file.pages or _LAST_PAGE))

"""The registry as a list to choose from: each agency by name and code, and the agency that somebody wrote."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlalchemy import select

from app.extensions import db
from app.models import Agency
from app.thai import search_key

_CODE_AT_THE_END = re.compile(r"\(([^()]+)\)\s*$")


def agency_choices() -> list[Agency]:
    """Return every active agency in dictionary order."""
    return list(db.session.scalars(select(Agency).where(Agency.is_active).order_by(Agency.sort_key)))


def agency_written(text: str) -> Agency | None:
    """Return the active agency meant by what somebody wrote."""
    return agency_among(text, agency_choices())


def agency_among(text: str, agencies: Sequence[Agency]) -> Agency | None:
    """Return the one of these meant: "name (code)", a code, or a whole name in either language that only one has."""
    ending = _CODE_AT_THE_END.search(text)
    codes, name = {text.strip().lower(), ending.group(1).strip().lower() if ending else ""}, search_key(text).strip()
    by_code = [each for each in agencies if each.code.lower() in codes]
    by_name = [each for each in agencies if name in (search_key(each.name_th), search_key(each.name_en))]
    found = by_code or by_name
    return found[0] if len(found) == 1 else None

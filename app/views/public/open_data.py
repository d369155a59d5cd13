"""The announced works as records that anyone may use."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

from app.queries.public_winners import Winner

LICENCE = {
    "name": "Creative Commons Attribution 4.0 International (CC BY 4.0)",
    "url": "https://creativecommons.org/licenses/by/4.0/",
    "attribution": "Office of the Public Sector Development Commission (OPDC), Thailand",
}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_record(winner: Winner, page: str) -> dict[str, Any]:
    """Write one work with both languages side by side."""
    application, programme = winner.application, winner.application.programme
    ministry = application.agency.ministry
    return {
        "code": application.code,
        "year_be": programme.cycle.year_be,
        "branch": programme.branch,
        "type": programme.type_code,
        "programme_th": programme.title_th,
        "programme_en": programme.title_en,
        "award": winner.award.code,
        "award_th": winner.award.name.th,
        "award_en": winner.award.name.en,
        "title_th": winner.title("th"),
        "title_en": winner.title("en"),
        "agency_code": application.agency.code,
        "agency_th": application.agency.name_th,
        "agency_en": application.agency.name_en,
        "ministry_th": ministry.name_th if ministry else "",
        "ministry_en": ministry.name_en if ministry else "",
        "responsible_unit": winner.responsible_unit,
        "summary": winner.summary,
        "announced_at": application.announced_at.isoformat() if application.announced_at else "",
        "page": page,
    }


def as_json(records: Sequence[Mapping[str, Any]]) -> str:
    """Write the records with their licence, Thai letters as letters."""
    return json.dumps({"licence": LICENCE, "count": len(records), "winners": records}, ensure_ascii=False, indent=1)


def as_csv(records: Sequence[Mapping[str, Any]]) -> bytes:
    """Write the records with a byte order mark, without which Excel misreads Thai; the licence is the last column."""
    text = io.StringIO()
    columns = [*(records[0] if records else ("code",)), "licence"]
    writer = csv.DictWriter(text, columns)
    writer.writeheader()
    for record in records:
        writer.writerow({name: _harmless(value) for name, value in record.items()} | {"licence": LICENCE["url"]})
    return text.getvalue().encode("utf-8-sig")


def _harmless(value: object) -> object:
    """A text that a spreadsheet would run as a formula gets a quotation mark in front."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value

"""What the form of one node sent: its fields by name, and the judgement in them as the page shows it again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

from app.queries.judgement import IndicatorsForm, JudgementForm
from app.services.judgements import LEVEL, SUGGESTION
from app.views.formatting import points

_ROW = re.compile(r"kpis-(\d{1,3})-(actual|target|decided|reason)")
_ONE_VALUE = ("percent", "strengths", "opportunities", "note", "reason", "dissent")


def sent_fields(form: MultiDict[str, str], kind: str, *, is_excusable: bool) -> dict[str, object]:
    """Return the fields of a plain POST; an unticked box is sent by nobody and still says no.

    `kind` is the kind of the node's form; `is_excusable` says that the page had a "cannot be judged" box.
    """
    named = (LEVEL, SUGGESTION)
    fields: dict[str, object] = {name: form[name] for name in form if name in _ONE_VALUE or name.startswith(named)}
    if is_excusable:
        fields["cannot_judge"] = "cannot_judge" in form
    if kind == "percent":
        fields["percent"] = chosen_percent(form)
    if kind == "checklist":
        fields["ticks"] = form.getlist("ticks")
    if kind == "indicators":
        fields["kpis"] = sent_rows(form)
    return fields


def chosen_percent(form: Mapping[str, str]) -> str:
    """Return the percent typed; where that still says what the page came with, the anchor chosen beside it."""
    typed, came_with, anchor = form.get("percent", ""), form.get("percent-before", ""), form.get("anchor", "")
    return anchor if anchor and typed == came_with else typed


def sent_rows(form: Mapping[str, str]) -> list[dict[str, str]]:
    """Return the rows of indicators in their order."""
    rows: dict[int, dict[str, str]] = {}
    for name in form:
        found = _ROW.fullmatch(name)
        if found:
            rows.setdefault(int(found[1]), {})[found[2]] = form[name]
    return [rows[place] for place in sorted(rows)]


def told_rows(form: JudgementForm | None, *, is_excused: bool = False) -> list[dict[str, object]]:
    """Say of each indicator what it is worth as saved, and whether its score may be decided: the page follows."""
    rows = form.rows if isinstance(form, IndicatorsForm) else ()
    return [{"worth": points(None if is_excused else row.score), "may_decide": row.can_decide} for row in rows]


def typed_value(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return a refused judgement in the shape of a stored one, so that the page shows what was typed."""
    levels = {name.removeprefix(LEVEL): fields[name] for name in fields if name.startswith(LEVEL)}
    suggestions = {name.removeprefix(SUGGESTION): fields[name] for name in fields if name.startswith(SUGGESTION)}
    value = {name: fields[name] for name in ("percent", "ticks", "kpis") if name in fields}
    if suggestions:
        value["suggestions"] = suggestions
    return {**value, "levels": levels} if levels else value

"""A score sheet as a JSON file: its bytes to a Sheet, with no number ever passing through binary floating point."""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal, InvalidOperation
from typing import Any

from rubrics.model import Rubric
from workflows.scoring.entries import Place, quoted
from workflows.scoring.reading import parse_sheet
from workflows.scoring.sheet import Sheet, SheetFaults


def sheet_from_json(rubric: Rubric, content: bytes) -> Sheet:
    """The sheet written in `content` (UTF-8 JSON), keys and units as in `parse_sheet`.

    Raises SheetFaults with every fault: bytes that are no JSON, a key given twice, and all that `parse_sheet` refuses.
    """
    at = Place(("sheet",))
    raw = _parse(content, at)
    try:
        sheet = parse_sheet(rubric, raw)
    except SheetFaults as refused:
        raise SheetFaults([*at.found, *refused.obstacles]) from None
    if at.found:
        raise SheetFaults(at.found)
    return sheet


def _parse(content: bytes, at: Place) -> Any:
    """What the JSON says; raises SheetFaults where it is none, notes keys given twice."""

    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        for key, times in Counter(key for key, _ in pairs).items():
            if times > 1:
                at.fault("%(place)s: the key %(value)s is given twice in one object", value=quoted(key))
        return dict(pairs)

    try:
        return json.loads(
            content.decode("utf-8-sig"),
            parse_float=_exact_number,
            parse_int=_exact_number,
            parse_constant=_exact_number,
            object_pairs_hook=once,
        )
    except UnicodeDecodeError:
        at.fault("%(place)s: is not text in UTF-8")
    except json.JSONDecodeError as error:
        message = "%(place)s: is not JSON: %(problem)s in line %(line)s, column %(column)s"
        at.fault(message, problem=error.msg, line=error.lineno, column=error.colno)
    except RecursionError:
        at.fault("%(place)s: is nested too deeply")
    raise SheetFaults(at.found)


def _exact_number(written: str) -> Decimal:
    """The decimal as written; NaN, which no entry accepts, for a number beyond all decimals."""
    try:
        return Decimal(written)
    except InvalidOperation:
        return Decimal("NaN")

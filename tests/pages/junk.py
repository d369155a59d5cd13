"""What people, browsers and enemies send: texts of every bad kind, and bodies that are no form at all."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

# Names that mean something to `url_for`, and nothing in an address somebody typed.
OPTIONS = {"endpoint": "x", "_method": "POST", "_external": "1", "_anchor": "x", "_scheme": "javascript"}
NOBODY = "00000000-0000-4000-8000-000000000000"
TEXTS = (
    "",
    "ก" * 5000,
    "9" * 400,
    "-๑๒๓๔๕.๙",
    "1e999",
    "NaN",
    "ก\x00ข",
    "\u0e49\u0e49\u0e33\U0001f600\u202e",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "31/2/2569 99.99",
    NOBODY,
)
VALUES: tuple[Any, ...] = (None, True, -1, 10**400, 1.5, [], {}, [None], {"a": {"b": [1]}}, *TEXTS)
# A body that is not what it says it is.
_LIES = (b"", b"{", b"null", b"[1]", b'"text"', b"7", b'{"field": {}, "version": "x", "value": 1}', b"\xff\xfe\x00")
# What JSON can carry and no text can: half of a surrogate pair.
_HALVES = b'{"field": "\\ud800", "version": 0, "value": "\\udfff"}'


def bodies(names: set[str], standing: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Yield requests: every field spoilt at once, then each in an otherwise sensible form; files, JSON, lies."""
    fields = sorted({*names, *standing})
    for text in TEXTS:
        yield {"data": dict.fromkeys(fields, text)}
        yield {"data": {name: (BytesIO(b"\x00\x01junk"), f"{text[:50]}.pdf") for name in fields or ["file"]}}
    for name in fields:
        for text in TEXTS:
            yield {"data": {**standing, name: text}}
    for place in range(len(VALUES)):
        values = VALUES[place : place + 3]
        yield _as_json(json.dumps({name: values[at % len(values)] for at, name in enumerate(fields)}).encode())
    for lie in (*_LIES, _HALVES):
        yield _as_json(lie)


def _as_json(data: bytes) -> dict[str, Any]:
    return {"data": data, "content_type": "application/json"}

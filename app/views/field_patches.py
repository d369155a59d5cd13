"""One field of a sheet sent while somebody writes: read from the request, refused in words, answered with advice."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request
from flask.typing import ResponseReturnValue

from app.queries.comment_advice import comment_advice
from app.views.formatting import page_language


@dataclass(frozen=True)
class Patch:
    """One field as the page sent it, with the version it started from."""

    field: str
    value: object
    version: int


def read_patch() -> Patch | None:
    """Return the field patch of this request; None where its body is none."""
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        return None
    field, version = body.get("field"), body.get("version")
    if not isinstance(field, str) or not isinstance(version, int):
        return None
    return Patch(field, body.get("value"), version)


def refused(reasons: list[tuple[str | None, str]]) -> ResponseReturnValue:
    """Answer a patch that was not saved with its reasons."""
    return {"error": "rule", "obstacles": [{"field": field, "message": message} for field, message in reasons]}, 422


def advice_words(text: str) -> list[str]:
    """Return what the phrase book advises on a comment, one sentence or two for each rule."""
    language = page_language()
    found = []
    for finding in comment_advice(text):
        words = f"“{finding.words}” " if 0 < len(finding.words) <= 40 else ""
        found.append(f"{words}{finding.title.in_language(language)}: {finding.why.in_language(language)}")
    return found

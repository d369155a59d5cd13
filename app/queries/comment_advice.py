"""What the phrase book says of a comment: advice to its writer, never a bar."""

from __future__ import annotations

import regex

from rubrics.phrases import Finding, check_comment

_THAI = regex.compile(r"\p{Thai}")


def comment_advice(text: str) -> list[Finding]:
    """Return every rule of comment writing the text breaks, read by the rules of its own language; none while empty."""
    if not text.strip():
        return []
    return check_comment(text, "th" if _THAI.search(text) else "en")

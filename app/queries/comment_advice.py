"""What the phrase book says of a comment: advice to its writer, never a bar."""

from __future__ import annotations

import regex

from rubrics.phrase_book import Language
from rubrics.phrases import Finding, check_comment
from workflows.comments import comments_in

_THAI = regex.compile(r"\p{Thai}")


def comment_advice(text: str) -> list[Finding]:
    """Return every rule of comment writing the text breaks, read by the rules of its own language; none while empty."""
    if not text.strip():
        return []
    language: Language = "th" if _THAI.search(text) else "en"
    found = check_comment(text, language)
    for comment in comments_in(text):
        if comment.is_major:
            found += [each for each in check_comment(comment.text, language, is_double=True) if _is_new(each, found)]
    return found


def _is_new(finding: Finding, found: list[Finding]) -> bool:
    return finding.rule_id not in {each.rule_id for each in found}

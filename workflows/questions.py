"""What a question to OPDC and its answer must be."""

from __future__ import annotations

from workflows.errors import Obstacle

LONGEST = 3_000
"""The most grapheme clusters a question or an answer may have."""


def question_obstacles(length: int) -> list[Obstacle]:
    """Return what stands against a question of this many grapheme clusters."""
    return _obstacles(length, "text", Obstacle("Write the question", field="text"))


def answer_obstacles(*, answer: int, public_text: int, is_published: bool) -> list[Obstacle]:
    """Return what stands against an answer; what is published also needs the question as everybody reads it.

    Lengths are in grapheme clusters.
    """
    against = _obstacles(answer, "answer", Obstacle("Write the answer", field="answer"))
    if is_published:
        missing = Obstacle("Write the question as everybody will read it", field="public_text")
        against += _obstacles(public_text, "public_text", missing)
    return against


def _obstacles(length: int, field: str, missing: Obstacle) -> list[Obstacle]:
    if length < 1:
        return [missing]
    return [Obstacle("At most %(count)s characters", {"count": LONGEST}, field)] if length > LONGEST else []

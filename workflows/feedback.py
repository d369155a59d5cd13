"""What a feedback report is drafted from, and what must never be in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from rubrics.model import Rubric
from workflows.errors import Obstacle

Comments = Mapping[str, tuple[str, str]]
"""By node id: the agreed strengths and the agreed opportunities for improvement, one a line."""


def draft_content(rubric: Rubric, comments: Comments) -> dict[str, Any]:
    """Return the draft of a report: for every top node the agreed findings of its leaves, in the rubric's order.

    Built from the consensus only; the summary is left for staff to write. Source: feedback rule of the award.
    """
    return {
        "summary": "",
        "next_steps": [],
        "categories": [
            {
                "node": top.id,
                "strengths": [line for leaf in _leaves(rubric, top.id) for line in _lines(comments, leaf, 0)],
                "opportunities": [line for leaf in _leaves(rubric, top.id) for line in _lines(comments, leaf, 1)],
            }
            for top in rubric.nodes
        ],
    }


def _leaves(rubric: Rubric, top_id: str) -> list[str]:
    return [leaf.id for leaf in rubric.leaves if leaf.id == top_id or _top_of(rubric, leaf.id) == top_id]


def _top_of(rubric: Rubric, node_id: str) -> str:
    parent = rubric.parent_of(node_id)
    return node_id if parent is None else _top_of(rubric, parent.id)


def _lines(comments: Comments, node_id: str, place: int) -> list[str]:
    said = comments.get(node_id, ("", ""))[place]
    return [line.strip() for line in said.splitlines() if line.strip()]


def texts_of(content: Mapping[str, Any]) -> list[str]:
    """Return every text of a report's content."""
    texts = [str(content.get("summary", "")), *(str(step) for step in content.get("next_steps", ()))]
    for category in content.get("categories", ()):
        texts += [*category["strengths"], *category["opportunities"]]
    return texts


def leaks(
    content: Mapping[str, Any], *, names: Iterable[str], codes: Iterable[str], scores: Iterable[str]
) -> list[Obstacle]:
    """Return what the report must not tell: a person's name, another application's code, a score that is hidden.

    `names` are those of the panel (both languages, without title words it shares with others), `codes` those of other
    applications of the programme, `scores` the printed totals where the programme hides exact scores.
    """
    whole = "\n".join(texts_of(content))
    found = [
        Obstacle("The text names an assessor: %(name)s", {"name": name}) for name in names if name and name in whole
    ]
    found += [
        Obstacle("The text names another application: %(code)s", {"code": code}) for code in codes if code in whole
    ]
    for figure in scores:
        if re.search(rf"(?<![\d.]){re.escape(figure)}(?![\d.])", whole):
            found.append(Obstacle("The text tells a score that this programme hides: %(score)s", {"score": figure}))
    return found

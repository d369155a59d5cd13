"""What a feedback report is drafted from, and its texts one by one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rubrics.model import Rubric
from workflows.comments import is_major

Comments = Mapping[str, tuple[str, str]]
"""By node id: the agreed strengths and the agreed opportunities for improvement, one a line, with their marks."""


def draft_content(rubric: Rubric, comments: Comments) -> dict[str, Any]:
    """Return the draft of a report: for every top node the agreed findings of its leaves, the important ones first.

    Within them the order is the rubric's. Built from the consensus only; the summary is left for staff to write.
    Source: feedback rule of the award.
    """
    return {
        "summary": "",
        "next_steps": [],
        "categories": [
            {
                "node": top.id,
                "strengths": _ordered(line for leaf in _leaves(rubric, top.id) for line in _lines(comments, leaf, 0)),
                "opportunities": _ordered(
                    line for leaf in _leaves(rubric, top.id) for line in _lines(comments, leaf, 1)
                ),
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


def _ordered(lines: Iterable[str]) -> list[str]:
    return sorted(lines, key=lambda line: not is_major(line))


def texts_of(content: Mapping[str, Any]) -> list[str]:
    """Return every text of a report's content."""
    texts = [str(content.get("summary", "")), *(str(step) for step in content.get("next_steps", ()))]
    for category in content.get("categories", ()):
        texts += [*category["strengths"], *category["opportunities"]]
    return texts

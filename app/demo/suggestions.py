"""What a certifier of the demonstration finds missing: for the lowest level of an item that is not complete."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rubrics.nodes import Node

_MISSING = "ยังไม่พบหลักฐานเพียงพอในเรื่อง: "


def with_suggestion(node: Node, value: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the value of an item with what is missing for its next level; anything else as it is."""
    ticks = value.get("ticks")
    if ticks is None:
        return value
    for level in node.levels:
        missing = [point for point in level.checkpoints if point.id not in ticks]
        if missing:
            return {**value, "suggestions": {level.code.value: _MISSING + missing[0].text.th}}
    return value

"""Counting what a rubric holds against what its `totals` claim."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from rubrics.raw import Part, every_node, members, number
from rubrics.strict import Fault


def _nodes(content: Part, kind: str) -> int:
    return sum(node.get("kind") == kind for _, node in every_node(content))


def _checkpoints(content: Part, *levels: str) -> int:
    return sum(
        len(level.get("checkpoints") or ())
        for _, node in every_node(content)
        for _, level in members(node, "levels")
        if not levels or level.get("code") in levels
    )


def _is_result(node: Part) -> bool:
    return node.get("kind") == "kpi" or (node.get("kind") == "item" and "kpi" in node)


def _items(content: Part, *, results: bool) -> int:
    leaves = [node for _, node in every_node(content) if node.get("kind") in {"item", "kpi"}]
    return sum(_is_result(node) == results for node in leaves)


def _points(content: Part, *, results: bool | None = None) -> Decimal:
    leaves = [node for _, node in every_node(content) if not node.get("nodes")]
    wanted = [node for node in leaves if results is None or _is_result(node) == results]
    return sum((number(node.get("points")) or Decimal(0) for node in wanted), Decimal(0))


_COUNTED: dict[str, Callable[[Part], int | Decimal]] = {
    "dimensions": lambda content: _nodes(content, "dimension"),
    "indicators": lambda content: _nodes(content, "indicator"),
    "categories": lambda content: _nodes(content, "category"),
    "process_items": lambda content: _items(content, results=False),
    "result_items": lambda content: _items(content, results=True),
    "checkpoints": lambda content: _checkpoints(content),
    "basic": lambda content: _checkpoints(content, "basic"),
    "advance": lambda content: _checkpoints(content, "advance"),
    "significance": lambda content: _checkpoints(content, "significance"),
    "profile_prompts": lambda content: sum(1 for _ in members(content, "profile")),
    "points": lambda content: _points(content),
    "process_points": lambda content: _points(content, results=False),
    "result_points": lambda content: _points(content, results=True),
    "questions": lambda content: sum(1 for _ in members(content, "form", "sections")) - 1,
    "goals": lambda content: sum(1 for _ in members(content, "choice_lists", "sdgs")),
}


def count_faults(content: Part) -> Iterator[Fault]:
    """Yield every entry of `totals` that differs from what the file holds, or that nobody knows how to count."""
    totals = content.get("totals")
    for name, claimed in totals.items() if isinstance(totals, Mapping) else ():
        count = _COUNTED.get(str(name))
        if count is None:
            yield Fault(("totals", name), f"nothing is counted as '{name}'; known: {', '.join(_COUNTED)}")
        elif count(content) != claimed:
            yield Fault(("totals", name), f"the file holds {count(content)}, not {claimed}")

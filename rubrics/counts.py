"""Counting what a rubric holds against what its `totals` claim."""

from collections.abc import Callable, Iterator
from decimal import Decimal

from rubrics.raw import Content, Part, members
from rubrics.strict import Fault, plain_number


def _nodes(content: Content, kind: str) -> int:
    return sum(node.get("kind") == kind for _, node in content.nodes)


def _checkpoints(content: Content, *codes: str) -> int:
    levels = [level for _, node in content.leaves for _, level in members(node, "levels")]
    return sum(len(level.get("checkpoints") or ()) for level in levels if level.get("code") in codes)


def _is_result(node: Part) -> bool:
    """A results item takes indicators; a process item does not."""
    return "kpi" in node


def _items(content: Content, *, results: bool) -> int:
    items = [node for _, node in content.leaves if node.get("kind") in {"item", "kpi"}]
    return sum(_is_result(node) == results for node in items)


def _points(content: Content, *, of: tuple[bool, ...]) -> Decimal:
    worth = [plain_number(node.get("points")) for _, node in content.leaves if _is_result(node) in of]
    return sum((points for points in worth if points is not None), Decimal(0))


_COUNTED: dict[str, Callable[[Content], int | Decimal]] = {
    "dimensions": lambda content: _nodes(content, "dimension"),
    "indicators": lambda content: _nodes(content, "indicator"),
    "categories": lambda content: _nodes(content, "category"),
    "process_items": lambda content: _items(content, results=False),
    "result_items": lambda content: _items(content, results=True),
    "checkpoints": lambda content: _checkpoints(content, "basic", "advance", "significance"),
    "basic": lambda content: _checkpoints(content, "basic"),
    "advance": lambda content: _checkpoints(content, "advance"),
    "significance": lambda content: _checkpoints(content, "significance"),
    "points": lambda content: _points(content, of=(True, False)),
    "process_points": lambda content: _points(content, of=(False,)),
    "result_points": lambda content: _points(content, of=(True,)),
    "profile_prompts": lambda content: len(content.members("profile")),
    "questions": lambda content: len(content.members("form", "sections")) - 1,
    "goals": lambda content: len(content.members("choice_lists", "sdgs")),
}


def count_faults(content: Content) -> Iterator[Fault]:
    """Yield every entry of `totals` that differs from what the file holds, or that nobody knows how to count."""
    totals = content.whole.get("totals")
    for name, claimed in totals.items() if isinstance(totals, dict) else ():
        count = _COUNTED.get(str(name))
        if count is None:
            yield Fault(("totals", name), f"nothing is counted as '{name}'; known: {', '.join(_COUNTED)}")
        elif count(content) != claimed:
            yield Fault(("totals", name), f"the file holds {count(content)}, not {claimed}")

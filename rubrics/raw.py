"""A rubric's plain content before it is known to be well formed: what is missing or misshapen reads as nothing."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

Location = tuple[str | int, ...]
Part = dict[str, Any]
Placed = tuple[Location, Part]


class Content:
    """The plain content of one file, walked once and asked many times."""

    def __init__(self, whole: Part) -> None:
        """Remember every mapping of the tree with its location, parents before children."""
        self.whole = whole
        self.mappings: list[Placed] = []
        self._walk(whole, ())

    def _walk(self, part: object, at: Location) -> None:
        if isinstance(part, dict):
            self.mappings.append((at, part))
            for key, value in part.items():
                if isinstance(value, dict | list):
                    self._walk(value, (*at, key))
        elif isinstance(part, list):
            for place, value in enumerate(part):
                if isinstance(value, dict | list):
                    self._walk(value, (*at, place))

    def members(self, *keys: str) -> list[Placed]:
        """Return the mappings of the list at `keys`, each with its location; nothing where there is no such list."""
        return members(self.whole, *keys)

    @cached_property
    def nodes(self) -> list[Placed]:
        """Return every node of the scored tree with its location, groups before their members."""
        return list(_nodes_below(self.whole, ()))

    @cached_property
    def leaves(self) -> list[Placed]:
        """Return the nodes that have no members."""
        return [(where, node) for where, node in self.nodes if not node.get("nodes")]

    def under(self, key: str) -> list[Placed]:
        """Return every mapping below a part called `key`, or that part itself."""
        return [(where, part) for where, part in self.mappings if key in where]

    def at(self, where: Location) -> Part:
        """Return the mapping at a location; an empty one where there is none."""
        found: Any = self.whole
        for step in where:
            found = found.get(step) if isinstance(found, dict) else found[int(step)]
        return found if isinstance(found, dict) else {}


def members(whole: Part, *keys: str) -> list[Placed]:
    """Return the mappings of the list at `keys` below `whole`, each with its location from there."""
    found: object = whole
    for key in keys:
        found = found.get(key) if isinstance(found, dict) else None
    if not isinstance(found, list):
        return []
    return [((*keys, place), part) for place, part in enumerate(found) if isinstance(part, dict)]


def _nodes_below(part: Part, at: Location) -> Iterator[Placed]:
    for where, node in members(part, "nodes"):
        here = (*at, *where)
        yield here, node
        yield from _nodes_below(node, here)


def names(parts: Iterable[Placed], key: str) -> frozenset[str]:
    """Return the values of `key` over the parts."""
    return frozenset(part[key] for _, part in parts if isinstance(part.get(key), str))


def strings(part: Part, key: str) -> Iterator[tuple[Location, str]]:
    """Yield the strings at `key`, whether one or a list, each with its location."""
    value = part.get(key)
    if isinstance(value, str):
        yield (key,), value
    elif isinstance(value, list):
        for place, each in enumerate(value):
            if isinstance(each, str):
                yield (key, place), each

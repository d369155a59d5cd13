"""Reading a rubric's plain content before it is known to be well formed: what is missing or misshapen reads as nothing."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

Location = tuple[str | int, ...]
Part = Mapping[str, Any]


def members(whole: object, *keys: str) -> Iterator[tuple[Location, Part]]:
    """Yield the mappings of the list at `keys`, each with its location; nothing where there is no such list."""
    found = whole
    for key in keys:
        found = found.get(key) if isinstance(found, Mapping) else None
    if isinstance(found, Sequence) and not isinstance(found, str):
        for place, part in enumerate(found):
            if isinstance(part, Mapping):
                yield (*keys, place), part


def every_mapping(whole: object, at: Location = ()) -> Iterator[tuple[Location, Part]]:
    """Yield every mapping of the tree with its location, parents before children."""
    if isinstance(whole, Mapping):
        yield at, whole
        for key, value in whole.items():
            yield from every_mapping(value, (*at, key))
    elif isinstance(whole, Sequence) and not isinstance(whole, str):
        for place, value in enumerate(whole):
            yield from every_mapping(value, (*at, place))


def every_node(whole: object, at: Location = ()) -> Iterator[tuple[Location, Part]]:
    """Yield every node of the scored tree with its location, groups before their members."""
    for where, node in members(whole, "nodes"):
        here = (*at, *where)
        yield here, node
        yield from every_node(node, here)


def names(parts: Iterator[tuple[Location, Part]], key: str) -> frozenset[str]:
    """Return the values of `key` over the parts."""
    return frozenset(part[key] for _, part in parts if isinstance(part.get(key), str))


def strings(part: Part, key: str) -> Iterator[tuple[Location, str]]:
    """Yield the strings at `key`, whether one or a list, each with its location."""
    value = part.get(key)
    if isinstance(value, str):
        yield (key,), value
    elif isinstance(value, Sequence):
        for place, each in enumerate(value):
            if isinstance(each, str):
                yield (key, place), each


def number(value: object) -> Decimal | None:
    """Return a plain number as a Decimal, None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    return Decimal(value)

"""Finding how far a part of a rubric is proven: the nearest status on the way from the head of the file to the part."""

from collections.abc import Mapping
from typing import Any

from rubrics.provenance import OfficialStatus, Sourced, Standing
from rubrics.strict import Strict


def status_along(rubric: Sourced, path: str, *, is_node: bool) -> OfficialStatus:
    """Return the status that holds for the node id or dotted path; raises KeyError where there is no such part."""
    steps = (is_node and _steps_to_node(rubric, path)) or _steps_along(rubric, path)
    nearest = [status for status in steps if status is not None]
    if not nearest:
        raise KeyError(path)
    return nearest[-1]


def _steps_to_node(part: Any, node_id: str) -> list[OfficialStatus | None] | None:
    own = [_own_status(part)]
    for node in part.nodes:
        if node.id == node_id:
            return [*own, _own_status(node)]
        below = _steps_to_node(node, node_id)
        if below is not None:
            return [*own, *below]
    return None


def _steps_along(rubric: Sourced, path: str) -> list[OfficialStatus | None]:
    found, part, rest = [_own_status(rubric)], rubric, path
    while rest:
        part, beside, rest = _descend(part, rest, path)
        found += [_own_status(beside), _own_status(part)]
    return found


def _descend(part: Any, rest: str, path: str) -> tuple[Any, Any, str]:
    """Take one step: the next attribute or the member with the longest fitting id; ids may hold dots themselves."""
    words = rest.split(".")
    for length in range(len(words), 0, -1):
        name, left = ".".join(words[:length]), ".".join(words[length:])
        below = _member(part, name)
        if below is not None:
            return below, getattr(part, f"{name}_status", None), left
    raise KeyError(path)


def _member(part: Any, name: str) -> Any:
    if isinstance(part, Strict):
        return getattr(part, name) if name in type(part).model_fields else None
    if isinstance(part, Mapping):
        return part.get(name)
    if isinstance(part, tuple):
        return next((each for each in part if name in _names(each)), None)
    return None


def _names(part: Any) -> tuple[str | None, ...]:
    return tuple(str(value) for value in (getattr(part, "id", None), getattr(part, "code", None)) if value is not None)


def _own_status(part: Any) -> OfficialStatus | None:
    return part.official_status if isinstance(part, Sourced | Standing) else None

"""How far a number of the criteria is proven, as a page marks it: staff's confirmations win over the file."""

from __future__ import annotations

from app.models import Programme
from app.queries.criteria import confirmed_paths, rubric_of

OFFICIAL = "official"


def number_status(programme: Programme, path: str) -> str:
    """Return "official", "reconstructed" or "illustrative" for a node id or a path of the programme's criteria.

    A confirmation of a part covers everything inside it; one of "nodes" covers every node.
    """
    rubric = rubric_of(programme)
    covering = {path, path.partition(".")[0]} | ({"nodes"} if rubric.has_node(path) else set())
    if covering & confirmed_paths(programme):
        return OFFICIAL
    return str(rubric.status_of(path).value)

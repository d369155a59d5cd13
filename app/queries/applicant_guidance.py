"""What assessors look for in a part: the criteria its answers feed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from app.models import Programme
from app.queries.criteria import rubric_of
from app.queries.number_status import number_status
from rubrics.nodes import Node
from workflows.document import Part


@dataclass(frozen=True)
class Guidance:
    """The criteria a part feeds, their points together, and how far these points are proven."""

    nodes: tuple[Node, ...]
    points: Decimal | None
    status: str


def guidance_for(programme: Programme, part: Part) -> Guidance | None:
    """Return what assessors look for in this part; None where it feeds no criterion."""
    rubric = rubric_of(programme)
    nodes = tuple(rubric.node(node_id) for node_id in part.bind if rubric.has_node(node_id))
    if not nodes:
        return None
    points = [node.points for node in nodes]
    total = None if rubric.bands else sum((each for each in points if each is not None), Decimal(0))
    return Guidance(nodes, total, number_status(programme, nodes[0].id))


def limits_status(programme: Programme, part: Part) -> str:
    """Return how far the limits of this part are proven."""
    if part.node_id:
        return number_status(programme, "evidence_rules")
    rubric = rubric_of(programme)
    for path in (f"form.sections.{part.id}", f"report.sections.{part.id}", f"profile.{part.id}"):
        try:
            rubric.status_of(path)
        except KeyError:
            continue
        return number_status(programme, path)
    return number_status(programme, "form")

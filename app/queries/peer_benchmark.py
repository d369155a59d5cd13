"""How an agency compares with the others of its kind that were certified in the same programme: anonymous."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from app.extensions import db
from app.models import Agency, Application
from app.queries.award_levels import award_label
from app.queries.pmqa40_standings import agreed_figures
from rubrics.model import Rubric
from rubrics.nodes import Node
from workflows.application import ApplicationState
from workflows.benchmark import Benchmark, benchmark


@dataclass(frozen=True)
class PeerBenchmark:
    """The total and each category as the others of this kind stand; only where at least five of them do."""

    total: Benchmark
    categories: tuple[tuple[Node, Benchmark], ...]


def peer_benchmark(application: Application, rubric: Rubric) -> PeerBenchmark | None:
    """Return the comparison, None where fewer than five others were certified. Their results are announced already."""
    found = agreed_figures(rubric, _others(application, rubric))
    total = benchmark([scores.total for scores in found.values()])
    if total is None:
        return None
    by_category = ((node, benchmark([scores.nodes.get(node.id) for scores in found.values()])) for node in rubric.nodes)
    return PeerBenchmark(total, tuple((node, each) for node, each in by_category if each is not None))


def _others(application: Application, rubric: Rubric) -> list[Application]:
    """The certified applications of other agencies of the same kind in the same programme."""
    if not rubric.bands:
        return []
    others = db.session.scalars(
        select(Application)
        .join(Agency, Agency.id == Application.agency_id)
        .where(
            Application.programme_id == application.programme_id,
            Application.agency_id != application.agency_id,
            Application.state == ApplicationState.ANNOUNCED,
            Agency.kind == application.agency.kind,
        )
        .options(contains_eager(Application.agency))
    )
    return [other for other in others if award_label(rubric, other.award or "") is not None]

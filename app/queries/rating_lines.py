"""A status assessment side by side: the agency's own figures, each certifier's, their mean and what was agreed.

Only where the consensus is open or recorded: then every sheet is in, and nobody's is shown before.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from sqlalchemy import select

from app.extensions import db
from app.models import Application, ConsensusSheet, ConsensusState, Person, ScoreSheet, Stage
from app.queries.applicant_scores import self_scores
from app.queries.application_facts import latest_snapshot
from app.queries.consensus import open_points, submitted_sheets
from app.queries.criteria import rubric_of
from app.queries.sheet_page import node_code
from app.queries.sheets import agreed_from, frozen_answers, read_panel, sheet_of
from rubrics.model import Method, Rubric
from rubrics.nodes import Node
from workflows.application import Phase
from workflows.scoring.discrepancy import panel_scores
from workflows.scoring.totals import Scores, score


@dataclass(frozen=True)
class Figure:
    """Points of one node and the level they are worth, where an item has levels; None while not scored."""

    points: Decimal | None
    level: str | None = None


@dataclass(frozen=True)
class NodeLine:
    """One category or item with everybody's figure; `certifiers` stand in the order of their names.

    What the panel has still to settle `is_open`: it has no agreed figure yet, nor has its category.
    """

    node: Node
    code: str
    is_category: bool
    own: Figure
    certifiers: tuple[Figure, ...]
    mean: Figure
    agreed: Figure
    is_open: bool = False

    @property
    def differs(self) -> bool:
        """Say whether the certifiers gave this node different points."""
        return len({figure.points for figure in self.certifiers}) > 1

    @property
    def differs_from_own(self) -> bool:
        """Say whether a certifier gave this node other points than the agency itself."""
        return any(figure.points not in (None, self.own.points) for figure in self.certifiers)


@dataclass(frozen=True)
class RatingLines:
    """Every node of a round, and the totals; `agreed_so_far` is the total of the room while something is open."""

    application: Application
    stage: Stage
    consensus: ConsensusSheet
    rubric: Rubric
    certifiers: tuple[Person, ...]
    rows: tuple[NodeLine, ...]
    totals: NodeLine
    agreed_so_far: Decimal

    @property
    def to_settle(self) -> int:
        """How many items the panel has still to settle."""
        return sum(row.is_open and not row.is_category for row in self.rows)

    @property
    def categories(self) -> tuple[NodeLine, ...]:
        """The categories, as the radar draws them."""
        return tuple(row for row in self.rows if row.is_category)


def rating_lines(consensus: ConsensusSheet) -> RatingLines | None:
    """Return the figures of one round side by side; None where the criteria know no checklist."""
    application = consensus.application
    rubric = rubric_of(application.programme)
    if rubric.method is not Method.LEVEL_CHECKLIST:
        return None
    sheets = sorted(submitted_sheets(consensus), key=lambda sheet: sheet.assessor.name_th)
    everybody = _everybody(rubric, consensus, sheets)
    nodes = [member for top in rubric.nodes for member in (top, *top.nodes)]
    return RatingLines(
        application=application,
        stage=consensus.stage,
        consensus=consensus,
        rubric=rubric,
        certifiers=tuple(sheet.assessor for sheet in sheets),
        rows=tuple(_line(node, everybody, is_category=node in rubric.nodes) for node in nodes),
        totals=_totals(rubric.nodes[0], everybody),
        agreed_so_far=everybody.so_far.at_least,
    )


def lines_at(application: Application, code: str) -> RatingLines | None:
    """Return the same for the round of this code, None before all its sheets are in."""
    consensus = db.session.scalars(
        select(ConsensusSheet)
        .join(Stage, Stage.id == ConsensusSheet.stage_id)
        .where(ConsensusSheet.application_id == application.id, Stage.code == code)
    ).one_or_none()
    return rating_lines(consensus) if consensus is not None else None


@dataclass(frozen=True)
class _Everybody:
    """What each one's sheet is worth; `still` are the nodes not settled yet, which `so_far` counts too."""

    own: Scores | None
    theirs: list[Scores]
    mean: Scores
    agreed: Scores
    so_far: Scores
    still: frozenset[str]


def _everybody(rubric: Rubric, consensus: ConsensusSheet, sheets: list[ScoreSheet]) -> _Everybody:
    """Score every sheet; what is not settled has no agreed figure of its own: a disputed tick is not one not met.

    The total so far is the room's, by the same rule, so that two pages of one room never say two numbers.
    """
    is_recorded = consensus.state is ConsensusState.RECORDED
    still = frozenset() if is_recorded else frozenset(open_points(consensus))
    agreed = agreed_from(rubric, consensus, sheets)
    return _Everybody(
        own=own_scores(rubric, consensus.application),
        theirs=[score(rubric, sheet_of(rubric, sheet.entries)) for sheet in sheets],
        mean=panel_scores(rubric, read_panel(rubric, sheets)),
        agreed=score(rubric, replace(agreed, cannot_judge=agreed.cannot_judge | still)),
        so_far=score(rubric, agreed),
        still=still,
    )


def own_scores(rubric: Rubric, application: Application) -> Scores | None:
    """Return what the agency said of itself when it last handed in, None before."""
    snapshot = latest_snapshot(application, Phase.ENTRY)
    return self_scores(rubric, frozen_answers(snapshot)).scores if snapshot is not None else None


def _line(node: Node, everybody: _Everybody, *, is_category: bool) -> NodeLine:
    return NodeLine(
        node=node,
        code=node_code(node),
        is_category=is_category,
        own=_figure(everybody.own, node),
        certifiers=tuple(_figure(scores, node) for scores in everybody.theirs),
        mean=Figure(everybody.mean.nodes.get(node.id)),
        agreed=_figure(everybody.agreed, node),
        is_open=not everybody.still.isdisjoint({node.id, *(member.id for member in node.nodes)}),
    )


def _figure(scores: Scores | None, node: Node) -> Figure:
    if scores is None:
        return Figure(None)
    reached = scores.levels.get(node.id)
    return Figure(scores.nodes.get(node.id), reached.value if reached else None)


def _totals(node: Node, everybody: _Everybody) -> NodeLine:
    own, is_open = everybody.own, bool(everybody.still)
    return NodeLine(
        node=node,
        code="",
        is_category=False,
        own=Figure(own.total if own else None),
        certifiers=tuple(Figure(scores.total) for scores in everybody.theirs),
        mean=Figure(everybody.mean.total),
        agreed=Figure(None if is_open else everybody.agreed.total),
        is_open=is_open,
    )

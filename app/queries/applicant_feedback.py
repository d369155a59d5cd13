"""A released feedback report with its figures: what the agency said, what was agreed, or a range of per cent."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.models import Application, FeedbackReport
from app.queries.agency_view import told_outcome
from app.queries.applicant_scores import self_scores
from app.queries.application_facts import latest_snapshot
from app.queries.award_levels import certifies
from app.queries.criteria import rubric_of
from app.queries.peer_benchmark import PeerBenchmark, peer_benchmark
from app.queries.sheets import agreed_scores, frozen_answers
from app.queries.stage_facts import is_assessing
from app.queries.visit_scores import scores_after_visit
from rubrics.model import Rubric
from rubrics.nodes import Node
from rubrics.stages import StageKind
from workflows.application import Phase
from workflows.comments import Comment, by_importance, comments_in
from workflows.scoring.totals import Scores

_HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Range:
    """A range of percent told in place of a score."""

    low: Decimal
    high: Decimal


@dataclass(frozen=True)
class CategoryFeedback:
    """One category or dimension: its figures, as far as they are told, and its findings."""

    node: Node
    maximum: Decimal
    own: Decimal | None
    certified: Decimal | None
    agreed: Decimal | None
    told_range: Range | None
    strengths: tuple[Comment, ...]
    opportunities: tuple[Comment, ...]

    @property
    def percent(self) -> Decimal | None:
        """The agreed score in percent of the most there is."""
        return None if self.agreed is None or not self.maximum else self.agreed * _HUNDRED / self.maximum


@dataclass(frozen=True)
class ItemFeedback:
    """One item of a status assessment: its agreed points and the level they reach; a results item has none."""

    node: Node
    points: Decimal | None
    level: str | None


@dataclass(frozen=True)
class Feedback:
    """Everything the agency reads. `total` is None where exact scores stay hidden.

    What was agreed last is the certified result where a certification was announced, `is_certified`.
    """

    report: FeedbackReport
    rubric: Rubric
    summary: str
    next_steps: tuple[str, ...]
    categories: tuple[CategoryFeedback, ...]
    total: Decimal | None
    total_range: Range | None
    has_series: bool
    items: tuple[ItemFeedback, ...]
    peers: PeerBenchmark | None
    is_certified: bool = False


def feedback_of(report: FeedbackReport) -> Feedback:
    """Return the report with its figures. Only recorded consensus is told, never anybody's own sheet."""
    application, content = report.application, report.content
    rubric = rubric_of(application.programme)
    certified, agreed = _agreed(application)
    own = _own(application, rubric)
    hides = rubric.feedback is not None and not rubric.feedback.show_exact_score
    total = agreed.total if agreed else None
    return Feedback(
        report=report,
        rubric=rubric,
        summary=str(content.get("summary", "")),
        next_steps=tuple(content.get("next_steps", ())),
        categories=tuple(
            _category(rubric, each, own, certified, agreed, hides=hides) for each in content.get("categories", ())
        ),
        total=None if hides else total,
        total_range=_range(rubric, total, rubric.maximum) if hides else None,
        has_series=bool(rubric.bands),
        items=() if hides or not rubric.bands else _items(rubric, agreed),
        peers=None if hides or agreed is None else peer_benchmark(application, rubric),
        is_certified=certifies(rubric) and told_outcome(application) is not None,
    )


def _items(rubric: Rubric, agreed: Scores | None) -> tuple[ItemFeedback, ...]:
    if agreed is None:
        return ()
    return tuple(
        ItemFeedback(
            leaf, agreed.nodes.get(leaf.id), reached.value if (reached := agreed.levels.get(leaf.id)) else None
        )
        for leaf in rubric.leaves
    )


def _agreed(application: Application) -> tuple[Scores | None, Scores | None]:
    """What the certifiers' round agreed on, and what was agreed last, as the visit left it."""
    found = [
        (stage, scores)
        for stage in application.programme.stages
        if is_assessing(stage) and (scores := agreed_scores(application, stage.id)) is not None
    ]
    certified = next((scores for stage, scores in found if stage.kind == StageKind.SELF), None)
    return certified, scores_after_visit(application, found[-1][0].id) if found else None


def _own(application: Application, rubric: Rubric) -> Scores | None:
    snapshot = latest_snapshot(application, Phase.ENTRY)
    if snapshot is None or not rubric.bands:
        return None
    return self_scores(rubric, frozen_answers(snapshot)).scores


def _category(
    rubric: Rubric,
    content: dict[str, Any],
    own: Scores | None,
    certified: Scores | None,
    agreed: Scores | None,
    *,
    hides: bool,
) -> CategoryFeedback:
    node = rubric.node(content["node"])
    maximum = node.points or rubric.maximum
    value = agreed.nodes.get(node.id) if agreed else None
    return CategoryFeedback(
        node=node,
        maximum=maximum,
        own=own.nodes.get(node.id) if own else None,
        certified=certified.nodes.get(node.id) if certified else None,
        agreed=None if hides else value,
        told_range=_range(rubric, value, maximum) if hides else None,
        strengths=_findings(content["strengths"]),
        opportunities=_findings(content["opportunities"]),
    )


def _findings(lines: list[str]) -> tuple[Comment, ...]:
    """The lines of one kind, the important ones first."""
    return by_importance(comment for line in lines for comment in comments_in(line))


def _range(rubric: Rubric, value: Decimal | None, maximum: Decimal) -> Range | None:
    """The band of equal width the score lies in, as many bands as the criteria say."""
    if value is None or rubric.feedback is None or not maximum:
        return None
    bands = rubric.feedback.process_total_bands
    place = min(int(value * bands / maximum), bands - 1)
    return Range(_HUNDRED * place / bands, _HUNDRED * (place + 1) / bands)

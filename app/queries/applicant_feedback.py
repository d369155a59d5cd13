"""A released feedback report with its figures: what the agency said, what was agreed, or a range of per cent."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.models import Application, FeedbackReport
from app.queries.applicant_scores import self_scores
from app.queries.application_facts import latest_snapshot
from app.queries.criteria import rubric_of
from app.queries.sheets import agreed_scores, frozen_answers
from app.queries.stage_facts import is_assessing
from rubrics.model import Rubric
from rubrics.nodes import Node
from rubrics.stages import StageKind
from workflows.application import Phase
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
    strengths: tuple[str, ...]
    opportunities: tuple[str, ...]

    @property
    def percent(self) -> Decimal | None:
        """The agreed score in percent of the most there is."""
        return None if self.agreed is None or not self.maximum else self.agreed * _HUNDRED / self.maximum


@dataclass(frozen=True)
class Feedback:
    """Everything the agency reads. `total` is None where exact scores stay hidden."""

    report: FeedbackReport
    rubric: Rubric
    summary: str
    next_steps: tuple[str, ...]
    categories: tuple[CategoryFeedback, ...]
    total: Decimal | None
    total_range: Range | None
    has_series: bool


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
    )


def _agreed(application: Application) -> tuple[Scores | None, Scores | None]:
    """What the certifiers' round agreed on, and what was agreed last."""
    found = [
        (stage, scores)
        for stage in application.programme.stages
        if is_assessing(stage) and (scores := agreed_scores(application, stage.id)) is not None
    ]
    certified = next((scores for stage, scores in found if stage.kind == StageKind.SELF), None)
    return certified, found[-1][1] if found else None


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
        strengths=tuple(content["strengths"]),
        opportunities=tuple(content["opportunities"]),
    )


def _range(rubric: Rubric, value: Decimal | None, maximum: Decimal) -> Range | None:
    """The band of equal width the score lies in, as many bands as the criteria say."""
    if value is None or rubric.feedback is None or not maximum:
        return None
    bands = rubric.feedback.process_total_bands
    place = min(int(value * bands / maximum), bands - 1)
    return Range(_HUNDRED * place / bands, _HUNDRED * (place + 1) / bands)

"""What the PDF of a feedback report says, in the language it is wanted in."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from app.models import Application
from app.queries.agency_view import told_outcome
from app.queries.applicant_feedback import CategoryFeedback, Feedback, Range
from app.queries.applicant_scores import band_at, next_band
from app.queries.number_status import OFFICIAL, number_status
from app.reports import feedback_report as paper
from app.reports.charts import Level
from app.reports.feedback_figures import BandRange, Figure, PointsScore, SeriesScores
from app.views.applicant.receipt_papers import issuer
from workflows.scoring.printing import bureaucracy_index, total_printer


def feedback_paper(
    feedback: Feedback, language: str, *, ledger_address: str, previewed_at: datetime | None = None
) -> paper.FeedbackReport:
    """Return the report for the typesetter; staff preview it, dated then, before it is released."""
    application = feedback.report.application
    issued_at = feedback.report.released_at or previewed_at
    assert issued_at is not None, "only a released report is printed for an agency"
    return paper.FeedbackReport(
        application_code=application.code,
        title=application.title(language) or None,
        agency=application.agency.name(language),
        programme=application.programme.title(language),
        cycle_year_be=application.programme.cycle.year_be,
        issuer=issuer(),
        released_at=issued_at,
        ledger_address=ledger_address,
        standing=_standing(feedback, application, language),
        summary=feedback.summary,
        key_strengths=(),
        key_opportunities=(),
        categories=tuple(_category(each, language, has_series=feedback.has_series) for each in feedback.categories),
        next_steps=feedback.next_steps,
    )


def _standing(feedback: Feedback, application: Application, language: str) -> paper.Standing:
    outcome, rubric, total = told_outcome(application), feedback.rubric, feedback.total
    award = outcome.name.in_language(language) if outcome else None
    if feedback.total_range is not None:
        return paper.Standing(level=award, band=_band(feedback.total_range))
    if total is None:
        return paper.Standing(level=award)
    following = next_band(rubric, total) if feedback.has_series else None
    band = band_at(rubric, total) if feedback.has_series else None
    return paper.Standing(
        level=award or (band.label.in_language(language) if band else None),
        score=_printed(feedback, total),
        maximum=rubric.maximum,
        bureaucracy_index=bureaucracy_index(rubric, total) if rubric.aggregation else None,
        next_level=following.label.in_language(language) if following else None,
        points_to_next_level=following.min - _printed(feedback, total) if following else None,
        scale=tuple(Level(each.label.in_language(language), each.min) for each in rubric.bands),
        is_illustrative=number_status(application.programme, "bands" if rubric.bands else "nodes") != OFFICIAL,
    )


def _printed(feedback: Feedback, total: Decimal) -> Decimal:
    return Decimal(total_printer(feedback.rubric)(total))


def _category(each: CategoryFeedback, language: str, *, has_series: bool) -> paper.FeedbackCategory:
    title = each.node.title.in_language(language)
    return paper.FeedbackCategory(
        number=each.node.number or each.node.id,
        title=title,
        short_title=each.node.number or each.node.id,
        figure=_figure(each, has_series=has_series),
        strengths=tuple(paper.Finding(text) for text in each.strengths),
        opportunities=tuple(paper.Finding(text) for text in each.opportunities),
    )


def _figure(each: CategoryFeedback, *, has_series: bool) -> Figure:
    if each.told_range is not None:
        return _band(each.told_range)
    if has_series:
        return SeriesScores(each.own, each.certified, each.agreed, each.maximum)
    return PointsScore(each.agreed, each.maximum)


def _band(told: Range) -> BandRange:
    return BandRange(told.low, told.high)

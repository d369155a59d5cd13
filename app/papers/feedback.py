"""What the PDF of a feedback report says, in the language it is wanted in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import ROUND_UP, Decimal

from app.models import Application
from app.papers.comments import VERY_IMPORTANT
from app.queries.agency_view import told_outcome
from app.queries.applicant_feedback import CategoryFeedback, Feedback, ItemFeedback, Range
from app.queries.number_status import OFFICIAL, number_status
from app.reports import feedback_report as paper
from app.reports.charts import Level
from app.reports.feedback_figures import BandRange, Figure, PointsScore, SeriesScores
from app.reports.feedback_tables import Comparison, ItemLevel
from app.reports.letterhead import OFFICE
from app.reports.wording import Text
from workflows.comments import Comment
from workflows.scoring.printing import bureaucracy_index, page_total
from workflows.scoring.standing import standing_at

_TOTAL = Text(th="รวม", en="Total")


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
        issuer=OFFICE.in_language(language),
        released_at=issued_at,
        ledger_address=ledger_address,
        standing=_standing(feedback, application, language),
        summary=feedback.summary,
        key_strengths=(),
        key_opportunities=(),
        categories=tuple(_category(feedback, each, language) for each in feedback.categories),
        next_steps=feedback.next_steps,
        items=tuple(_item(feedback, each, language) for each in feedback.items),
        comparison=tuple(_comparison(feedback, language)),
    )


def _standing(feedback: Feedback, application: Application, language: str) -> paper.Standing:
    outcome, rubric, total = told_outcome(application), feedback.rubric, feedback.total
    award = outcome.name.in_language(language) if outcome else None
    if feedback.total_range is not None:
        return paper.Standing(level=award, band=_band(feedback.total_range))
    if total is None:
        return paper.Standing(level=award)
    here = standing_at(rubric.bands, total) if feedback.has_series else None
    band, following = (here.band, here.next) if here else (None, None)
    return paper.Standing(
        level=award or (band.label.in_language(language) if band else None),
        score=_printed(feedback, total),
        maximum=rubric.maximum,
        bureaucracy_index=bureaucracy_index(rubric, total) if rubric.aggregation else None,
        next_level=following.label.in_language(language) if following else None,
        points_to_next_level=_lacking(here.lacking) if here else None,
        scale=tuple(Level(each.label.in_language(language), each.min) for each in rubric.bands),
        is_illustrative=number_status(application.programme, "bands" if rubric.bands else "nodes") != OFFICIAL,
    )


def _item(feedback: Feedback, item: ItemFeedback, language: str) -> ItemLevel:
    labels = {meaning.code.value: meaning.label for meaning in feedback.rubric.item_levels}
    label = labels.get(item.level, feedback.rubric.below_label) if item.level else None
    number, title = item.node.number or item.node.id, item.node.title.in_language(language)
    return ItemLevel(number, title, item.points, label.in_language(language) if label else None)


def _comparison(feedback: Feedback, language: str) -> Iterator[Comparison]:
    if feedback.peers is None:
        return
    agreed = {each.node.id: each.agreed for each in feedback.categories}
    for node, peers in feedback.peers.categories:
        title = f"{node.number or node.id} {node.title.in_language(language)}"
        yield Comparison(title, agreed.get(node.id), peers.low, peers.median, peers.high)
    total, own = feedback.peers.total, feedback.total
    agreed_total = None if own is None else _printed(feedback, own)
    yield Comparison(_TOTAL.in_language(language), agreed_total, total.low, total.median, total.high, is_total=True)


def _lacking(points: Decimal | None) -> Decimal | None:
    """What is missing as the whole number above it: with the total as it is printed it makes up the limit."""
    return None if points is None else points.to_integral_value(ROUND_UP)


def _printed(feedback: Feedback, total: Decimal) -> Decimal:
    return Decimal(page_total(feedback.rubric)(total))


def _category(feedback: Feedback, each: CategoryFeedback, language: str) -> paper.FeedbackCategory:
    title = each.node.title.in_language(language)
    return paper.FeedbackCategory(
        number=each.node.number or each.node.id,
        title=title,
        short_title=each.node.number or each.node.id,
        figure=_figure(feedback, each),
        strengths=tuple(_finding(said, language) for said in each.strengths),
        opportunities=tuple(_finding(said, language) for said in each.opportunities),
    )


def _figure(feedback: Feedback, each: CategoryFeedback) -> Figure:
    if each.told_range is not None:
        return _band(each.told_range)
    if feedback.has_series:
        return SeriesScores(each.own, each.certified, each.agreed, each.maximum, feedback.is_certified)
    return PointsScore(each.agreed, each.maximum)


def _band(told: Range) -> BandRange:
    return BandRange(told.low, told.high)


def _finding(said: Comment, language: str) -> paper.Finding:
    """A comment of the report; an important one says so under it."""
    return paper.Finding(said.text, relevance=VERY_IMPORTANT.in_language(language) if said.is_major else "")

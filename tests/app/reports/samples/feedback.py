"""Feedback reports of invented agencies: a status assessment, an entry scored in points, one told in ranges."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from app.reports.charts import Level
from app.reports.feedback_figures import BandRange, PointsScore, SeriesScores
from app.reports.feedback_report import FeedbackCategory, FeedbackReport, Standing
from tests.app.reports.samples import feedback_words as words
from tests.app.reports.samples.receipts import digest

RELEASED_AT = datetime(2027, 9, 30, 3, 0, tzinfo=UTC)
_FULL = Decimal(500)
_SCORES = (
    (429, 385, 410),
    (438, 395, 425),
    (412, 350, 385),
    (362, 300, 335),
    (404, 372, 392),
    (331, 290, 318),
    (384, 350, 375),
)


def status_report(language: str) -> FeedbackReport:
    """A PMQA 4.0 report: three series, seven categories, findings in most of them."""
    told = words.STATUS[language]
    return FeedbackReport(
        application_code="PMQA40-2570-0064",
        title=None,
        agency=told.agency,
        programme=told.programme,
        cycle_year_be=2570,
        issuer=told.issuer,
        released_at=RELEASED_AT,
        ledger_address="lertrat.opdc.example/ledger",
        standing=Standing(
            level=told.level,
            score=Decimal(377),
            maximum=_FULL,
            previous_score=Decimal(361),
            bureaucracy_index=Decimal("3.0"),
            next_level=told.next_level,
            points_to_next_level=Decimal(23),
            scale=tuple(
                Level(label, Decimal(start)) for label, start in zip(told.scale, (0, 300, 400, 470), strict=True)
            ),
            is_illustrative=True,
        ),
        summary=told.summary,
        key_strengths=told.strengths[:2],
        key_opportunities=told.opportunities[:2],
        categories=_status_categories(told),
        mark_percent=Decimal(80),
        verification_sha256=digest("feedback"),
    )


def _status_categories(told: words.Words) -> tuple[FeedbackCategory, ...]:
    return tuple(
        FeedbackCategory(
            number=str(place + 1),
            title=title,
            short_title=short,
            figure=SeriesScores(*(Decimal(value) for value in _SCORES[place]), maximum=_FULL),
            strengths=told.strengths if place == 0 else told.strengths[place % 3 : place % 3 + 1],
            opportunities=told.opportunities if place in (3, 5) else (),
        )
        for place, (title, short) in enumerate(told.categories)
    )


def points_report(language: str) -> FeedbackReport:
    """A public-service entry: points of a hundred in four dimensions, an award, no level bar."""
    told = words.POINTS[language]
    scores = (("16.50", 20), ("23.25", 30), ("24", 30), ("15.75", 20))
    return FeedbackReport(
        application_code="PS-2570-0064",
        title=told.title,
        agency=told.agency,
        programme=told.programme,
        cycle_year_be=2570,
        issuer=told.issuer,
        released_at=RELEASED_AT,
        ledger_address="lertrat.opdc.example/ledger",
        standing=Standing(level=told.level, score=Decimal("79.50"), maximum=Decimal(100), is_illustrative=False),
        summary=told.summary,
        key_strengths=told.strengths[:1],
        key_opportunities=told.opportunities[:1],
        categories=tuple(
            FeedbackCategory(
                number=str(place + 1),
                title=title,
                short_title=short,
                figure=PointsScore(Decimal(score), Decimal(maximum)),
                strengths=told.strengths[place : place + 1],
                opportunities=told.opportunities[place : place + 1],
            )
            for place, ((title, short), (score, maximum)) in enumerate(zip(told.categories, scores, strict=True))
        ),
        next_steps=told.next_steps,
        mark_percent=Decimal(80),
    )


def ranges_report(language: str) -> FeedbackReport:
    """A PMQA category entry: exact scores are hidden, every category tells a range and what it means."""
    told = words.STATUS[language]
    bands = (
        BandRange(Decimal(50), Decimal(65), told.meanings[0]),
        BandRange(Decimal(30), Decimal(45), told.meanings[1]),
    )
    report = status_report(language)
    return FeedbackReport(
        application_code="PMQA-2570-0012",
        title=None,
        agency=told.agency,
        programme=told.range_programme,
        cycle_year_be=2570,
        issuer=told.issuer,
        released_at=RELEASED_AT,
        ledger_address="lertrat.opdc.example/ledger",
        standing=Standing(level=told.range_level, band=BandRange(Decimal(45), Decimal(55))),
        summary=told.summary,
        key_strengths=report.key_strengths,
        key_opportunities=report.key_opportunities,
        categories=tuple(
            FeedbackCategory(one.number, one.title, one.short_title, bands[place % 2], one.strengths, one.opportunities)
            for place, one in enumerate(report.categories)
        ),
    )

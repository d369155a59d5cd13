"""The figures of a feedback report: three series on a radar, points in bars, or ranges in place of scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import TypeAlias

from app.reports.charts import Series, SeriesKind, percent_bar, radar, range_bar, series_key
from app.reports.wording import Text, figure, points, rate

_HUNDRED = Decimal(100)
_RINGS = 5


@dataclass(frozen=True)
class SeriesScores:
    """One category as the agency, the certifiers of round 1 and the last agreement saw it, each of `maximum`.

    What was agreed last `is_certified` where the committee certified it.
    """

    self_score: Decimal | None
    assessor: Decimal | None
    agreed: Decimal | None
    maximum: Decimal
    is_certified: bool = False


@dataclass(frozen=True)
class PointsScore:
    """Points agreed for one category, of `maximum`."""

    score: Decimal | None
    maximum: Decimal

    @property
    def percent(self) -> Decimal | None:
        """The points in percent of the maximum."""
        return None if self.score is None else self.score * _HUNDRED / self.maximum


@dataclass(frozen=True)
class BandRange:
    """A range of percent told instead of an exact score, and what it means."""

    low: Decimal
    high: Decimal
    meaning: str = ""

    @property
    def written(self) -> str:
        """The range in figures."""
        return f"{rate(self.low)}–{rate(self.high)}"


Figure: TypeAlias = SeriesScores | PointsScore | BandRange
Rows: TypeAlias = Sequence[tuple[str, Figure]]

_CATEGORY = Text(th="หมวด", en="Category")
_SERIES = {
    SeriesKind.SELF: Text(th="ประเมินตนเอง", en="Self"),
    SeriesKind.ASSESSOR: Text(th="ผู้ตรวจรับรอง (รอบที่ 1)", en="Certifiers (round 1)"),
    SeriesKind.AGREED: Text(th="ที่ตกลง", en="Agreed"),
}
_RESULT = Text(th="ผลที่รับรอง", en="Certified result")
_DIMENSION = Text(th="มิติ", en="Dimension")
_POINTS = Text(th="คะแนน", en="Points")
_OF = Text(th="เต็ม", en="Of")
_PERCENT = Text(th="ร้อยละ", en="Percent")
_RANGE = Text(th="ช่วงร้อยละ", en="Percent range")
_MEANING = Text(th="ความหมาย", en="Meaning")
_RADAR_ALT = Text(
    th="กราฟใยแมงมุมรายหมวด ตัวเลขอยู่ในตารางผลรายหมวด",
    en="Radar of the categories; the table of results holds its figures",
)
_MARK = Text(
    th="เส้นประสีแดงคือร้อยละ %(mark)s ซึ่งเป็นเกณฑ์ของระดับถัดไป",
    en="The dashed red line is %(mark)s percent, the next level.",
)


def radar_figure(rows: Rows, language: str) -> dict[str, object]:
    """Return the radar with its key, or nothing where the figures are not series of three axes or more."""
    scores = [shown for _, shown in rows if isinstance(shown, SeriesScores)]
    if len(scores) < 3:
        return {}
    values = {
        SeriesKind.SELF: tuple(one.self_score for one in scores),
        SeriesKind.ASSESSOR: tuple(one.assessor for one in scores),
        SeriesKind.AGREED: tuple(one.agreed for one in scores),
    }
    series = [Series(kind, held) for kind, held in values.items() if any(value is not None for value in held)]
    maximum, names = scores[0].maximum, _names(scores)
    return {
        **asdict(radar([label for label, _ in rows], series, maximum=maximum, ring=maximum / _RINGS)),
        "alt": _RADAR_ALT.in_language(language),
        "key": [{"svg": series_key(one.kind), "name": names[one.kind].in_language(language)} for one in series],
    }


def _names(scores: Sequence[SeriesScores]) -> dict[SeriesKind, Text]:
    """What the series are called: the last one is a result once it is certified."""
    return {**_SERIES, SeriesKind.AGREED: _RESULT} if scores and scores[0].is_certified else _SERIES


def figures_table(rows: Rows, language: str, *, mark: Decimal | None) -> dict[str, object]:
    """Return heads, cells and one bar a row. Raises ValueError where the rows hold figures of different kinds."""
    kinds = {type(shown) for _, shown in rows}
    if len(kinds) != 1:
        raise ValueError("a feedback report shows one kind of figure in all its categories")
    table = _TABLES[kinds.pop()](rows, language, mark)
    has_mark = mark is not None and "meanings" not in table
    return {**table, "mark": _MARK.in_language(language, mark=rate(mark)) if has_mark else ""}


def _series_table(rows: Rows, language: str, mark: Decimal | None) -> dict[str, object]:
    scores = [(label, shown) for label, shown in rows if isinstance(shown, SeriesScores)]
    return {
        "heads": _heads(
            language,
            _CATEGORY,
            *_names([shown for _, shown in scores]).values(),
            scale=f"0–{figure(scores[0][1].maximum)}",
        ),
        "cells": [
            [label, points(shown.self_score), points(shown.assessor), points(shown.agreed)] for label, shown in scores
        ],
        "bars": [percent_bar(PointsScore(shown.agreed, shown.maximum).percent, cut=mark) for _, shown in scores],
        "emphasis": 3,
    }


def _points_table(rows: Rows, language: str, mark: Decimal | None) -> dict[str, object]:
    scores = [(label, shown) for label, shown in rows if isinstance(shown, PointsScore)]
    return {
        "heads": _heads(language, _DIMENSION, _POINTS, _OF, _PERCENT, scale="0–100"),
        "cells": [
            [label, points(shown.score), figure(shown.maximum), points(shown.percent)] for label, shown in scores
        ],
        "bars": [percent_bar(shown.percent, cut=mark) for _, shown in scores],
        "emphasis": 1,
    }


def _ranges_table(rows: Rows, language: str, _mark: Decimal | None) -> dict[str, object]:
    ranges = [(label, shown) for label, shown in rows if isinstance(shown, BandRange)]
    return {
        "heads": _heads(language, _CATEGORY, _RANGE, scale="0–100"),
        "cells": [[label, shown.written] for label, shown in ranges],
        "bars": [range_bar(shown.low, shown.high) for _, shown in ranges],
        "meanings": [shown.meaning for _, shown in ranges],
        "meaning_head": _MEANING.in_language(language),
        "emphasis": 1,
    }


_TABLES = {SeriesScores: _series_table, PointsScore: _points_table, BandRange: _ranges_table}


def _heads(language: str, *columns: Text, scale: str) -> list[str]:
    return [*(column.in_language(language) for column in columns), scale]

"""The scored nodes of a sheet: one row each in the table, and what was said of each below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.reports.wording import NO_FIGURE, Text, figure, points, rate


@dataclass(frozen=True)
class DimensionLevel:
    """The level, 0 to 5, given to one dimension such as approach or deployment."""

    name: str
    level: int


@dataclass(frozen=True)
class CheckpointMark:
    """Whether one checkpoint was judged to be met; `level` is the level it belongs to."""

    level: str
    words: str
    is_met: bool


@dataclass(frozen=True)
class IndicatorResult:
    """One results indicator: what was reached against what was meant to be, and what it is worth."""

    name: str
    actual: str
    target: str
    score: Decimal | None


@dataclass(frozen=True)
class ScoredNode:
    """A node of the rubric on this sheet; depth 0 is a category. What its method does not know stays empty."""

    number: str
    title: str
    depth: int
    score: Decimal | None
    maximum: Decimal
    percent: Decimal | None = None
    level: str | None = None
    cannot_judge: bool = False
    dimensions: tuple[DimensionLevel, ...] = ()
    checkpoints: tuple[CheckpointMark, ...] = ()
    indicators: tuple[IndicatorResult, ...] = ()
    strengths: str = ""
    opportunities: str = ""
    note: str = ""

    @property
    def has_details(self) -> bool:
        """Whether anything was said of this node beyond its figures."""
        said = self.strengths or self.opportunities or self.note
        return bool(said or self.dimensions or self.checkpoints or self.indicators)


_ITEM = Text(th="หัวข้อ", en="Item")
_LEVEL = Text(th="ระดับ", en="Level")
_PERCENT = Text(th="ร้อยละ", en="Percent")
_SCORE = Text(th="คะแนน", en="Score")
_MAXIMUM = Text(th="เต็ม", en="Of")
_CANNOT_JUDGE = Text(th="ตัดสินไม่ได้จากหลักฐานที่มี", en="Cannot be judged from the evidence")
_SCORE_OF = Text(th="คะแนน %(score)s จาก %(maximum)s", en="Score %(score)s of %(maximum)s")
_PERCENT_OF = Text(th="ร้อยละ %(percent)s", en="%(percent)s percent")
_DIMENSION = Text(th="มิติ", en="Dimension")
_LEVEL_GIVEN = Text(th="ระดับที่ให้ (0–5)", en="Level given (0–5)")
_CHECKPOINT = Text(th="ประเด็นตรวจ", en="Checkpoint")
_IS_MET = Text(th="ผลการตรวจ", en="Judged")
_MET = Text(th="ผ่าน", en="Met")
_NOT_MET = Text(th="ยังไม่ผ่าน", en="Not met")
_INDICATOR = Text(th="ตัวชี้วัด", en="Indicator")
_ACTUAL = Text(th="ผลจริง", en="Actual")
_TARGET = Text(th="เป้าหมาย", en="Target")


def score_table(nodes: Sequence[ScoredNode], language: str) -> dict[str, object]:
    """Return the columns that any node fills, and a row for each node with its depth."""
    has_level = any(node.level or node.cannot_judge for node in nodes)
    has_percent = any(node.percent is not None for node in nodes)
    optional = [(_LEVEL, has_level), (_PERCENT, has_percent)]
    heads = [_ITEM, *(head for head, is_used in optional if is_used), _SCORE, _MAXIMUM]
    return {
        "heads": [head.in_language(language) for head in heads],
        "word_columns": 2 if has_level else 1,
        "rows": [
            {"depth": node.depth, "cells": _cells(node, language, has_level=has_level, has_percent=has_percent)}
            for node in nodes
        ],
    }


def _cells(node: ScoredNode, language: str, *, has_level: bool, has_percent: bool) -> list[str]:
    level = _CANNOT_JUDGE.in_language(language) if node.cannot_judge else node.level or NO_FIGURE
    cells = [f"{node.number}\u00a0{node.title}"]
    cells += [level] if has_level else []
    cells += [rate(node.percent)] if has_percent else []
    return [*cells, points(node.score), figure(node.maximum)]


def details(nodes: Sequence[ScoredNode], language: str) -> list[dict[str, object]]:
    """Return, for each node of which something was said, its words and its small tables."""
    return [_detail(node, language) for node in nodes if node.has_details]


def _detail(node: ScoredNode, language: str) -> dict[str, object]:
    return {
        "title": f"{node.number} {node.title}",
        "figures": _figures(node, language),
        "tables": [table for table in _tables(node, language) if table["rows"]],
        "strengths": node.strengths,
        "opportunities": node.opportunities,
        "note": node.note,
    }


def _figures(node: ScoredNode, language: str) -> str:
    if node.cannot_judge:
        return _CANNOT_JUDGE.in_language(language)
    said = [_SCORE_OF.in_language(language, score=points(node.score), maximum=figure(node.maximum))]
    if node.percent is not None:
        said.append(_PERCENT_OF.in_language(language, percent=rate(node.percent)))
    if node.level:
        said.append(node.level)
    return " · ".join(said)


def _tables(node: ScoredNode, language: str) -> list[dict[str, object]]:
    """Dimension levels, checkpoints and indicators; the method of the rubric decides which of them hold anything."""
    met, not_met = _MET.in_language(language), _NOT_MET.in_language(language)
    return [
        _table(
            (_DIMENSION, _LEVEL_GIVEN),
            language,
            wide=0,
            numbers=(1,),
            rows=[[one.name, str(one.level)] for one in node.dimensions],
        ),
        _table(
            (_LEVEL, _CHECKPOINT, _IS_MET),
            language,
            wide=1,
            rows=[[one.level, one.words, met if one.is_met else not_met] for one in node.checkpoints],
        ),
        _table(
            (_INDICATOR, _ACTUAL, _TARGET, _SCORE),
            language,
            wide=0,
            numbers=(1, 2, 3),
            rows=[[one.name, one.actual, one.target, points(one.score)] for one in node.indicators],
        ),
    ]


def _table(
    heads: Sequence[Text], language: str, *, rows: list[list[str]], wide: int, numbers: tuple[int, ...] = ()
) -> dict[str, object]:
    columns = [
        {"heading": head.in_language(language), "number": place in numbers, "width": 1 if place == wide else 0}
        for place, head in enumerate(heads)
    ]
    return {"columns": columns, "rows": rows}

"""The tables of a feedback report beside its figures: the level of every item, and the anonymous comparison."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.reports.table_heads import table_heads
from app.reports.wording import NO_FIGURE, Text, figure, points, total


@dataclass(frozen=True)
class ItemLevel:
    """One item: its points and the level it reached, as it is named; results items have no level."""

    number: str
    title: str
    points: Decimal | None
    level: str | None


@dataclass(frozen=True)
class Comparison:
    """One line of the comparison: the agency's own figure and where the middle half of the others lies."""

    title: str
    own: Decimal | None
    low: Decimal
    median: Decimal
    high: Decimal
    is_total: bool = False


_ITEMS = Text(th="ระดับรายหัวข้อ", en="Level of every item")
_ITEM = Text(th="หัวข้อ", en="Item")
_POINTS = Text(th="คะแนน", en="Points")
_LEVEL = Text(th="ระดับ", en="Level")
_PEERS = Text(th="เทียบกับหน่วยงานประเภทเดียวกัน", en="Compared with agencies of your kind")
_WHAT = Text(th="หมวด", en="Category")
_OWN = Text(th="ของท่าน", en="Yours")
_MIDDLE = Text(th="ครึ่งกลางของหน่วยงานอื่น", en="Middle half of the others")
_MEDIAN = Text(th="ค่ากลาง", en="Median")
_HOW = Text(
    th="นับเฉพาะหน่วยงานอื่นประเภทเดียวกันที่ได้รับการรับรองในรอบปีเดียวกัน ตั้งแต่ห้าหน่วยงานขึ้นไป ตัวเลขปัดเป็นหลักสิบและไม่ระบุชื่อ",
    en="Other agencies of your kind certified in the same cycle, at least five of them. "
    "Figures are rounded to tens and name nobody.",
)


def items_table(items: Sequence[ItemLevel], language: str) -> dict[str, object]:
    """Return the table of items as the template reads it; empty without items."""
    if not items:
        return {}
    return {
        "heading": _ITEMS.in_language(language),
        "columns": table_heads((_ITEM, _POINTS, _LEVEL), language, numbers=(1,)),
        "rows": [[f"{each.number}\u00a0{each.title}", points(each.points), each.level or NO_FIGURE] for each in items],
        "note": "",
    }


def _own(each: Comparison) -> str:
    return total(each.own) if each.is_total else points(each.own)


def comparison_table(rows: Sequence[Comparison], language: str) -> dict[str, object]:
    """Return the comparison as the template reads it; empty where there is none."""
    if not rows:
        return {}
    return {
        "heading": _PEERS.in_language(language),
        "columns": table_heads((_WHAT, _OWN, _MIDDLE, _MEDIAN), language, numbers=(1, 2, 3)),
        "rows": [
            [each.title, _own(each), f"{figure(each.low)}–{figure(each.high)}", figure(each.median)] for each in rows
        ],
        "note": _HOW.in_language(language),
    }

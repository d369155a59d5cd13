"""Charts start at zero, tell series apart without colour, and never draw what was not scored."""

from __future__ import annotations

import re
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reports.charts import (
    Anchor,
    Level,
    Series,
    SeriesKind,
    level_bar,
    level_key,
    percent_bar,
    radar,
    range_bar,
    series_key,
)

SVG = "{http://www.w3.org/2000/svg}"
FULL = Decimal(500)
LABELS = ("1 ก", "2 ข", "3 ค", "4 ง")


def _shapes(svg: str, name: str) -> list[dict[str, str]]:
    return [shape.attrib for shape in ET.fromstring(svg).iter(SVG + name)]  # noqa: S314  our own drawing


def _series(kind: SeriesKind, *values: int | None) -> Series:
    return Series(kind, tuple(None if value is None else Decimal(value) for value in values))


def test_a_full_score_reaches_the_rim_and_zero_stays_at_the_centre() -> None:
    drawing = radar(LABELS, [_series(SeriesKind.AGREED, 500, 0, 250, 0)], maximum=FULL, ring=Decimal(100))
    outline = _shapes(drawing.svg, "polygon")[-1]["points"]
    assert outline == "190.0,39.0 190.0,151.0 190.0,207.0 190.0,151.0"


def test_each_series_has_a_dash_of_its_own() -> None:
    kinds = list(SeriesKind)
    dashes = [_shapes(series_key(kind), "line")[0].get("stroke-dasharray", "solid") for kind in kinds]
    assert dict(zip(kinds, dashes, strict=True)) == {"self": "7 4", "assessor": "2 3", "agreed": "solid"}


def test_an_axis_without_a_score_interrupts_the_line() -> None:
    drawing = radar(LABELS, [_series(SeriesKind.SELF, 100, None, 100, 100)], maximum=FULL, ring=Decimal(100))
    outlines = [line for line in _shapes(drawing.svg, "line") if line["stroke"] == "#b06a00"]
    dots = _shapes(drawing.svg, "circle")
    assert (len(outlines), len(dots), len(_shapes(drawing.svg, "polygon"))) == (2, 3, 5)


def test_words_are_labels_and_not_part_of_the_picture() -> None:
    drawing = radar(LABELS, [_series(SeriesKind.AGREED, 1, 2, 3, 4)], maximum=FULL, ring=Decimal(100))
    axes = [(label.words, label.anchor) for label in drawing.labels if not label.is_secondary]
    assert axes == [("1 ก", Anchor.ABOVE), ("2 ข", Anchor.START), ("3 ค", Anchor.BELOW), ("4 ง", Anchor.END)]
    assert [label.words for label in drawing.labels if label.is_secondary] == ["200", "300", "400"]
    assert _shapes(drawing.svg, "text") == []


@pytest.mark.parametrize(
    ("labels", "series"),
    [
        (("1", "2"), [_series(SeriesKind.SELF, 1, 2)]),
        (LABELS, [_series(SeriesKind.SELF, 1, 2, 3)]),
        (LABELS, [_series(SeriesKind.SELF, 1, 2, 3, 4)] * 4),
    ],
)
def test_a_radar_that_could_not_be_read_is_refused(labels: tuple[str, ...], series: list[Series]) -> None:
    with pytest.raises(ValueError, match="radar"):
        radar(labels, series, maximum=FULL, ring=Decimal(100))


@given(st.decimals(min_value=-50, max_value=200, places=2))
def test_a_bar_never_leaves_its_track(percent: Decimal) -> None:
    track, bar = _shapes(percent_bar(percent), "rect")
    assert 0 <= float(bar["width"]) <= float(track["width"])


def test_what_is_not_scored_has_no_bar() -> None:
    assert len(_shapes(percent_bar(None), "rect")) == 1


def test_the_cut_is_a_dashed_line_at_its_place() -> None:
    (cut,) = _shapes(percent_bar(Decimal(50), cut=Decimal(80)), "line")
    assert (cut["x1"], cut["x2"], cut["stroke-dasharray"]) == ("160.0", "160.0", "3 2")


def test_a_range_is_a_block_between_its_ends_and_tells_no_exact_value() -> None:
    _, block = _shapes(range_bar(Decimal(30), Decimal(45)), "rect")
    assert (block["x"], block["width"]) == ("60", "30")


def test_the_level_bar_names_where_each_level_begins_and_marks_the_score() -> None:
    levels = [Level("ต่ำ", Decimal(0)), Level("กลาง", Decimal(300)), Level("สูง", Decimal(400))]
    drawing = level_bar(Decimal(250), levels, maximum=FULL)
    (dot,) = _shapes(drawing.svg, "circle")
    tints = [rect["fill"] for rect in _shapes(drawing.svg, "rect")]
    assert sorted(label.words for label in drawing.labels) == ["0", "300", "400", "500"]
    assert (dot["cx"], tints) == ("260", ["#ffffff", "#cdd3ee", "#6f7cc6"])
    assert [_shapes(level_key(place), "rect")[0]["fill"] for place in range(3)] == tints


def test_a_level_bar_without_a_score_has_no_dot() -> None:
    assert _shapes(level_bar(None, [Level("ต่ำ", Decimal(0))], maximum=FULL).svg, "circle") == []


def test_drawings_are_plain_shapes_without_styles_scripts_or_addresses() -> None:
    drawing = radar(LABELS, [_series(SeriesKind.AGREED, 1, 2, 3, 4)], maximum=FULL, ring=Decimal(100))
    assert re.findall(r"<(style|script|image|a|use)\b|href|url\(", drawing.svg) == []

"""Charts of the printed documents: pure functions of numbers that give SVG shapes, in the light colours.

Words are not part of the SVG: the typesetter cannot tag Thai inside a picture, so they come as labels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from math import cos, pi, sin

_INDIGO, _BAR, _TRACK, _CUT = "#2a3583", "#5260b4", "#e1e1e7", "#a3231d"
_GRID, _GOLD = "#d9d9de", "#d9960f"
_LEVEL_TINTS = ("#ffffff", "#cdd3ee", "#6f7cc6", "#1d2560")
_LEVEL_LINE = "#777b8f"

_RADAR_WIDTH, _RADAR_HEIGHT, _RADAR_RADIUS = 380, 290, 112
_LABEL_GAP = 10
_BAR_WIDTH = 200
_LEVEL_WIDTH, _LEVEL_TOP, _LEVEL_HEIGHT = 520, 22, 16


class SeriesKind(StrEnum):
    """Whose figures a line of the radar shows; each has a colour and a dash of its own."""

    SELF = "self"
    ASSESSOR = "assessor"
    AGREED = "agreed"


_STROKES = {
    SeriesKind.SELF: 'stroke="#b06a00" stroke-width="2" stroke-dasharray="7 4"',
    SeriesKind.ASSESSOR: 'stroke="#0d7386" stroke-width="2" stroke-dasharray="2 3"',
    SeriesKind.AGREED: 'stroke="#2a3583" stroke-width="2.5"',
}
_NO_FILL = 'fill="none"'
_FILLS = {SeriesKind.AGREED: f'fill="{_INDIGO}" fill-opacity="0.12"'}


@dataclass(frozen=True)
class Series:
    """One line of the radar: a value per axis, None where nothing was scored."""

    kind: SeriesKind
    values: tuple[Decimal | None, ...]


@dataclass(frozen=True)
class Level:
    """One stretch of the level bar, from `start` up to the next level's start."""

    label: str
    start: Decimal


class Anchor(StrEnum):
    """Which point of a label stands at its place."""

    START = "start"
    MIDDLE = "middle"
    END = "end"
    ABOVE = "above"
    BELOW = "below"


@dataclass(frozen=True)
class Label:
    """Words of a chart and where they stand, in the units of the drawing; secondary words are smaller and grey."""

    words: str
    x: float
    y: float
    anchor: Anchor
    is_secondary: bool = False


@dataclass(frozen=True)
class Drawing:
    """The shapes of a chart as SVG and the labels to set upon them."""

    svg: str
    width: float
    height: float
    labels: tuple[Label, ...]


def radar(labels: Sequence[str], series: Sequence[Series], *, maximum: Decimal, ring: Decimal) -> Drawing:
    """Draw at most three series over the axes, from zero at the centre, a ring every `ring`.

    A label may hold line ends. An axis without a value interrupts the line instead of pulling it to zero.
    """
    if len(labels) < 3 or len(series) > 3 or any(len(one.values) != len(labels) for one in series):
        raise ValueError("a radar needs three axes or more, three series or fewer, and a value for each axis")
    axes = len(labels)
    parts = [*_rings(axes, maximum, ring), *_spokes(axes), *(_outline(one, maximum) for one in series)]
    words = [*_ring_labels(maximum, ring), *(_axis_label(label, place, axes) for place, label in enumerate(labels))]
    return Drawing(_svg(_RADAR_WIDTH, _RADAR_HEIGHT, parts), _RADAR_WIDTH, _RADAR_HEIGHT, tuple(words))


def series_key(kind: SeriesKind) -> str:
    """Draw the short line that stands before a series' name in the key."""
    return _svg(30, 8, [f'<line x1="1" x2="29" y1="4" y2="4" fill="none" {_STROKES[kind]}/>'])


def percent_bar(percent: Decimal | None, *, cut: Decimal | None = None) -> str:
    """Draw one bar from 0 to 100 percent, with a dashed red line where something is decided."""
    parts = [_rect(0, 4, _BAR_WIDTH, 8, _TRACK)]
    if percent is not None:
        parts.append(_rect(0, 4, _scaled(percent), 8, _BAR))
    if cut is not None:
        x = _scaled(cut)
        style = f'stroke="{_CUT}" stroke-width="1.5" stroke-dasharray="3 2"'
        parts.append(f'<line x1="{x}" x2="{x}" y1="0" y2="16" {style}/>')
    return _svg(_BAR_WIDTH, 16, parts)


def range_bar(low: Decimal, high: Decimal) -> str:
    """Draw a range of percent as a block between two ends on the track from 0 to 100, where no exact value is told."""
    start, end = _scaled(low), _scaled(high)
    ticks = [f'<line x1="{x}" x2="{x}" y1="1" y2="15" stroke="{_INDIGO}" stroke-width="1.5"/>' for x in (start, end)]
    return _svg(_BAR_WIDTH, 16, [_rect(0, 5, _BAR_WIDTH, 6, _TRACK), _rect(start, 3, end - start, 10, _BAR), *ticks])


def level_bar(value: Decimal | None, levels: Sequence[Level], *, maximum: Decimal) -> Drawing:
    """Draw the way from 0 to `maximum` in its levels, where each begins, and a dot where the value stands."""
    starts = [_along(level.start, maximum, _LEVEL_WIDTH) for level in levels]
    ends = [*starts[1:], float(_LEVEL_WIDTH)]
    bottom = _LEVEL_TOP + _LEVEL_HEIGHT
    parts, words = [], [Label(f"{maximum:f}", _LEVEL_WIDTH, bottom + 3, Anchor.BELOW, is_secondary=True)]
    for place, (level, start, end) in enumerate(zip(levels, starts, ends, strict=True)):
        parts.append(_rect(start, _LEVEL_TOP, end - start, _LEVEL_HEIGHT, _tint(place), line=_LEVEL_LINE))
        words.append(Label(f"{level.start:f}", start, bottom + 3, Anchor.BELOW, is_secondary=True))
    if value is not None:
        parts += _marker(_along(value, maximum, _LEVEL_WIDTH), bottom)
    return Drawing(_svg(_LEVEL_WIDTH, bottom + 22, parts), _LEVEL_WIDTH, bottom + 22, tuple(words))


def level_key(place: int) -> str:
    """Draw the small square that stands before the name of the level at this place, counted from 0, in the key."""
    return _svg(14, 14, [_rect(1, 1, 12, 12, _tint(place), line=_LEVEL_LINE)])


# --- the radar's parts


def _point(place: int, axes: int, radius: float) -> tuple[float, float]:
    angle = 2 * pi * place / axes - pi / 2
    return round(_RADAR_WIDTH / 2 + radius * cos(angle), 1), round(_RADAR_HEIGHT / 2 + 6 + radius * sin(angle), 1)


def _points(radii: Sequence[float]) -> str:
    return " ".join("{},{}".format(*_point(place, len(radii), radius)) for place, radius in enumerate(radii))


def _ring_values(maximum: Decimal, ring: Decimal) -> list[Decimal]:
    return [ring * step for step in range(1, int(maximum / ring) + 1)]


def _rings(axes: int, maximum: Decimal, ring: Decimal) -> list[str]:
    radii = [_RADAR_RADIUS * float(value / maximum) for value in _ring_values(maximum, ring)]
    return [f'<polygon points="{_points([radius] * axes)}" fill="none" stroke="{_GRID}"/>' for radius in radii]


def _spokes(axes: int) -> list[str]:
    centre = _point(0, axes, 0)
    ends = [_point(place, axes, _RADAR_RADIUS) for place in range(axes)]
    return [f'<line x1="{centre[0]}" y1="{centre[1]}" x2="{x}" y2="{y}" stroke="{_GRID}"/>' for x, y in ends]


def _ring_labels(maximum: Decimal, ring: Decimal) -> list[Label]:
    """Numbers beside the first axis, without those too near the centre or the rim to be read."""
    shown = [value for value in _ring_values(maximum, ring) if value * 5 >= maximum * 2 and value != maximum]
    places = [(value, _point(0, 4, _RADAR_RADIUS * float(value / maximum))) for value in shown]
    return [Label(f"{value:f}", x + 3, y, Anchor.START, is_secondary=True) for value, (x, y) in places]


def _outline(series: Series, maximum: Decimal) -> str:
    axes = len(series.values)
    found = [
        None if value is None else _point(place, axes, _RADAR_RADIUS * float(value / maximum))
        for place, value in enumerate(series.values)
    ]
    if None not in found:
        points = " ".join(f"{x},{y}" for x, y in filter(None, found))
        return f'<polygon points="{points}" {_FILLS.get(series.kind, _NO_FILL)} {_STROKES[series.kind]}/>'
    pieces = [_piece(found[place], found[(place + 1) % axes], series.kind) for place in range(axes)]
    return "".join(pieces)


def _piece(here: tuple[float, float] | None, there: tuple[float, float] | None, kind: SeriesKind) -> str:
    """A stretch of an interrupted outline: a dot on each value, a line where the next axis has one too."""
    if here is None:
        return ""
    dot = f'<circle cx="{here[0]}" cy="{here[1]}" r="2.5" fill="none" {_STROKES[kind]}/>'
    if there is None:
        return dot
    return dot + f'<line x1="{here[0]}" y1="{here[1]}" x2="{there[0]}" y2="{there[1]}" fill="none" {_STROKES[kind]}/>'


def _axis_label(words: str, place: int, axes: int) -> Label:
    x, y = _point(place, axes, _RADAR_RADIUS + _LABEL_GAP)
    across = x - _RADAR_WIDTH / 2
    if abs(across) < 8:
        return Label(words, x, y, Anchor.ABOVE if place == 0 else Anchor.BELOW)
    return Label(words, x, y, Anchor.START if across > 0 else Anchor.END)


# --- shapes


def _tint(place: int) -> str:
    return _LEVEL_TINTS[min(place, len(_LEVEL_TINTS) - 1)]


def _scaled(percent: Decimal) -> float:
    return _along(percent, Decimal(100), _BAR_WIDTH)


def _along(value: Decimal, maximum: Decimal, width: float) -> float:
    return round(width * min(max(float(value / maximum), 0.0), 1.0), 1)


def _rect(x: float, y: float, width: float, height: float, fill: str, *, line: str | None = None) -> str:
    stroke = f' stroke="{line}" stroke-width="0.8"' if line else ""
    return f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" fill="{fill}"{stroke}/>'


def _marker(x: float, bottom: float) -> list[str]:
    """A dot over the bar on a gold line, so that the place is told by shape and not by colour alone."""
    return [
        f'<line x1="{x:g}" x2="{x:g}" y1="10" y2="{bottom + 4:g}" stroke="{_GOLD}" stroke-width="3"/>',
        f'<circle cx="{x:g}" cy="10" r="7" fill="{_INDIGO}" stroke="#ffffff" stroke-width="2"/>',
    ]


def _svg(width: float, height: float, parts: Sequence[str]) -> str:
    size = f'width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} {height:g}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(parts)}</svg>'

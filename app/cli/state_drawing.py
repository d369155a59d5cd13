"""Draws a transition table as a picture: boxes where `PLACES` puts the states, an arrow for every way between them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape

from workflows.appeal import AppealState
from workflows.application import ApplicationState as S

# Columns run with time, rows part the entry, the report and the assessment, so that no arrow runs through a box.
PLACES: Mapping[str, tuple[float, float]] = {
    S.DRAFT: (0, 0),
    S.RETURNED: (0, 1),
    S.REPORT_DUE: (0, 2),
    S.AWAITING_APPROVAL: (1, 1),
    S.SUBMITTED: (2, 0),
    S.REPORT_SUBMITTED: (2, 2),
    S.SCREENING: (3, 0),
    S.SCREENED_OUT: (4, 0),
    S.PASSED: (3, 1),
    S.ASSESSMENT: (3, 2),
    S.CONSENSUS: (3, 3),
    S.NOT_ADVANCED: (2, 4),
    S.SITE_VISIT: (4, 3),
    S.COMMITTEE: (3, 4),
    S.DECIDED: (4, 4),
    S.ANNOUNCED: (5, 4),
    S.WITHDRAWN: (0, 4),
    S.DISQUALIFIED: (1, 4),
    AppealState.RECEIVED: (1, 0),
    AppealState.TAKEN_UP: (2, 0),
    AppealState.ANSWERED: (3, 0),
}
_COLUMN, _ROW, _WIDTH, _HEIGHT, _MARGIN = 275, 116, 150, 38, 30
_STYLE = (
    "text { font: 13px sans-serif; text-anchor: middle; fill: #1a1c2b } "
    ".arrow { stroke: #4b4f63; fill: none } .box { fill: #fff; stroke: #2a3583; stroke-width: 1.5 } "
    ".end { fill: #f7f6f3; stroke: #777b8f } .said { font-size: 11px; fill: #4b4f63 } .under { fill: #fff }"
)
_LABEL = 0.4  # of the way: where two arrows cross in their middles, their words do not
_HEAD = (
    '<marker id="head" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" '
    'orient="auto-start-reverse"><path d="M0 0 10 5 0 10z" fill="#4b4f63"/></marker>'
)


@dataclass(frozen=True)
class Arrow:
    """A way from one state to another, and the transitions that take it."""

    source: str
    target: str
    names: tuple[str, ...]


def drawing(title: str, states: Iterable[str], arrows: Iterable[Arrow]) -> str:
    """Return the picture as an SVG document; the same table gives the same bytes."""
    shown, ways = list(states), _paired(list(arrows))
    left = {way.source for way, _ in ways} | {way.target for way, back in ways if back}
    columns, rows = (max(PLACES[state][axis] for state in shown) for axis in (0, 1))
    width = round(columns * _COLUMN + _WIDTH + 2 * _MARGIN)
    height = round(rows * _ROW + _HEIGHT + 2 * _MARGIN)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" width="{width}">',
            f"<title>{escape(title)}</title><style>{_STYLE}</style>",
            _HEAD,
            f'<rect class="under" width="{width}" height="{height}"/>',
            *(_line(way, back) for way, back in ways),
            *(_words(way, back) for way, back in ways),
            *(_box(state, is_end=state not in left) for state in shown),
            "</svg>",
            "",
        ]
    )


def _paired(arrows: list[Arrow]) -> list[tuple[Arrow, Arrow | None]]:
    """Join the way there and the way back, which are drawn as one line with two heads."""
    known = {(arrow.source, arrow.target): arrow for arrow in arrows}
    joined: list[tuple[Arrow, Arrow | None]] = []
    for (source, target), arrow in known.items():
        back = known.get((target, source)) if source != target else None
        if back is None or (target, source) not in {(way.source, way.target) for way, _ in joined}:
            joined.append((arrow, back))
    return joined


def _centre(state: str) -> tuple[float, float]:
    column, row = PLACES[state]
    return _MARGIN + _WIDTH / 2 + column * _COLUMN, _MARGIN + _HEIGHT / 2 + row * _ROW


def _edge(state: str, towards: tuple[float, float]) -> tuple[float, float]:
    """Return where a line from the middle of a box leaves it."""
    x, y = _centre(state)
    across, down = towards[0] - x, towards[1] - y
    share = min(_WIDTH / 2 / abs(across) if across else 9, _HEIGHT / 2 / abs(down) if down else 9)
    return x + across * share, y + down * share


def _line(way: Arrow, back: Arrow | None) -> str:
    start = ' marker-start="url(#head)"' if back else ""
    if way.source == way.target:
        x, y = _centre(way.source)
        top = y - _HEIGHT / 2
        path = f"M{x + 30:.0f} {top:.0f} q4 -24 20 -24 t20 24"
    else:
        (x1, y1), (x2, y2) = _edge(way.source, _centre(way.target)), _edge(way.target, _centre(way.source))
        path = f"M{x1:.0f} {y1:.0f} {x2:.0f} {y2:.0f}"
    return f'<path class="arrow" d="{path}" marker-end="url(#head)"{start}/>'


def _words(way: Arrow, back: Arrow | None) -> str:
    lines = [", ".join(names).replace("_", " ") for names in (way.names, back.names if back else ()) if names]
    if way.source == way.target:
        x, y = _centre(way.source)
        x, y = x + 112, y - _HEIGHT / 2 - 16
    else:
        (x1, y1), (x2, y2) = _edge(way.source, _centre(way.target)), _edge(way.target, _centre(way.source))
        along = 0.5 if back else _LABEL
        x, y = x1 + (x2 - x1) * along, y1 + (y2 - y1) * along - 5 * (len(lines) - 1)
    return "".join(_word(line, x, y + 13 * place) for place, line in enumerate(lines))


def _word(line: str, x: float, y: float) -> str:
    wide = 6.2 * len(line)
    return (
        f'<rect class="under" x="{x - wide / 2:.0f}" y="{y - 8:.0f}" width="{wide:.0f}" height="13"/>'
        f'<text class="said" x="{x:.0f}" y="{y + 2:.0f}">{escape(line)}</text>'
    )


def _box(state: str, *, is_end: bool) -> str:
    x, y = _centre(state)
    kind = "end" if is_end else "box"
    return (
        f'<rect class="{kind}" x="{x - _WIDTH / 2:.0f}" y="{y - _HEIGHT / 2:.0f}" width="{_WIDTH}" height="{_HEIGHT}"'
        f' rx="6"/><text x="{x:.0f}" y="{y + 5:.0f}">{escape(state.replace("_", " "))}</text>'
    )

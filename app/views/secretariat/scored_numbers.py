"""The numbers scores are made of: points, scales, indicators and their rules, dimensions and their bands."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext as _
from flask_babel import ngettext

from app.views.formatting import figure, page_language
from app.views.secretariat.number_line import NumberLine, points_words
from rubrics.model import Rubric
from rubrics.nodes import Node
from rubrics.scales import KpiRule, KpiSettings, LevelCode, Step


def node_lines(rubric: Rubric) -> list[NumberLine]:
    """Return the maximum of the total, then every criterion with its points and its scale, its members below it."""
    labels = {level.code: level.label.in_language(page_language()) for level in rubric.item_levels}
    lines = [NumberLine(_("Maximum of the total"), (points_words(rubric.maximum),))]
    for node in rubric.nodes:
        lines += _branch(node, labels, 0)
    return lines


def _branch(node: Node, labels: dict[LevelCode, str], depth: int) -> Iterator[NumberLine]:
    yield NumberLine(node_name(node), tuple(_of_node(node, labels)), depth)
    for example in node.examples:
        title = f"{example.title.in_language(page_language())} ({example.unit.in_language(page_language())})"
        figures = [_years(example.years)]
        if example.ramp is not None:
            ends = {"floor": figure(example.ramp.floor), "ceiling": figure(example.ramp.ceiling)}
            figures.append(_("from %(floor)s to %(ceiling)s", **ends))
        yield NumberLine(title, tuple(figures), depth + 1)
    for below in node.nodes:
        yield from _branch(below, labels, depth + 1)


def node_name(node: Node) -> str:
    """Return the title of a criterion behind its number."""
    return " ".join(filter(None, (node.number, node.title.in_language(page_language()))))


def _of_node(node: Node, labels: dict[LevelCode, str]) -> Iterator[str]:
    if node.points is not None:
        yield points_words(node.points)
    if node.scale is not None:
        ends = {"least": figure(node.scale.min), "most": figure(node.scale.max), "step": figure(node.scale.step)}
        yield _("%(least)s to %(most)s %% of the points in steps of %(step)s", **ends)
    for level in node.levels:
        count = ngettext("%(num)s checkpoint", "%(num)s checkpoints", len(level.checkpoints))
        yield f"{labels[level.code]} {points_words(level.points)} ({count})"
    if node.kpi is not None:
        yield from _indicators(node.kpi)


def _indicators(settings: KpiSettings) -> Iterator[str]:
    least, most = settings.min_indicators, settings.max_indicators
    if most is not None:
        yield _("%(least)s to %(most)s indicators", least=least, most=most)
    elif least:
        yield _("At least %(least)s indicators", least=least)
    yield _years(settings.years)


def rule_lines(rubric: Rubric) -> list[NumberLine]:
    """Return what indicators are worth, rule by rule."""
    return [
        line
        for rule in rubric.kpi_rules
        for line in (NumberLine(rule.title.in_language(page_language()), tuple(_of_rule(rule))), *_steps(rule))
    ]


def _of_rule(rule: KpiRule) -> Iterator[str]:
    yield _("%(least)s to %(most)s points", least=figure(rule.minimum), most=figure(rule.maximum))
    if rule.at_floor is not None and rule.at_ceiling is not None:
        ends = {"low": figure(rule.at_floor), "high": figure(rule.at_ceiling)}
        yield _("A straight line from %(low)s points at the floor to %(high)s points at the ceiling", **ends)


def _steps(rule: KpiRule) -> Iterator[NumberLine]:
    for step in rule.steps:
        worth = (
            _("the rate times %(times)s", times=figure(step.times))
            if step.times is not None
            else points_words(step.score)
        )
        yield NumberLine(_rate(step), (worth,), depth=1)


def _rate(step: Step) -> str:
    if step.up_to is None:
        return _("Above that")
    if step.inclusive:
        return _("Success rate up to %(rate)s", rate=figure(step.up_to))
    return _("Success rate below %(rate)s", rate=figure(step.up_to))


def dimension_lines(rubric: Rubric) -> list[NumberLine]:
    """Return the levels a dimension is judged at, and how they bound the band."""
    scoring = rubric.scoring
    if scoring is None:
        return []
    ends = {"least": scoring.dimension_level.min, "most": scoring.dimension_level.max}
    return [
        NumberLine(_("Levels of a dimension"), (_("%(least)s to %(most)s", **ends),)),
        NumberLine(_("The highest band allowed"), (scoring.cap_rule.in_language(page_language()),)),
    ]


def band_table_lines(rubric: Rubric) -> list[NumberLine]:
    """Return the per cents of each band, table by table; a table is called as the dimensions it is read with."""
    lines = []
    read_with = {leaf.bands_ref: rubric.schemes[leaf.scheme] for leaf in rubric.leaves if leaf.scheme is not None}
    for name, bands in rubric.band_tables.items():
        lines.append(NumberLine(read_with[name].title.in_language(page_language())))
        lines += [
            NumberLine(
                band.label.in_language(page_language()),
                (_("%(values)s per cent", values=", ".join(figure(each) for each in band.permitted_values)),),
                depth=1,
            )
            for band in bands
        ]
    return lines


def _years(count: int) -> str:
    return ngettext("%(num)s year of figures", "%(num)s years of figures", count)

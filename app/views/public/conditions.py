"""Says in words what a condition of the criteria asks for."""

from __future__ import annotations

from flask_babel import gettext as _

from app.views.formatting import figure, page_language
from rubrics.conditions import Condition, Op, node_in
from rubrics.model import Rubric


def condition_words(condition: Condition, rubric: Rubric) -> str:
    """Write the whole condition as one clause in the page's language."""
    if condition.all:
        return _(" and ").join(_within(part, rubric) for part in condition.all)
    if condition.any:
        return _(" or ").join(_within(part, rubric) for part in condition.any)
    return _comparison(condition, rubric)


def threshold_words(leaf: Condition, rubric: Rubric) -> str:
    """Write what a number that may be changed is compared with, the number left open."""
    return _compared(leaf, _fact(leaf.path or "", rubric), "…")


def _within(part: Condition, rubric: Rubric) -> str:
    words = condition_words(part, rubric)
    return f"({words})" if len(part.all) + len(part.any) > 1 else words


def _comparison(leaf: Condition, rubric: Rubric) -> str:
    path, value = leaf.path or "", leaf.value
    if isinstance(value, bool):
        return _truth(path, is_wanted=value == (leaf.op is Op.EQ))
    return _compared(leaf, _fact(path, rubric), figure(value))


def _compared(leaf: Condition, name: str, number: str) -> str:
    return {
        Op.GTE: _("%(fact)s is at least %(number)s", fact=name, number=number),
        Op.GT: _("%(fact)s is more than %(number)s", fact=name, number=number),
        Op.LTE: _("%(fact)s is at most %(number)s", fact=name, number=number),
        Op.LT: _("%(fact)s is less than %(number)s", fact=name, number=number),
        Op.EQ: _("%(fact)s is exactly %(number)s", fact=name, number=number),
        Op.NE: _("%(fact)s is not %(number)s", fact=name, number=number),
    }[leaf.op or Op.EQ]


def _truth(path: str, *, is_wanted: bool) -> str:
    if path == "profile.complete":
        return _("the agency profile is complete") if is_wanted else _("the agency profile is not complete")
    return _("the site visit confirmed the score") if is_wanted else _("the site visit did not confirm the score")


def _fact(path: str, rubric: Rubric) -> str:
    node_id = node_in(path)
    if node_id is not None:
        title = rubric.node(node_id).title.in_language(page_language())
        return _("the score of “%(title)s” in per cent", title=title)
    return {
        "total.assessor": _("the total on the certifiers' agreed checkpoints"),
        "total.consensus": _("the total of the panel's consensus"),
        "total.site_visit": _("the total after the site visit"),
        "total.final": _("the final total"),
        "total.points": _("the total in points"),
        "total.percent": _("the total in per cent"),
        "min_dimension_percent": _("the lowest main criterion in per cent"),
        "missing_evidence.count": _("the number of claims without their evidence"),
    }[path]

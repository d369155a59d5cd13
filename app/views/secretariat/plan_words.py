"""Writes assignment in words: kinds of conflicts, what a plan reached, what stands against one and what frees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flask_babel import gettext
from flask_babel import gettext as _

from app.models import AssignmentPlan, Job
from app.queries.panel_table import Show
from workflows.assignment.explanation import Reason
from workflows.assignment.problem import Rule


@dataclass(frozen=True)
class Objective:
    """One objective of a plan: what it reached, the best that could be, and how sure that is."""

    name: str
    reached: str
    bound: str
    verdict: str
    is_proved: bool


@dataclass(frozen=True)
class Blocking:
    """One rule of a set that cannot hold together, with the applications and assessors it is about."""

    rule: str
    codes: tuple[str, ...]
    names: tuple[str, ...]


def objectives(plan: AssignmentPlan) -> list[Objective]:
    """Return the four objectives of a plan in their order."""
    names = {
        "worst_off": _("Expertise of the entry that gets least"),
        "load_spread": _("Difference between loads (most minus least)"),
        "expertise": _("Expertise in all"),
        "changed": _("Pairs changed from the panels in force"),
    }
    reached, bounds = plan.figures.get("objectives", {}), plan.figures.get("bounds")
    if not bounds or plan.figures.get("status") in BY_HAND:
        by_hand = _("Changed by hand") if plan.figures.get("status") == "edited" else _("As it was before")
        return [Objective(name, _figure(Fraction(reached[key])), "–", by_hand, False) for key, name in names.items()]
    return [_objective(name, Fraction(reached[key]), Fraction(bounds[key])) for key, name in names.items()]


BY_HAND = ("edited", "earlier")


def _objective(name: str, reached: Fraction, bound: Fraction) -> Objective:
    is_proved = reached == bound
    if is_proved:
        verdict = _("Proved best")
    elif bound:
        share = abs(reached - bound) * 100 / abs(bound)
        verdict = _("%(share)s %% from the bound", share=_figure(share))
    else:
        verdict = _("Best found")
    return Objective(name, _figure(reached), _figure(bound), verdict, is_proved)


def _figure(value: Fraction) -> str:
    return f"{value.numerator:,d}" if value.denominator == 1 else f"{float(value):,.2f}"


def show_name(show: Show, count: int) -> str:
    """Name a choice of panels, with how many there are."""
    return {
        Show.ALL: _("All panels (%(count)s)", count=count),
        Show.WAITING: _("Waiting for a panel (%(count)s)", count=count),
        Show.SHORT: _("With an empty seat (%(count)s)", count=count),
        Show.CHANGED: _("Changed by the proposal (%(count)s)", count=count),
        Show.UNANSWERED: _("Not answered by everyone (%(count)s)", count=count),
    }[show]


def rules_kept(plan: AssignmentPlan) -> list[tuple[str, int]]:
    """Return every hard rule with how often the independent checker found it broken when the plan was last changed."""
    broken: dict[str, int] = plan.figures.get("broken") or {}
    checked = (
        Rule.PANEL_SIZE,
        Rule.CONFLICTS,
        Rule.MAX_LOAD,
        Rule.MIN_LOAD,
        Rule.ONE_PER_GROUP,
        Rule.NEED_LEAD,
        Rule.LOCKED,
        Rule.CONNECTED,
    )
    return [(_rule_name(rule), broken.get(rule.value, 0)) for rule in checked] if "broken" in plan.figures else []


def reason_words(reason: Reason) -> str:
    """Write one reason for a pair in the page's language."""
    message = reason.message
    return gettext(message) % dict(reason.params)


def blocking_of(job: Job, codes: Mapping[str, str], names: Mapping[str, str]) -> list[Blocking]:
    """Return the rules that block each other, where the job found that no plan exists."""
    stored: list[dict[str, Any]] = job.result.get("blocking") or []
    return [
        Blocking(
            _rule_name(Rule(block["rule"])),
            tuple(codes.get(key, "–") for key in block["applications"]),
            tuple(names.get(key, "–") for key in block["assessors"]),
        )
        for block in stored
    ]


def ways_out(job: Job, codes: Mapping[str, str], names: Mapping[str, str]) -> list[str]:
    """Return what would make a plan possible, cheapest first, each in one sentence."""
    known = {**codes, **names}
    stored: list[dict[str, Any]] = job.result.get("relaxations") or []
    return ["; ".join(_step(step, known) for step in way["steps"]) for way in stored]


def _step(step: Mapping[str, Any], known: Mapping[str, str]) -> str:
    """Write one step with names for the ids it speaks of."""
    message = step["message"]
    said = {
        key: ", ".join(known.get(each, each) for each in str(value).split(", "))
        for key, value in step["params"].items()
    }
    return gettext(message) % said


def _rule_name(rule: Rule) -> str:
    return {
        Rule.PANEL_SIZE: _("Every panel is full"),
        Rule.CONFLICTS: _("No conflict of interest"),
        Rule.MAX_LOAD: _("Nobody has more applications than they may"),
        Rule.MIN_LOAD: _("Everybody has as many applications as they should"),
        Rule.ONE_PER_GROUP: _("No two of one ministry on a panel"),
        Rule.NEED_LEAD: _("Somebody on each panel can lead"),
        Rule.LOCKED: _("Locked pairs stay"),
        Rule.ANCHORS: _("Anchors are scored by everybody"),
        Rule.CONNECTED: _("All assessors share a chain of applications"),
        Rule.KNOWN: _("What waits for a panel has changed since this plan was made; ask for a new one"),
    }[rule]

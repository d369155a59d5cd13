"""Automatic screening: each named check of the criteria, answered from facts of the frozen document."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from rubrics.entry import CHECK_PARAMETERS, Check
from rubrics.model import Rubric
from workflows.application import Phase
from workflows.document import Gap
from workflows.errors import Obstacle


@dataclass(frozen=True)
class OtherEntry:
    """Another entry to compare with: its code, and the normalised text of title and summary."""

    code: str
    text: str


@dataclass(frozen=True)
class ScreeningFacts:
    """What automatic checks look at, all of it from the frozen document and the register.

    `files` counts accepted files by field, `refused_files` names those that failed their own checks; `closes_on` is
    the programme's closing day; `other_types` are other programmes of the same branch the agency has entered.
    """

    phase: Phase
    answers: Mapping[str, Any]
    files: Mapping[str, int] = field(default_factory=dict)
    gaps: tuple[Gap, ...] = ()
    profile_part_ids: frozenset[str] = frozenset()
    refused_files: tuple[str, ...] = ()
    pages_over: tuple[str, ...] = ()
    levels_without_evidence: tuple[str, ...] = ()
    agency_kind: str = ""
    closes_on: date | None = None
    text: str = ""
    others: tuple[OtherEntry, ...] = ()
    other_types: tuple[str, ...] = ()


@dataclass(frozen=True)
class Finding:
    """The answer to one check: met or not, and why not."""

    check: Check
    is_met: bool
    detail: Obstacle | None = None


def run_automatic_checks(rubric: Rubric, facts: ScreeningFacts) -> tuple[Finding, ...]:
    """Answer every automatic check of the rubric, in its order. Source: screening of the rubric edition."""
    checks = rubric.screening.checks if rubric.screening else ()
    return tuple(_answer(rubric, check, facts) for check in checks if check.by == "automatic")


def _answer(rubric: Rubric, check: Check, facts: ScreeningFacts) -> Finding:
    detail = _CHECKS[check.check or ""](rubric, check, facts)
    return Finding(check, detail is None, detail)


def similarity(one: str, other: str) -> Decimal:
    """Return how alike two texts are, from 0 to 1: shared character trigrams over all of them (Jaccard)."""
    first, second = _trigrams(one), _trigrams(other)
    if not first or not second:
        return Decimal(0)
    return Decimal(len(first & second)) / Decimal(len(first | second))


def _trigrams(text: str) -> frozenset[str]:
    squeezed = "".join(text.split())
    return frozenset(squeezed[place : place + 3] for place in range(len(squeezed) - 2))


def months_between(start: date, end: date) -> int:
    """Return the whole months from `start` to `end`; negative where it has not begun yet."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return months - (1 if end.day < start.day else 0)


def _required(_rubric: Rubric, _check: Check, facts: ScreeningFacts) -> Obstacle | None:
    missing = [gap for gap in facts.gaps if not gap.is_over_limit]
    return Obstacle("Parts not filled in: %(count)s", {"count": len(missing)}) if missing else None


def _limits(_rubric: Rubric, _check: Check, facts: ScreeningFacts) -> Obstacle | None:
    over = [gap for gap in facts.gaps if gap.is_over_limit]
    return Obstacle("Parts over their limit: %(count)s", {"count": len(over)}) if over else None


def _attachments(_rubric: Rubric, _check: Check, facts: ScreeningFacts) -> Obstacle | None:
    names = ", ".join(facts.refused_files)
    return Obstacle("Files not accepted: %(names)s", {"names": names}) if names else None


def _pages(_rubric: Rubric, _check: Check, facts: ScreeningFacts) -> Obstacle | None:
    names = ", ".join(facts.pages_over)
    return Obstacle("Over their page limit: %(names)s", {"names": names}) if names else None


def _kind(rubric: Rubric, _check: Check, facts: ScreeningFacts) -> Obstacle | None:
    allowed = rubric.eligibility.agency_types if rubric.eligibility else ()
    if not allowed or facts.agency_kind in allowed:
        return None
    return Obstacle("This kind of agency may not enter this programme")


def _months(_rubric: Rubric, check: Check, facts: ScreeningFacts) -> Obstacle | None:
    least, started = check.at_least or Decimal(0), facts.answers.get("start_date")
    if not started or facts.closes_on is None:
        return Obstacle("The date put into use is not given")
    if date.fromisoformat(started) > facts.closes_on:
        return Obstacle("Put to use only after the closing day; %(least)s months are needed", {"least": least})
    months = months_between(date.fromisoformat(started), facts.closes_on)
    if months >= least:
        return None
    return Obstacle(
        "In use for %(months)s months on the closing day; %(least)s are needed", {"months": months, "least": least}
    )


def _similar(_rubric: Rubric, check: Check, facts: ScreeningFacts) -> Obstacle | None:
    most = check.at_most if check.at_most is not None else Decimal(1)
    alike = [other.code for other in facts.others if similarity(facts.text, other.text) > most]
    return Obstacle("Very similar to: %(codes)s", {"codes": ", ".join(alike)}) if alike else None


def _one_type(_rubric: Rubric, _check: Check, facts: ScreeningFacts) -> Obstacle | None:
    names = ", ".join(facts.other_types)
    return Obstacle("The agency also entered: %(names)s", {"names": names}) if names else None


def _profile(_rubric: Rubric, _check: Check, facts: ScreeningFacts) -> Obstacle | None:
    missing = [gap for gap in facts.gaps if gap.part_id in facts.profile_part_ids]
    return Obstacle("Profile prompts not answered: %(count)s", {"count": len(missing)}) if missing else None


def _evidence(_rubric: Rubric, _check: Check, facts: ScreeningFacts) -> Obstacle | None:
    names = ", ".join(facts.levels_without_evidence)
    return Obstacle("Levels claimed without evidence: %(names)s", {"names": names}) if names else None


def _given(_rubric: Rubric, check: Check, facts: ScreeningFacts) -> Obstacle | None:
    name = check.field or ""
    is_given = facts.answers.get(name) or facts.files.get(name)
    return None if is_given else Obstacle("A part that is needed is not filled in")


def _number(_rubric: Rubric, check: Check, facts: ScreeningFacts) -> Obstacle | None:
    least = check.at_least or Decimal(0)
    try:
        is_enough = Decimal(str(facts.answers.get(check.field or "", ""))) >= least
    except InvalidOperation:  # no number, or one that cannot be compared
        return Obstacle("A number that is needed is not given")
    return None if is_enough else Obstacle("The number given is below %(least)s", {"least": least})


def _entries(_rubric: Rubric, check: Check, facts: ScreeningFacts) -> Obstacle | None:
    least, given = check.at_least or Decimal(0), facts.answers.get(check.field or "") or ()
    lines = [line for line in given.splitlines() if line.strip()] if isinstance(given, str) else list(given)
    return (
        None
        if len(lines) >= least
        else Obstacle("At least %(least)s are needed, %(count)s given", {"least": least, "count": len(lines)})
    )


_CHECKS: Mapping[str, Callable[[Rubric, Check, ScreeningFacts], Obstacle | None]] = {
    "required_complete": _required,
    "within_limits": _limits,
    "attachments_valid": _attachments,
    "pages_within_limit": _pages,
    "agency_kind": _kind,
    "months_in_use": _months,
    "similar_entry": _similar,
    "one_type_per_branch": _one_type,
    "profile_complete": _profile,
    "evidence_for_claimed_levels": _evidence,
    "field_given": _given,
    "number_at_least": _number,
    "entries_at_least": _entries,
}
assert set(_CHECKS) == set(CHECK_PARAMETERS), "every check a rubric may name is answered here, and no other"

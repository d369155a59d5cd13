"""Who may enter a programme: every rule of its criteria answered with a reason before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rubrics.model import Rubric
from workflows.entry_rules import EntryRules
from workflows.errors import N_, Obstacle
from workflows.screening import months_between

START_DATE = "start_date"  # the question of every form that asks since when the work is in use


class Verdict(StrEnum):
    """How a rule is answered: met, not met, or for the agency itself to judge."""

    MET = "met"
    NOT_MET = "not_met"
    TO_JUDGE = "to_judge"


@dataclass(frozen=True)
class Ruling:
    """One rule in words, with its answer and the reason."""

    rule: Obstacle
    verdict: Verdict
    reason: Obstacle


@dataclass(frozen=True)
class EligibilityFacts:
    """What the rules need to know of an agency: its kind, what it entered in this cycle, what it won before.

    `entries` counts its entries in this programme that were not withdrawn, `ministry_entries` those of its whole
    ministry, `other_types` names the other programmes of
    the branch it entered, `past_awards` the works it won with at a level the criteria exclude. `in_use_since` is the
    day the work was put to use, where it was given; `closes_on` the programme's closing day.
    """

    kind: str
    is_open: bool
    closes_on: date
    entries: int = 0
    ministry_entries: int = 0
    other_types: tuple[str, ...] = ()
    past_awards: tuple[str, ...] = ()
    in_use_since: date | None = None


def rulings(rubric: Rubric, limits: EntryRules, facts: EligibilityFacts) -> tuple[Ruling, ...]:
    """Return every rule of the criteria and the programme with its answer, in the order they are asked.

    Source: eligibility and quota of the criteria, where the programme sets none of its own.
    """
    return (*_of_criteria(rubric, facts), *warnings(limits, facts), *_quotas(limits, facts, entering=1))


def refusals(found: Iterable[Ruling]) -> tuple[Obstacle, ...]:
    """Return the rules that are not met, as reasons why no entry is begun; what the agency judges itself is none."""
    words = N_("Not met: %(rule)s (%(reason)s)")
    return tuple(
        Obstacle(words, {"rule": each.rule, "reason": each.reason}) for each in found if each.verdict is Verdict.NOT_MET
    )


def warnings(limits: EntryRules, facts: EligibilityFacts) -> tuple[Ruling, ...]:
    """Return the rules about other entries and past awards, which only the agency can judge of its work."""
    found = []
    if limits.one_type_per_branch:
        found.append(_one_type(facts))
    if limits.past_levels:
        found.append(_past_awards(facts))
    return tuple(found)


def draft_warnings(rubric: Rubric, limits: EntryRules, facts: EligibilityFacts) -> tuple[Ruling, ...]:
    """Return what an entry that is already begun should be warned of; nothing where every rule is met.

    A start day that is not given yet is no warning: the document itself says that it is missing.
    """
    started = () if facts.in_use_since is None else tuple(_months(rubric, facts))
    rules = (*started, *warnings(limits, facts), *_quotas(limits, facts, entering=0))
    return tuple(ruling for ruling in rules if ruling.verdict is not Verdict.MET)


def _of_criteria(rubric: Rubric, facts: EligibilityFacts) -> Iterator[Ruling]:
    yield _ruling(
        Obstacle(N_("The programme is open for entries")),
        Obstacle(N_("It is open now")) if facts.is_open else Obstacle(N_("It is not open at this moment")),
        is_met=facts.is_open,
    )
    rules = rubric.eligibility
    if rules is not None:
        allowed = facts.kind in rules.agency_types
        yield _ruling(
            Obstacle(N_("The kind of agency may enter")),
            Obstacle(N_("Your kind of agency is named in the criteria"))
            if allowed
            else Obstacle(N_("Your kind of agency is not named in the criteria")),
            is_met=allowed,
        )
    yield from _months(rubric, facts)


def _months(rubric: Rubric, facts: EligibilityFacts) -> Iterator[Ruling]:
    if rubric.eligibility is not None and rubric.eligibility.min_months_in_use:
        yield _in_use(rubric.eligibility.min_months_in_use, facts)


def _ruling(rule: Obstacle, reason: Obstacle, *, is_met: bool) -> Ruling:
    return Ruling(rule, Verdict.MET if is_met else Verdict.NOT_MET, reason)


def _in_use(least: int, facts: EligibilityFacts) -> Ruling:
    rule = Obstacle(N_("The work has been in use for at least %(least)s months on the closing day"), {"least": least})
    if facts.in_use_since is None:
        return Ruling(rule, Verdict.TO_JUDGE, Obstacle(N_("Enter the day it was put to use to find out")))
    if facts.in_use_since > facts.closes_on:
        return _ruling(rule, Obstacle(N_("The day given lies after the closing day")), is_met=False)
    months = months_between(facts.in_use_since, facts.closes_on)
    return _ruling(
        rule, Obstacle(N_("%(months)s months on the closing day"), {"months": months}), is_met=months >= least
    )


def _one_type(facts: EligibilityFacts) -> Ruling:
    rule = Obstacle(N_("A work is entered under one award type of the branch only"))
    if not facts.other_types:
        return Ruling(rule, Verdict.MET, Obstacle(N_("The agency has entered no other type of this branch")))
    names = ", ".join(facts.other_types)
    return Ruling(
        rule, Verdict.TO_JUDGE, Obstacle(N_("Also entered: %(names)s. It must be another work"), {"names": names})
    )


def _past_awards(facts: EligibilityFacts) -> Ruling:
    rule = Obstacle(N_("The work has not won this award at the same type before"))
    if not facts.past_awards:
        return Ruling(rule, Verdict.MET, Obstacle(N_("No such award of the agency is on record")))
    names = ", ".join(facts.past_awards)
    return Ruling(
        rule, Verdict.TO_JUDGE, Obstacle(N_("Won before: %(names)s. It must be another work"), {"names": names})
    )


def _quotas(limits: EntryRules, facts: EligibilityFacts, *, entering: int) -> Iterator[Ruling]:
    """`entering` is 1 before an entry is begun, 0 where it is counted already."""
    if limits.quota_per_agency is not None:
        several = Obstacle(N_("At most %(most)s entries for each agency"), {"most": limits.quota_per_agency})
        rule = several if limits.quota_per_agency != 1 else Obstacle(N_("At most one entry for each agency"))
        yield _quota(rule, facts.entries, facts.entries + entering <= limits.quota_per_agency)
    if limits.quota_per_ministry is not None:
        several = Obstacle(N_("At most %(most)s entries for each ministry"), {"most": limits.quota_per_ministry})
        rule = several if limits.quota_per_ministry != 1 else Obstacle(N_("At most one entry for each ministry"))
        yield _quota(rule, facts.ministry_entries, facts.ministry_entries + entering <= limits.quota_per_ministry)


def _quota(rule: Obstacle, count: int, is_met: bool) -> Ruling:  # noqa: FBT001  # reads as the rule's own answer
    return _ruling(rule, Obstacle(N_("%(count)s entered so far"), {"count": count}), is_met=is_met)

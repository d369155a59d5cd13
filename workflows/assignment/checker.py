"""Checks a plan against every hard rule, pair by pair, knowing nothing of how the plan was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from workflows.assignment.problem import Application, Assessor, Pair, Problem, Rule
from workflows.errors import N_, Obstacle


@dataclass(frozen=True)
class Violation:
    """One hard rule that a plan breaks, whom it concerns, and the sentence to show."""

    rule: Rule
    applications: tuple[str, ...]
    assessors: tuple[str, ...]
    detail: Obstacle


def check_plan(problem: Problem, pairs: Iterable[Pair], *, accept_islands: bool = False) -> list[Violation]:
    """Return every hard rule that `pairs` break; empty means the plan may be published.

    `accept_islands` leaves out the rule that each programme's assessors form one chain, for plans whose islands were
    reported and taken knowingly. Source: the hard rules of assignment.
    """
    times = Counter(pairs)
    strange = _strangers(problem, times)
    known = [pair for pair in times if pair not in strange]
    panels: dict[str, list[str]] = {application.id: [] for application in problem.applications}
    for application, assessor in known:
        panels[application].append(assessor)
    found = [
        *_unknown(sorted(strange)),
        *_double(times),
        *_conflicts(problem, known),
        *_locked(problem, known),
        *_panels(problem, panels),
        *_loads(problem, known),
    ]
    return found if accept_islands or not problem.connected else found + _chains(problem, panels)


def broken_rules(problem: Problem, pairs: Iterable[Pair]) -> dict[str, int]:
    """Count how often each hard rule is broken; the rules that hold are left out."""
    return dict(Counter(str(violation.rule) for violation in check_plan(problem, pairs)))


def _strangers(problem: Problem, pairs: Iterable[Pair]) -> set[Pair]:
    applications = {application.id for application in problem.applications}
    assessors = {assessor.id for assessor in problem.assessors}
    return {pair for pair in pairs if pair[0] not in applications or pair[1] not in assessors}


def _unknown(strange: list[Pair]) -> list[Violation]:
    message = N_("This pair names someone or something that is not in the problem")
    return [_violation(Rule.KNOWN, pair, message) for pair in strange]


def _double(times: Mapping[Pair, int]) -> list[Violation]:
    message = N_("This pair is listed %(times)s times")
    return [_violation(Rule.KNOWN, pair, message, times=count) for pair, count in times.items() if count > 1]


def _conflicts(problem: Problem, known: list[Pair]) -> list[Violation]:
    hit = [pair for pair in known if pair in problem.conflicts]
    return [_violation(Rule.CONFLICTS, pair, N_("This assessor has a conflict with this application")) for pair in hit]


def _locked(problem: Problem, known: list[Pair]) -> list[Violation]:
    lost = sorted(problem.locked.difference(known))
    return [_violation(Rule.LOCKED, pair, N_("This pair is locked and is missing from the plan")) for pair in lost]


def _panels(problem: Problem, panels: Mapping[str, list[str]]) -> list[Violation]:
    people = {assessor.id: assessor for assessor in problem.assessors}
    found: list[Violation] = []
    for application in problem.applications:
        panel = [people[name] for name in panels[application.id]]
        if application.id in problem.anchors:
            found += _anchor(problem, application, panel)
        else:
            found += _panel(problem, application, panel)
    return found


def _anchor(problem: Problem, application: Application, panel: list[Assessor]) -> list[Violation]:
    missing = [
        assessor.id
        for assessor in problem.assessors
        if assessor not in panel and (application.id, assessor.id) not in problem.conflicts
    ]
    message = N_("An anchor is scored by every assessor without a conflict; this assessor is missing")
    return [_violation(Rule.ANCHORS, (application.id, name), message) for name in missing]


def _panel(problem: Problem, application: Application, panel: list[Assessor]) -> list[Violation]:
    found: list[Violation] = []
    size = problem.size_of(application)
    names = tuple(assessor.id for assessor in panel)
    if len(panel) != size:
        detail = Obstacle("This panel has %(count)s assessors instead of %(size)s", {"count": len(panel), "size": size})
        found.append(Violation(Rule.PANEL_SIZE, (application.id,), names, detail))
    if problem.need_lead and not any(assessor.lead for assessor in panel):
        found.append(Violation(Rule.NEED_LEAD, (application.id,), names, Obstacle("No one on this panel can lead it")))
    for first, second in combinations(panel, 2) if problem.one_per_group else ():
        shared = sorted(set(first.groups) & set(second.groups))
        if shared:
            detail = Obstacle("These two belong to the same group: %(groups)s", {"groups": ", ".join(shared)})
            found.append(Violation(Rule.ONE_PER_GROUP, (application.id,), (first.id, second.id), detail))
    return found


def _loads(problem: Problem, known: list[Pair]) -> list[Violation]:
    loads = Counter(assessor for _application, assessor in known)
    found = []
    for assessor in problem.assessors:
        load = loads[assessor.id]
        if load > assessor.max:
            detail = Obstacle("Load %(load)s is over the maximum of %(max)s", {"load": load, "max": assessor.max})
            found.append(Violation(Rule.MAX_LOAD, (), (assessor.id,), detail))
        if load < assessor.min:
            detail = Obstacle("Load %(load)s is under the minimum of %(min)s", {"load": load, "min": assessor.min})
            found.append(Violation(Rule.MIN_LOAD, (), (assessor.id,), detail))
    return found


def _chains(problem: Problem, panels: Mapping[str, list[str]]) -> list[Violation]:
    """For each programme, walk from one assessor over shared applications; whoever is not met is on an island."""
    found = []
    for programme in dict.fromkeys(application.programme for application in problem.applications):
        shared = [panels[a.id] for a in problem.applications if a.programme == programme and panels[a.id]]
        left = {name for panel in shared for name in panel}
        met = _reachable_from(min(left), shared) if left else set()
        if met != left:
            message = N_("These assessors share no chain of applications with the others of the programme")
            detail = Obstacle(message, {"programme": programme})
            found.append(Violation(Rule.CONNECTED, (), tuple(sorted(left - met)), detail))
    return found


def _reachable_from(start: str, panels: list[list[str]]) -> set[str]:
    met = {start}
    grew = True
    while grew:
        grew = False
        for panel in panels:
            if met.intersection(panel) and not met.issuperset(panel):
                met.update(panel)
                grew = True
    return met


def _violation(rule: Rule, pair: Pair, message: str, **params: object) -> Violation:
    return Violation(rule, (pair[0],), (pair[1],), Obstacle(message, params))

"""The hard rules as rows over pairs, each with the application or assessor it speaks of.

One list serves both ends: all of it is the exact model of a plan, and parts of it show which rules block each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from workflows.assignment.model import Model, Row
from workflows.assignment.problem import Application, Assessor, Pair, Problem, Rule


@dataclass(frozen=True)
class Clause:
    """One rule for one application, assessor or pair: it holds where all its rows do."""

    rule: Rule
    applications: tuple[str, ...] = ()
    assessors: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True)
class RuleBook:
    """Every clause of a problem, and the column of each pair."""

    problem: Problem
    columns: dict[Pair, int]
    clauses: tuple[Clause, ...]

    def model(self, clauses: Iterable[Clause] | None = None) -> Model:
        """Return the model in which these clauses (all by default) must hold."""
        model = Model([0] * len(self.columns), [1] * len(self.columns))
        for clause in self.clauses if clauses is None else clauses:
            model.rows.extend(clause.rows)
        return model

    def pairs_in(self, values: Iterable[int]) -> list[Pair]:
        """Return the pairs that a solution takes."""
        return [pair for pair, value in zip(self.columns, values, strict=False) if value]


def rule_book(problem: Problem) -> RuleBook:
    """Write the hard rules of a problem as clauses, the least telling first; chains are not among them."""
    applications = sorted(problem.applications, key=lambda application: application.id)
    assessors = sorted(problem.assessors, key=lambda assessor: assessor.id)
    columns: dict[Pair, int] = {}
    for application in applications:
        for assessor in assessors:
            columns[application.id, assessor.id] = len(columns)
    own = [application for application in applications if application.id not in problem.anchors]
    anchors = [application for application in applications if application.id in problem.anchors]
    clauses = [
        *_least(columns, applications, assessors),
        *_locked(columns, problem),
        *_anchors(columns, problem, anchors, assessors),
        *(_one_per_group(columns, own, assessors) if problem.one_per_group else ()),
        *(_need_lead(columns, own, assessors) if problem.need_lead else ()),
        *_conflicts(columns, problem, applications),
        *_most(columns, applications, assessors),
        *_sizes(columns, problem, own, assessors),
    ]
    return RuleBook(problem, columns, tuple(clauses))


def _sizes(
    columns: dict[Pair, int], problem: Problem, own: list[Application], people: list[Assessor]
) -> Iterator[Clause]:
    for application in own:
        size = problem.size_of(application)
        terms = {columns[application.id, person.id]: 1 for person in people}
        yield Clause(Rule.PANEL_SIZE, (application.id,), (), (Row(terms, size, size),))


def _conflicts(columns: dict[Pair, int], problem: Problem, applications: list[Application]) -> Iterator[Clause]:
    against: dict[str, list[str]] = {application.id: [] for application in applications}
    for application, assessor in sorted(problem.conflicts.intersection(columns)):
        against[application].append(assessor)
    for application, names in against.items():
        if names:
            rows = tuple(Row({columns[application, name]: 1}, None, 0) for name in names)
            yield Clause(Rule.CONFLICTS, (application,), tuple(names), rows)


def _most(columns: dict[Pair, int], applications: list[Application], people: list[Assessor]) -> Iterator[Clause]:
    for person in people:
        terms = {columns[application.id, person.id]: 1 for application in applications}
        yield Clause(Rule.MAX_LOAD, (), (person.id,), (Row(terms, None, person.max),))


def _least(columns: dict[Pair, int], applications: list[Application], people: list[Assessor]) -> Iterator[Clause]:
    for person in people:
        if person.min:
            terms = {columns[application.id, person.id]: 1 for application in applications}
            yield Clause(Rule.MIN_LOAD, (), (person.id,), (Row(terms, person.min, None),))


def _need_lead(columns: dict[Pair, int], own: list[Application], people: list[Assessor]) -> Iterator[Clause]:
    leads = [person for person in people if person.lead]
    for application in own:
        terms = {columns[application.id, person.id]: 1 for person in leads}
        yield Clause(Rule.NEED_LEAD, (application.id,), (), (Row(terms, 1, None),))


def _one_per_group(columns: dict[Pair, int], own: list[Application], people: list[Assessor]) -> Iterator[Clause]:
    members: dict[str, list[str]] = {}
    for person in people:
        for group in sorted(set(person.groups)):
            members.setdefault(group, []).append(person.id)
    crowds = [names for _group, names in sorted(members.items()) if len(names) > 1]
    for application in own if crowds else ():
        rows = tuple(Row({columns[application.id, name]: 1 for name in names}, None, 1) for names in crowds)
        yield Clause(Rule.ONE_PER_GROUP, (application.id,), (), rows)


def _locked(columns: dict[Pair, int], problem: Problem) -> Iterator[Clause]:
    for application, assessor in sorted(problem.locked):
        yield Clause(Rule.LOCKED, (application,), (assessor,), (Row({columns[application, assessor]: 1}, 1, None),))


def _anchors(
    columns: dict[Pair, int], problem: Problem, anchors: list[Application], people: list[Assessor]
) -> Iterator[Clause]:
    for anchor in anchors:
        free = [person.id for person in people if (anchor.id, person.id) not in problem.conflicts]
        rows = tuple(Row({columns[anchor.id, name]: 1}, 1, None) for name in free)
        yield Clause(Rule.ANCHORS, (anchor.id,), (), rows)

"""Says why an assessor is on a panel: reasons a person can check, drawn from the plan as it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from workflows.assignment.problem import Assessor, Pair, Problem
from workflows.errors import N_

_NONE = Decimal(0)


@dataclass(frozen=True)
class Reason:
    """One reason for a pair: an English sentence that the application translates, and its figures."""

    message: str
    params: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.message % self.params if self.params else self.message


def explain(problem: Problem, plan: Iterable[Pair], pair: Pair) -> tuple[Reason, ...]:
    """Return why `pair` is in the plan (an iterable of all its pairs), the decisive reason first: sentences for staff.

    Raises LookupError for a pair that is not in the plan.
    """
    pairs = frozenset(plan)
    if pair not in pairs:
        raise LookupError(f"{pair} is not in the plan")
    case = _Case(problem, pairs, pair)
    if pair[0] in problem.anchors:
        return (Reason(N_("Every assessor without a conflict scores this anchor application")), case.load())
    reasons = [case.standing(), case.kept(), case.rank(), *case.passed_over(), case.lead(), case.load()]
    return tuple(reason for reason in reasons if reason is not None)


class _Case:
    """One pair of a plan, and what the plan gives the others."""

    def __init__(self, problem: Problem, pairs: frozenset[Pair], pair: Pair) -> None:
        self.problem = problem
        self.application, name = pair
        self.people = {assessor.id: assessor for assessor in problem.assessors}
        self.me = self.people[name]
        self.pair = pair
        self.panel = [self.people[other] for a, other in sorted(pairs) if a == self.application]
        self.loads = Counter(other for _application, other in pairs)

    def standing(self) -> Reason | None:
        return Reason(N_("Staff locked this pair")) if self.pair in self.problem.locked else None

    def kept(self) -> Reason | None:
        return Reason(N_("Already on this panel")) if self.pair in self.problem.previous else None

    def rank(self) -> Reason:
        free = self._free()
        mine = self._worth(self.me)
        rank = 1 + sum(self._worth(other) > mine for other in free)
        message = N_("Expertise %(value)s: place %(rank)s of the %(count)s assessors without a conflict here")
        return Reason(message, {"value": _plain(mine), "rank": rank, "count": len(free)})

    def passed_over(self) -> list[Reason]:
        """Say why those with more expertise are not on the panel, by the first rule in the way of each."""
        mine = self._worth(self.me)
        better = [other for other in self._free() if self._worth(other) > mine and other not in self.panel]
        why = Counter(self._obstacle(other) for other in better)
        return [Reason(message, {"count": count}) for message, count in sorted(why.items())]

    def _obstacle(self, other: Assessor) -> str:
        others = [member for member in self.panel if member != self.me]
        if self.loads[other.id] >= other.max:
            return N_("%(count)s with more expertise: full with applications")
        if self.problem.one_per_group and any(set(member.groups) & set(other.groups) for member in others):
            return N_("%(count)s with more expertise: of one group with someone else on the panel")
        if self.problem.need_lead and not other.lead and not any(member.lead for member in others):
            return N_("%(count)s with more expertise: unable to lead, and the panel has no other lead")
        return N_("%(count)s with more expertise: needed more elsewhere, or loads would be less even")

    def lead(self) -> Reason | None:
        leads = [member for member in self.panel if member.lead]
        is_only = self.problem.need_lead and leads == [self.me]
        return Reason(N_("The only one of this panel who can lead it")) if is_only else None

    def load(self) -> Reason:
        params = {"load": self.loads[self.me.id], "min": self.me.min, "max": self.me.max}
        if params["load"] == 1:
            return Reason(N_("Has 1 application in this plan, of %(min)s to %(max)s"), params)
        return Reason(N_("Has %(load)s applications in this plan, of %(min)s to %(max)s"), params)

    def _free(self) -> list[Assessor]:
        return [other for other in self.people.values() if (self.application, other.id) not in self.problem.conflicts]

    def _worth(self, assessor: Assessor) -> Decimal:
        return self.problem.expertise.get((self.application, assessor.id), _NONE)


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f")

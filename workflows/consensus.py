"""When one node of a consensus is settled: a value, its reason, what it rests on, and every member heard."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Gap(StrEnum):
    """What still keeps a node open."""

    VALUE = "value"
    REASON = "reason"
    EVIDENCE = "evidence"
    VOICES = "voices"


@dataclass(frozen=True)
class Point:
    """One node of a consensus, or its total, as the rule sees it.

    `must_be_discussed`: the discrepancy rule names it. `is_proposed`: the lead put down something else than the sheets
    say by themselves. `can_link`: the agency handed in something of this node that a reason can rest on. `silent`
    counts the members who have said nothing of the value as it stands now.
    """

    must_be_discussed: bool
    is_proposed: bool
    has_value: bool
    has_reason: bool
    has_evidence: bool
    can_link: bool = True
    silent: int = 0


def gaps(point: Point) -> tuple[Gap, ...]:
    """Return what is missing before the consensus may be recorded, in the order it is worked off.

    Value, reason and evidence are asked for where the discrepancy rule asks for a discussion; the members are heard
    on every proposal that departs from the sheets. Source: consensus rule of the award.
    """
    asked = [
        (Gap.VALUE, point.must_be_discussed and not point.has_value),
        (Gap.REASON, point.must_be_discussed and not point.has_reason),
        (Gap.EVIDENCE, point.must_be_discussed and point.can_link and not point.has_evidence),
        (Gap.VOICES, (point.must_be_discussed or point.is_proposed) and point.silent > 0),
    ]
    return tuple(gap for gap, is_open in asked if is_open)

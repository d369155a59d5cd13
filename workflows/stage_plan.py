"""Where an application goes next: the stage plan read from where it stands, by rule and never by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from rubrics.conditions import Condition, FactValue
from rubrics.stages import ASSESSING, Gate, StageKind

_NONE: Mapping[str, bool] = MappingProxyType({})


class Step(StrEnum):
    """What has to happen next."""

    REPORT = "report"
    ASSESS = "assess"
    VISIT = "visit"
    COMMITTEE = "committee"
    STOP = "stop"


@dataclass(frozen=True)
class PlannedStage:
    """One stage of a programme's plan. `panel_size` counts assessors; None means that no panel sits at this stage."""

    code: str
    kind: StageKind
    panel_size: int | None = None
    enter_when: Condition | None = None
    gate: Gate | None = None

    @property
    def is_assessing(self) -> bool:
        """Tell whether a panel fills in score sheets here."""
        return self.kind in ASSESSING and self.panel_size is not None


def next_step(
    plan: Sequence[PlannedStage],
    *,
    after: str | None,
    report_is_in: bool,
    facts: Mapping[str, FactValue],
    overrides: Mapping[str, bool] = _NONE,
) -> tuple[Step, PlannedStage | None]:
    """Return what follows the stage called `after` (None: screening was passed), and the stage it belongs to.

    A gate at the end of an assessing stage that does not hold stops the application there, unless two persons decided
    otherwise (`overrides`, by stage code: whether it passes); a report stage without its report asks for it first; a
    visit is entered where its condition holds, or always where it has none.
    Source: stage plan of the programme. Raises ValueError for a plan without the named stage.
    """
    place = _place_of(plan, after)
    left = plan[place - 1] if place else None
    if left is not None and left.is_assessing and not gate_passes(left, facts, overrides):
        return Step.STOP, left
    for stage in plan[place:]:
        step = _step_at(stage, report_is_in=report_is_in, facts=facts)
        if step is not None:
            return step, stage
    return Step.COMMITTEE, None


def gate_passes(stage: PlannedStage, facts: Mapping[str, FactValue], overrides: Mapping[str, bool] = _NONE) -> bool:
    """Say whether the gate at the end of a stage lets an application pass; a stage without a gate always does.

    Source: gates of the programme, and the override of two persons where there is one.
    """
    by_rule = stage.gate is None or stage.gate.when.holds(facts)
    return overrides.get(stage.code, by_rule)


def _place_of(plan: Sequence[PlannedStage], after: str | None) -> int:
    if after is None:
        return 0
    codes = [stage.code for stage in plan]
    return codes.index(after) + 1


def _step_at(stage: PlannedStage, *, report_is_in: bool, facts: Mapping[str, FactValue]) -> Step | None:
    match stage.kind:
        case StageKind.SELF | StageKind.INDEPENDENT:
            return Step.ASSESS if stage.is_assessing else None
        case StageKind.APPLICATION_REPORT:
            if not report_is_in:
                return Step.REPORT
            return Step.ASSESS if stage.is_assessing else None
        case StageKind.SITE_VISIT:
            return Step.VISIT if stage.enter_when is None or stage.enter_when.holds(facts) else None
        case StageKind.COMMITTEE:
            return Step.COMMITTEE
    return None

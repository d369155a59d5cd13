"""What officers may change of a programme, as one flat list of settings: dates, panels, gates, quotas, ranges."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import TypeAlias

from app.models import Programme, Stage
from app.queries.criteria import ranges_key, rubric_of
from rubrics.conditions import Condition
from rubrics.stages import Gate
from rubrics.strict import Text
from workflows.appeal import APPEAL_RULES, days_set
from workflows.attention import STUCK_RULE, stuck_after
from workflows.calendar import PlannedDates, PlannedPhase
from workflows.deadlines import REMINDER_RULE, reminder_days
from workflows.entry_rules import ENTRY_RULES, entry_rules

Range: TypeAlias = tuple[Decimal, Decimal]
"""Floor and ceiling of an indicator, as an officer set them."""
Setting: TypeAlias = datetime | int | Decimal | bool | str | Range | None
Settings: TypeAlias = Mapping[str, Setting]
RANGE = "range-"
"""What the settings of indicators are called by: "range-7.1-k1"."""


def settings_of(programme: Programme) -> dict[str, Setting]:
    """Return every setting by its name; those of a stage are called "<code>-opens_at" and the like."""
    rules = entry_rules(rubric_of(programme), programme.rules)
    found: dict[str, Setting] = {
        "opens_at": programme.opens_at,
        "closes_at": programme.closes_at,
        "grace_minutes": programme.grace_minutes,
        "report_closes_at": programme.report_closes_at,
    }
    for stage in programme.stages:
        found |= dict(_of_stage(stage))
    patience: dict[str, Setting] = {STUCK_RULE: stuck_after(programme.rules).days}
    reminders: dict[str, Setting] = {REMINDER_RULE: days_text(reminder_days(programme.rules))}
    found |= {name: getattr(rules, name) for name in ENTRY_RULES} | patience | reminders | ranges_of(programme)
    return found | {name: days_set(programme.rules, name) for name in APPEAL_RULES}


def days_text(days: Iterable[int]) -> str:
    """Return days as a form shows them and a proposal keeps them: "7, 1"; "" for none."""
    return ", ".join(map(str, days))


def days_in(text: str) -> list[int]:
    """Return the days of such a text."""
    return [int(each) for each in text.split(", ") if each]


def ranges_of(programme: Programme) -> dict[str, Setting]:
    """Return the range an officer set for each indicator that may have one, by its setting; None where none is set."""
    given: dict[str, Setting] = {each: (floor, ceiling) for each, floor, ceiling in ranges_key(programme)}
    return {RANGE + each: given.get(each) for each in rubric_of(programme).rampable}


def indicators_in(names: Iterable[str]) -> frozenset[str]:
    """Return the indicators whose range is among these settings."""
    return frozenset(name.removeprefix(RANGE) for name in names if name.startswith(RANGE))


def _of_stage(stage: Stage) -> Iterator[tuple[str, Setting]]:
    yield f"{stage.code}-opens_at", stage.opens_at
    yield f"{stage.code}-closes_at", stage.closes_at
    if stage.panel_size is not None:
        yield f"{stage.code}-panel_size", stage.panel_size
    for number, (_comparison, value) in enumerate(thresholds_of(stage), start=1):
        yield f"{stage.code}-threshold-{number}", value


def thresholds_of(stage: Stage) -> list[tuple[Condition, Decimal]]:
    """Return the numbers the stage's gate compares with, in reading order: the comparison, and its number."""
    if stage.gate is None:
        return []
    comparisons = Gate.model_validate(stage.gate).when.comparisons()
    return [(each, each.value) for each in comparisons if isinstance(each.value, Decimal) and each.op is not None]


def dates_of(programme: Programme, settings: Settings) -> PlannedDates:
    """Return the calendar these settings make."""
    return PlannedDates(
        opens=_instant(settings, "opens_at") or programme.opens_at,
        closes=_instant(settings, "closes_at") or programme.closes_at,
        grace_minutes=int(settings["grace_minutes"] or 0),  # type: ignore[arg-type]  # this name holds a number
        report_closes=_instant(settings, "report_closes_at"),
        has_report=rubric_of(programme).report is not None,
        phases=[
            PlannedPhase(
                stage.code,
                Text(th=stage.title_th, en=stage.title_en),
                _instant(settings, f"{stage.code}-opens_at"),
                _instant(settings, f"{stage.code}-closes_at"),
            )
            for stage in programme.stages
        ],
    )


def _instant(settings: Settings, name: str) -> datetime | None:
    value = settings.get(name)
    return value if isinstance(value, datetime) else None


def changes_between(before: Settings, after: Settings) -> dict[str, tuple[Setting, Setting]]:
    """Return what differs, by name: before and after."""
    return {name: (value, after[name]) for name, value in before.items() if name in after and after[name] != value}

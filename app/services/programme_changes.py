"""Changing a programme: by one officer until the first submission, afterwards by two persons and with a reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from app.extensions import db
from app.messages import outbox
from app.models import Person, Programme, Proposal, Stage
from app.permissions import Permission, is_allowed
from app.queries.change_impact import has_submissions, people_told, people_told_of_ranges
from app.queries.criteria import rubric_of
from app.queries.programme_plan import RANGE, Setting, Settings, changes_between, dates_of, days_in, settings_of
from app.queries.programme_staff import staff_of
from app.services.events import personal, record
from app.services.proposals import propose, settle
from app.services.ranges import Ruling, range_obstacles, store_ranges
from app.thai import grapheme_count
from app.transaction import composed, lock, transactional
from rubrics.model import Method
from rubrics.stages import FEWEST_CERTIFIERS
from workflows.appeal import APPEAL_RULES, MOST_DAYS
from workflows.attention import MOST_PATIENT, STUCK_RULE
from workflows.calendar import MOST_ON_A_PANEL, calendar_obstacles, year_obstacles
from workflows.deadlines import EARLIEST_REMINDER, MOST_REMINDERS, REMINDER_RULE
from workflows.entry_rules import ENTRY_RULES
from workflows.errors import Obstacle, RuleBroken
from workflows.reasons import reason_obstacles
from workflows.roles import Role

ACT = "change_programme"
_BEFORE, _AFTER = "before", "after"


@composed
def change_obstacles(programme: Programme, wanted: Settings) -> list[Obstacle]:
    """Say what stands against these settings, whoever wants them."""
    against = calendar_obstacles(dates_of(programme, wanted))
    for name, value in wanted.items():
        if name.endswith("-panel_size"):
            against += _panel_obstacles(name, value, _fewest_on_a_panel(programme))
        if "-threshold-" in name and not (isinstance(value, Decimal) and 0 <= value <= rubric_of(programme).maximum):
            against.append(Obstacle("Enter a number from 0 to the most the criteria give", field=name))
        if name in ENTRY_RULES and isinstance(value, int) and not isinstance(value, bool) and value < 1:
            against.append(Obstacle("Enter 1 or more, or leave it empty for no limit", field=name))
        if name == STUCK_RULE and not (isinstance(value, int) and 1 <= value <= MOST_PATIENT):
            against.append(Obstacle("Enter 1 to %(most)s days", {"most": MOST_PATIENT}, name))
        if name == REMINDER_RULE:
            against += _reminder_obstacles(days_in(str(value or "")))
        if name in APPEAL_RULES and isinstance(value, int) and not 1 <= value <= MOST_DAYS:
            params = {"count": MOST_DAYS}
            against.append(Obstacle("Enter 1 to %(count)s days, or leave it empty where there is none", params, name))
    changed = {name: after for name, (_before, after) in changes_between(settings_of(programme), wanted).items()}
    dates = {name: value for name, value in changed.items() if isinstance(value, datetime)}
    return against + year_obstacles(programme.cycle.year_be, dates) + range_obstacles(programme, changed)


def _fewest_on_a_panel(programme: Programme) -> int:
    """Checkpoints are ticked by two certifiers or more, each alone."""
    return FEWEST_CERTIFIERS if rubric_of(programme).method is Method.LEVEL_CHECKLIST else 1


def _panel_obstacles(name: str, value: Setting, fewest: int) -> Iterator[Obstacle]:
    if not (isinstance(value, int) and value >= 1):
        yield Obstacle("A panel has at least one assessor", field=name)
    elif value < fewest:
        yield Obstacle("Each agency has at least %(fewest)s certifiers", {"fewest": fewest}, name)
    elif value > MOST_ON_A_PANEL:
        yield Obstacle("A panel has at most %(most)s assessors", {"most": MOST_ON_A_PANEL}, name)


def _reminder_obstacles(days: list[int]) -> Iterator[Obstacle]:
    if any(not 1 <= each <= EARLIEST_REMINDER for each in days) or len(days) > MOST_REMINDERS:
        params = {"count": MOST_REMINDERS, "most": EARLIEST_REMINDER}
        yield Obstacle("Enter at most %(count)s numbers from 1 to %(most)s days", params, REMINDER_RULE)


@transactional
def change_programme(programme: Programme, wanted: Settings, *, actor: Person, reason: str = "") -> None:
    """Change a programme nobody has handed anything in to yet. Raises RuleBroken with everything against it.

    A range of an indicator needs its reason even then: agencies are scored by it and may ask why.
    """
    programme = lock(programme)
    against = _against(programme, wanted, actor)
    changes = changes_between(settings_of(programme), wanted)
    is_range = any(name.startswith(RANGE) for name in changes)
    against += reason_obstacles(reason, grapheme_count(reason), is_needed=is_range)
    if has_submissions(programme):
        against.append(Obstacle("Documents were handed in already: this change needs a second person and a reason"))
    if against:
        raise RuleBroken(against)
    _carry_out(programme, changes, Ruling(actor, reason), actor)


@transactional
def propose_change(programme: Programme, wanted: Settings, *, reason: str, actor: Person) -> Proposal:
    """Propose to change a programme under way; another officer or a director confirms. Raises RuleBroken."""
    programme = lock(programme)
    against = _against(programme, wanted, actor)
    against += reason_obstacles(reason, grapheme_count(reason))
    if against:
        raise RuleBroken(against)
    changes = changes_between(settings_of(programme), wanted)
    payload = {
        _BEFORE: {name: _written(before) for name, (before, _after) in changes.items()},
        _AFTER: {name: _written(after) for name, (_before, after) in changes.items()},
    }
    told = staff_of(programme, Role.OFFICER, Role.DIRECTOR)
    return propose(ACT, about=programme, payload=payload, reason=reason, actor=actor, told=told)


@transactional
def confirm_change(proposal: Proposal, *, actor: Person) -> None:
    """Sign as the second person: the change is carried out, unless the programme was changed meanwhile."""
    programme = _programme_of(proposal, actor)
    settle(proposal, actor=actor, confirmed=True)
    present, changes = settings_of(programme), proposed_changes(proposal)
    if any(present.get(name) != before for name, (before, _after) in changes.items()):
        raise RuleBroken([Obstacle("The programme was changed meanwhile; propose the change anew")])
    against = change_obstacles(programme, present | {name: after for name, (_before, after) in changes.items()})
    if against:
        raise RuleBroken(against)
    _carry_out(programme, changes, Ruling(proposal.proposed_by, proposal.reason), actor)


@transactional
def refuse_change(proposal: Proposal, *, actor: Person) -> None:
    """Refuse as the second person; nothing changes."""
    _programme_of(proposal, actor)
    settle(proposal, actor=actor, confirmed=False)


@composed
def proposed_changes(proposal: Proposal) -> dict[str, tuple[Setting, Setting]]:
    """Return what a proposal changes, by name: before and after."""
    before, after = proposal.payload[_BEFORE], proposal.payload[_AFTER]
    return {name: (_read(name, before[name]), _read(name, value)) for name, value in after.items()}


@composed
def recorded_changes(written: Mapping[str, Any]) -> dict[str, tuple[Setting, Setting]]:
    """Return what an event says was changed, by name: before and after."""
    return {name: (_read(name, before), _read(name, after)) for name, (before, after) in written.items()}


def _programme_of(proposal: Proposal, actor: Person) -> Programme:
    if proposal.act != ACT or proposal.programme is None:
        raise RuleBroken([Obstacle("This proposal is not about a programme")])
    programme = lock(proposal.programme)
    if not is_allowed(Permission.CHANGE_LIVE_PROGRAMME, programme, actor):
        raise RuleBroken([Obstacle("Your role does not allow this step")])
    return programme


def _against(programme: Programme, wanted: Settings, actor: Person) -> list[Obstacle]:
    if not is_allowed(Permission.MANAGE_PROGRAMME, programme, actor):
        return [Obstacle("Your role does not allow this step")]
    if not changes_between(settings_of(programme), wanted):
        return [Obstacle("Nothing is changed")]
    return change_obstacles(programme, wanted)


def _carry_out(
    programme: Programme, changes: Mapping[str, tuple[Setting, Setting]], ruling: Ruling, actor: Person
) -> None:
    """Store the changes and tell whom they concern. Dates go first, so that no phase overlaps for a moment."""
    told, told_of_ranges = people_told(programme, set(changes)), people_told_of_ranges(programme, set(changes))
    after = {name: value for name, (_before, value) in changes.items()}
    wanted = settings_of(programme) | after
    _store_dates(programme, wanted)
    for stage in programme.stages:
        _store_stage(stage, after)
    rules: dict[str, Any] = {name: after[name] for name in (*ENTRY_RULES, STUCK_RULE, *APPEAL_RULES) if name in after}
    if REMINDER_RULE in after:
        rules[REMINDER_RULE] = days_in(str(after[REMINDER_RULE] or ""))
    programme.rules = {**programme.rules, **rules}
    store_ranges(programme, after, ruling)
    db.session.flush()
    written = {name: [_written(before), _written(value)] for name, (before, value) in changes.items()}
    said = {"reason": personal(ruling.reason)} if ruling.reason.strip() else {}
    event = record("programme_changed", about=programme, actor=actor, changes=written, **said)
    outbox.queue(
        "dates_changed",
        to=told,
        once_per=str(event.id),
        programme=programme,
        link="/applications",
        params={"programme": programme, "closes": programme.closes_at},
    )
    outbox.queue(
        "range_changed",
        to=told_of_ranges,
        once_per=str(event.id),
        programme=programme,
        link="/applications",
        params={"programme": programme, "reason": ruling.reason.strip()},
    )


def _store_dates(programme: Programme, wanted: Settings) -> None:
    for stage in programme.stages:
        stage.opens_at = stage.closes_at = None
    db.session.flush()
    dates = dates_of(programme, wanted)
    programme.opens_at, programme.closes_at = dates.opens, dates.closes
    programme.grace_minutes, programme.report_closes_at = dates.grace_minutes, dates.report_closes
    db.session.flush()
    for stage, phase in zip(programme.stages, dates.phases, strict=True):
        stage.opens_at, stage.closes_at = phase.opens, phase.closes


def _store_stage(stage: Stage, after: Settings) -> None:
    size = after.get(f"{stage.code}-panel_size")
    if isinstance(size, int):
        stage.panel_size = size
    prefix = f"{stage.code}-threshold-"
    numbers = {int(name.removeprefix(prefix)): value for name, value in after.items() if name.startswith(prefix)}
    if numbers and stage.gate is not None:
        counted = iter(range(1, 1000))
        stage.gate = {**stage.gate, "when": _with_numbers(stage.gate["when"], numbers, counted)}


def _with_numbers(tree: Mapping[str, Any], numbers: Mapping[int, Setting], counted: Iterator[int]) -> dict[str, Any]:
    """Return a condition whose n-th compared number is replaced, in reading order."""
    if "path" in tree:
        if isinstance(tree["value"], bool):
            return dict(tree)
        value = numbers.get(next(counted), tree["value"])
        return {**tree, "value": str(value)}
    return {key: [_with_numbers(part, numbers, counted) for part in parts] for key, parts in tree.items()}


def _written(value: Setting) -> str | int | list[str] | None:
    """Write a setting as the ledger and a proposal keep it."""
    if isinstance(value, tuple):
        return [format(end, "f") for end in value]
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _read(name: str, value: Any) -> Setting:
    if name == REMINDER_RULE:
        return str(value)
    if isinstance(value, str):
        return datetime.fromisoformat(value) if name.endswith("_at") else Decimal(value)
    if isinstance(value, list):
        floor, ceiling = map(Decimal, value)
        return floor, ceiling
    assert value is None or isinstance(value, int), "settings are kept as text, numbers or nothing"
    return value

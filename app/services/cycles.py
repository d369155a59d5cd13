"""Award years and programmes: opening a programme pins its criteria and copies their stage plan."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from app.clock import now
from app.extensions import db
from app.models import Agency, Cycle, NumberConfirmation, Person, Programme, Stage
from app.permissions import Permission, is_allowed, may_anywhere
from app.queries.criteria import confirmed_paths, rubric_of
from app.services.events import personal, record
from app.transaction import composed, transactional
from rubrics import published_rubrics
from rubrics.model import Rubric
from rubrics.stages import Stage as PlannedStage
from workflows.calendar import PlannedDates, calendar_obstacles, year_obstacles
from workflows.errors import Obstacle, RuleBroken


@transactional
def create_cycle(*, year_be: int, title_th: str, title_en: str, actor: Person) -> Cycle:
    """Start an award year. Raises RuleBroken if there already is one with this Buddhist-era year."""
    if not may_anywhere(Permission.MANAGE_CYCLES, actor):
        raise RuleBroken([Obstacle("Your role does not allow this step")])
    if not 2500 <= year_be <= 2700:
        raise RuleBroken([Obstacle("Enter the year in the Buddhist era, for example 2570", field="year_be")])
    if db.session.scalar(select(Cycle.id).where(Cycle.year_be == year_be)):
        raise RuleBroken([Obstacle("There is already a cycle for this year", field="year_be")])
    cycle = Cycle(year_be=year_be, title_th=title_th.strip(), title_en=title_en.strip(), created_at=now())
    db.session.add(cycle)
    db.session.flush()
    record("cycle_created", about=cycle, actor=actor, year_be=year_be)
    return cycle


@transactional
def open_programme(
    cycle: Cycle,
    rubric_id: str,
    *,
    opens_at: datetime,
    closes_at: datetime,
    actor: Person,
    grace_minutes: int = 0,
    report_closes_at: datetime | None = None,
    rules: dict[str, Any] | None = None,
    is_published: bool = True,
) -> Programme:
    """Open a programme of the cycle, pinned to the bytes of its rubric. Raises RuleBroken with every fault.

    One that is to be looked at first is set up unpublished; `publish_programme` shows it to everybody.
    """
    dates = {"opens_at": opens_at, "closes_at": closes_at, "report_closes_at": report_closes_at}
    rubric = _openable(cycle, rubric_id, dates, grace_minutes)
    programme = Programme(
        cycle_id=cycle.id,
        position=_next_position(cycle),
        **_pinned(rubric),
        opens_at=opens_at,
        closes_at=closes_at,
        grace_minutes=grace_minutes,
        report_closes_at=report_closes_at,
        assessing_body_id=db.session.scalar(select(Agency.id).where(Agency.code == rubric.assessing_body)),
        is_published=is_published,
        rules=rules or {},
    )
    db.session.add(programme)
    db.session.flush()
    if not is_allowed(Permission.MANAGE_PROGRAMME, programme, actor):
        raise RuleBroken([Obstacle("Your role does not allow this step")])
    db.session.add_all(_copied(stage, programme, place) for place, stage in enumerate(rubric.stages))
    record("programme_opened", about=programme, actor=actor, rubric=rubric.full_id, sha256=rubric.sha256)
    return programme


@composed
def check_opening(
    cycle: Cycle, rubric_id: str, *, opens_at: datetime, closes_at: datetime, report_closes_at: datetime | None
) -> None:
    """Say whether a programme may open with these criteria and dates. Raises RuleBroken with every fault."""
    _openable(cycle, rubric_id, {"opens_at": opens_at, "closes_at": closes_at, "report_closes_at": report_closes_at})


def _openable(cycle: Cycle, rubric_id: str, dates: dict[str, datetime | None], grace_minutes: int = 0) -> Rubric:
    opens, closes, report_closes = dates.values()
    assert opens is not None, "every programme opens"
    assert closes is not None, "every programme closes"
    rubric, against = published_rubrics().get(rubric_id), []
    if db.session.scalar(select(Programme.id).where(Programme.cycle_id == cycle.id, Programme.rubric_id == rubric_id)):
        against.append(Obstacle("This programme is already open in this cycle", field="rubric_id"))
    if rubric is None:
        raise RuleBroken([*against, Obstacle("There are no criteria with this id", field="rubric_id")])
    plan = PlannedDates(opens, closes, grace_minutes, report_closes, has_report=rubric.report is not None)
    against += year_obstacles(cycle.year_be, {name: each for name, each in dates.items() if each is not None})
    against += calendar_obstacles(plan)
    if against:
        raise RuleBroken(against)
    return rubric


def _pinned(rubric: Rubric) -> dict[str, str]:
    """What a programme keeps of its criteria as they were when it opened."""
    return {
        "rubric_id": rubric.full_id,
        "rubric_sha256": rubric.sha256,
        "branch": rubric.branch,
        "type_code": rubric.type_code,
        "title_th": rubric.title.th,
        "title_en": rubric.title.en,
    }


def _next_position(cycle: Cycle) -> int:
    last = db.session.scalar(select(func.max(Programme.position)).where(Programme.cycle_id == cycle.id))
    return (last or 0) + 1


def _copied(stage: PlannedStage, programme: Programme, place: int) -> Stage:
    return Stage(
        programme_id=programme.id,
        position=place,
        code=stage.code,
        kind=stage.kind.value,
        title_th=stage.title.th,
        title_en=stage.title.en,
        panel_size=stage.panel_size,
        enter_when=stage.enter_when.model_dump(mode="json", exclude_none=True) if stage.enter_when else None,
        gate=stage.gate.model_dump(mode="json", exclude_none=True) if stage.gate else None,
    )


@transactional
def confirm_number(programme: Programme, path: str, *, source: str, actor: Person) -> None:
    """Note that a number of the criteria is official for this programme; the file stays as it is."""
    if not is_allowed(Permission.MANAGE_PROGRAMME, programme, actor):
        raise RuleBroken([Obstacle("Your role does not allow this step")])
    rubric: Rubric = rubric_of(programme)
    try:
        rubric.status_of(path)
    except KeyError:
        raise RuleBroken([Obstacle("The criteria have no such part", field="path")]) from None
    if not source.strip():
        raise RuleBroken([Obstacle("Name the source", field="source")])
    if path in confirmed_paths(programme):
        raise RuleBroken([Obstacle("These numbers were confirmed already")])
    db.session.add(
        NumberConfirmation(
            programme_id=programme.id,
            path=path,
            source=source.strip(),
            confirmed_by_id=actor.id,
            confirmed_at=now(),
        )
    )
    record("number_confirmed", about=programme, actor=actor, path=path, source=personal(source))


@composed
def pinned_rubrics_that_changed() -> list[str]:
    """Return a sentence for every pinned rubric whose file has other bytes by now; asked at start-up."""
    faults = []
    for rubric_id, sha256 in db.session.execute(select(Programme.rubric_id, Programme.rubric_sha256).distinct()):
        rubric = published_rubrics().get(rubric_id)
        if rubric is None:
            faults.append(f"The criteria {rubric_id} are gone, but a programme opened with them.")
        elif rubric.sha256 != sha256:
            faults.append(
                f"The criteria {rubric_id} were changed after a programme opened with them. "
                "Restore the file, or publish the change as a new edition."
            )
    return faults

"""The cycles of the demonstration and the programmes that open in them."""

from __future__ import annotations

from datetime import datetime

from app.clock import BANGKOK
from app.demo.acts import Story
from app.demo.content import Content
from app.demo.troupe import person_named
from app.models import Cycle, Person
from app.services.cycles import create_cycle, open_programme
from rubrics import published_rubrics

REMINDERS = [14, 7, 3, 1]
GRACE_MINUTES = 30
STATUS_BRANCH = "PMQA40"


def open_cycle(
    content: Content,
    year: str,
    *,
    opens: datetime,
    closes: datetime,
    reports_close: datetime,
    status_opens: datetime | None = None,
) -> Cycle:
    """Create a cycle and open every scored programme in it; the status assessment may open before the awards."""
    cast = content.cast
    cycle = create_cycle(
        year_be=int(year),
        title_th=f"รอบปี {year}",
        title_en=f"Cycle {year}",
        actor=person_named(cast.officers[0].person.email),
    )
    for rubric in published_rubrics().values():
        if rubric.is_scored:
            open_programme(
                cycle,
                rubric.full_id,
                opens_at=status_opens if status_opens and rubric.branch == STATUS_BRANCH else opens,
                closes_at=closes,
                report_closes_at=reports_close if rubric.report else None,
                grace_minutes=GRACE_MINUTES,
                rules={"reminder_days_before": REMINDERS, "appeal_days": 15, "appeal_answer_days": 30},
                actor=_officer(content, rubric.branch),
            )
    return cycle


def at_office(day: datetime, hour: int, minute: int = 0) -> datetime:
    """Return this time of a day in Bangkok: offices work, open and close by the clock, whenever the story is told."""
    return day.astimezone(BANGKOK).replace(hour=hour, minute=minute, second=0, microsecond=0)


def stories_of(content: Content, year: str, cycle: Cycle) -> list[Story]:
    """Return the stories of a cycle, each with its programme and the people of its agency."""
    programmes = {programme.rubric_id: programme for programme in cycle.programmes}
    return [
        Story(content, entry, content.cast.teams[entry.agency], programmes[entry.rubric_id])
        for entry in content.entries_of(year)
    ]


def officer_of(story: Story) -> Person:
    """Return the officer in charge of an entry's branch."""
    return _officer(story.content, story.programme.branch)


def _officer(content: Content, branch: str) -> Person:
    officer = next(each for each in content.cast.officers if branch in each.branches)
    return person_named(officer.person.email)

"""The present cycle, relative to the first start: opened 20 days ago, closes in 30, something to do for everyone."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.clock import BANGKOK, frozen_at
from app.demo import acts, colleagues, conflicts, panels
from app.demo.acts import Story
from app.demo.calibration import exercise
from app.demo.content import PRESENT_CYCLE, Content
from app.demo.programmes import officer_of, open_cycle, stories_of
from app.demo.troupe import Report
from app.services.ledger import seal_day
from app.services.sending import send_next_message
from workflows.application import ApplicationState

S = ApplicationState


def play_until_now(content: Content, report: Report, *, first_start: datetime) -> None:
    """Play every entry of the present cycle up to where it stands today."""
    report(f"demo: present cycle {PRESENT_CYCLE}")
    opens = _at(first_start - timedelta(days=20), 9)
    closes, reports_close = (_at(first_start + timedelta(days=days), 16, 30) for days in (30, 90))
    with frozen_at(first_start - timedelta(days=25)):
        cycle = open_cycle(content, PRESENT_CYCLE, opens=opens, closes=closes, reports_close=reports_close)
        panels.declare(content, cycle.id)
    stories = stories_of(content, PRESENT_CYCLE, cycle)
    acts_by_day = (
        (18, _begin),
        (14, _send),
        (12, _hand_in),
        (11, _check),
        (9, _screen),
        (6, _seat),
        (3, _score),
        (2, _find_conflicts),
    )
    for days_ago, act in acts_by_day:
        with frozen_at(first_start - timedelta(days=days_ago)):
            if act is _seat:
                exercise(stories)
            for story in stories:
                act(story)
            seal_day()
    while send_next_message():
        pass


def _begin(story: Story) -> None:
    acts.begin(story)
    acts.write(story)
    colleagues.work_together(story)
    colleagues.ask_opdc(story)


def _send(story: Story) -> None:
    if story.goes_to(S.AWAITING_APPROVAL):
        acts.ask_for_approval(story)


def _hand_in(story: Story) -> None:
    if story.goes_to(S.SUBMITTED):
        acts.hand_in(story)


def _check(story: Story) -> None:
    if story.goes_to(S.SCREENING):
        acts.check(story)


def _screen(story: Story) -> None:
    if story.entry.fate.state is S.RETURNED:
        acts.send_back_for_correction(story, officer_of(story), days=23)
    elif story.goes_to(S.PASSED):
        acts.screen(story, officer_of(story))
        if story.goes_to(S.REPORT_DUE):
            acts.let_rules_move(story)


def _seat(story: Story) -> None:
    if story.goes_to(S.ASSESSMENT) and story.is_in(S.PASSED) and story.present.stage is not None:
        panels.seat(story.present.stage, officer_of(story))
        panels.accept(story)
        acts.let_rules_move(story)


def _score(story: Story) -> None:
    if story.is_in(S.ASSESSMENT):
        panels.score(story)
        acts.let_rules_move(story)


def _find_conflicts(story: Story) -> None:
    """In the award of new services an interest comes to light late; its officer rules on what was declared before."""
    if story.is_in(S.ASSESSMENT) and story.programme.branch == "PS":
        conflicts.come_to_light(story)
        conflicts.rule(officer_of(story))


def _at(day: datetime, hour: int, minute: int = 0) -> datetime:
    """Return this time of a day in Bangkok: offices open and close on the hour they announce."""
    return day.astimezone(BANGKOK).replace(hour=hour, minute=minute, second=0, microsecond=0)

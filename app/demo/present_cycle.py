"""The present cycle, relative to the first start: opened 20 days ago, closes in 30, something to do for everyone.

The status assessment opened months before the awards and takes each agency through its rounds as it hands in.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from app.clock import BANGKOK, frozen_at, now
from app.demo import acts, colleagues, conflicts, panels, visits
from app.demo.acts import Story
from app.demo.calibration import exercise
from app.demo.content import PRESENT_CYCLE, Content
from app.demo.programmes import at_office, officer_of, open_cycle, stories_of
from app.demo.status_rounds import OPENED_DAYS_AGO, is_far_on, play_earlier_rounds, take_seats
from app.demo.troupe import Report
from app.services.ledger import seal_day
from app.services.sending import send_next_message
from app.thai.days_off import next_working_day
from workflows.application import ApplicationState

S = ApplicationState


def play_until_now(content: Content, report: Report, *, first_start: datetime) -> None:
    """Play every entry of the present cycle up to where it stands today."""
    report(f"demo: present cycle {PRESENT_CYCLE}")
    opens = at_office(first_start - timedelta(days=20), 9)
    closes, reports_close = (_closing(first_start + timedelta(days=days)) for days in (30, 90))
    status_opens = at_office(first_start - timedelta(days=OPENED_DAYS_AGO), 9)
    with frozen_at(status_opens - timedelta(days=5)):
        cycle = open_cycle(
            content, PRESENT_CYCLE, opens=opens, closes=closes, reports_close=reports_close, status_opens=status_opens
        )
        panels.declare(content, cycle.id)
    stories = stories_of(content, PRESENT_CYCLE, cycle)
    far_on = [story for story in stories if is_far_on(story)]
    play_earlier_rounds(far_on, first_start=first_start)
    _play_last_days(stories, [story for story in stories if story not in far_on], first_start)
    while send_next_message():
        pass


def _play_last_days(stories: Sequence[Story], newcomers: Sequence[Story], first_start: datetime) -> None:
    acts_by_day = (
        (18, newcomers, _begin),
        (14, newcomers, _send),
        (12, newcomers, _hand_in),
        (11, newcomers, _check),
        (10, stories, _plan_visit),
        (9, newcomers, _screen),
        (6, stories, _seat),
        (3, stories, _score),
        (2, stories, _find_conflicts),
    )
    for days_ago, those, act in acts_by_day:
        with frozen_at(at_office(first_start - timedelta(days=days_ago), 10)):
            if act is _seat:
                exercise(stories)
            for story in those:
                act(story)
            seal_day()


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


def _plan_visit(story: Story) -> None:
    """Two days after the first start, or as soon as offices are open again."""
    if story.is_in(S.SITE_VISIT):
        visits.plan(story, _when_open(now() + timedelta(days=12), 9))


def _seat(story: Story) -> None:
    if story.goes_to(S.ASSESSMENT) and story.is_in(S.PASSED, S.REPORT_SUBMITTED):
        take_seats(story)


def _score(story: Story) -> None:
    if story.is_in(S.ASSESSMENT):
        panels.score(story, round_number=story.entry.fate.round)
        acts.let_rules_move(story)


def _find_conflicts(story: Story) -> None:
    """In the award of new services an interest comes to light late; its officer rules on what was declared before."""
    if story.is_in(S.ASSESSMENT) and story.programme.branch == "PS":
        conflicts.come_to_light(story)
        conflicts.rule(officer_of(story))


def _closing(day: datetime) -> datetime:
    return _when_open(day, 16, 30)


def _when_open(day: datetime, hour: int, minute: int = 0) -> datetime:
    """Return this time of the day itself, or of the first after it on which offices are open."""
    local = day.astimezone(BANGKOK)
    return at_office(local + (next_working_day(local.date()) - local.date()), hour, minute)

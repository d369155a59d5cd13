"""The status assessment of the present cycle: open for months, so that agencies stand in every one of its rounds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from app.clock import frozen_at
from app.demo import acts, panels
from app.demo.acts import Story
from app.demo.programmes import STATUS_BRANCH, at_office, officer_of
from app.queries.application_facts import panel_of
from app.services.ledger import seal_day
from workflows.application import ApplicationState

S = ApplicationState
OPENED_DAYS_AGO = 120
_Act = Callable[[Story], object]


def is_far_on(story: Story) -> bool:
    """Say whether an entry of the status assessment has left its first round behind."""
    fate = story.entry.fate
    return story.programme.branch == STATUS_BRANCH and (fate.round > 1 or fate.state in (S.REPORT_DUE, S.SITE_VISIT))


def play_earlier_rounds(stories: Sequence[Story], *, first_start: datetime) -> None:
    """Play those that are far on up to three weeks before the first start: report due, report in, visit to plan."""
    for days_ago, those, act in _timeline(stories):
        with frozen_at(at_office(first_start - timedelta(days=days_ago), 10)):
            for story in those:
                act(story)
            seal_day()


def _timeline(stories: Sequence[Story]) -> Iterator[tuple[int, Sequence[Story], _Act]]:
    writing = [story for story in stories if story.entry.fate.state is S.REPORT_DUE]
    to_visit = [story for story in stories if story.entry.fate.state is S.SITE_VISIT]
    to_read = [story for story in stories if story not in writing and story not in to_visit]
    yield 116, stories, acts.begin
    yield 114, stories, acts.write
    yield 110, stories, acts.ask_for_approval
    yield 108, stories, acts.hand_in
    yield 107, stories, acts.check
    yield 104, stories, _pass
    yield 102, stories, take_seats
    yield 88, stories, _score_and_agree
    yield from _report(to_visit, handed_in=58)
    yield 54, to_visit, take_seats
    yield 40, to_visit, lambda story: _score_and_agree(story, round_number=2)
    yield 34, writing, acts.write_report
    yield from _report(to_read, handed_in=22)


def _report(stories: Sequence[Story], *, handed_in: int) -> Iterator[tuple[int, Sequence[Story], _Act]]:
    """The days on which an Application Report is written, approved, handed in and looked through."""
    yield handed_in + 6, stories, acts.write_report
    yield handed_in + 2, stories, acts.ask_for_approval
    yield handed_in, stories, acts.hand_in
    yield handed_in - 1, stories, _check_report


def _pass(story: Story) -> None:
    acts.screen(story, officer_of(story))
    acts.let_rules_move(story)


def take_seats(story: Story) -> None:
    """Seat the panels of the stage at which the entry waits, unless another entry brought them; everybody accepts."""
    stage = story.present.stage
    if stage is None:
        return
    if not panel_of(story.present):
        panels.seat(stage, officer_of(story))
    panels.accept(story)
    acts.let_rules_move(story)


def _score_and_agree(story: Story, *, round_number: int = 1) -> None:
    panels.score(story, round_number=round_number)
    acts.let_rules_move(story)
    panels.agree(story, round_number=round_number)
    acts.let_rules_move(story)


def _check_report(story: Story) -> None:
    acts.check(story)
    acts.let_rules_move(story)

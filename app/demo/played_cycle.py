"""The cycle of 2564, played to its end at fixed dates: act by act over all entries, so that time only runs forward."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from app.clock import BANGKOK, frozen_at, now
from app.demo import acts, appeals, colleagues, panels, visits
from app.demo.acts import Story
from app.demo.calibration import calibrate
from app.demo.content import PLAYED_CYCLE, Content
from app.demo.programmes import officer_of, open_cycle, stories_of
from app.demo.troupe import Report, person_named
from app.queries.announcement_preview import seal_of
from app.queries.feedback_leaks import leaks_among
from app.queries.round_release import has_own_results, round_release
from app.services.announcements import announce_programme, release_feedback, release_round
from app.services.feedback import (
    applications_without_feedback,
    approve_feedback,
    draft_feedback,
    edit_feedback,
    let_stand,
)
from app.services.ledger import seal_day
from app.services.sending import send_next_message
from workflows.appeal import AppealOutcome
from workflows.application import ApplicationState

S = ApplicationState
OPENS = datetime(2020, 11, 2, 9, 0, tzinfo=BANGKOK)
CLOSES = datetime(2021, 1, 29, 16, 30, tzinfo=BANGKOK)
REPORTS_CLOSE = datetime(2021, 4, 30, 16, 30, tzinfo=BANGKOK)


def on(year: int, month: int, day: int, hour: int = 10) -> datetime:
    """Return an hour of a day in Bangkok."""
    return datetime(year, month, day, hour, 0, tzinfo=BANGKOK)


def play_to_the_end(content: Content, report: Report) -> None:
    """Play every entry of 2564 as far as its story goes."""
    with frozen_at(on(2020, 10, 15)):
        cycle = open_cycle(content, PLAYED_CYCLE, opens=OPENS, closes=CLOSES, reports_close=REPORTS_CLOSE)
        panels.declare(content, cycle.id)
    stories = stories_of(content, PLAYED_CYCLE, cycle)
    report(f"demo: cycle {PLAYED_CYCLE}, {len(stories)} applications")
    _entries(stories)
    report("demo: cycle 2564, screening")
    _screening(stories)
    report("demo: cycle 2564, assessment")
    _first_assessment(stories)
    _reports_and_second_assessment(stories)
    report("demo: cycle 2564, decisions, announcement and feedback")
    _endings(stories)
    while send_next_message():
        pass


def _each(
    stories: list[Story],
    when: datetime,
    act: Callable[[Story], object],
    *states: ApplicationState,
    reaching: ApplicationState,
) -> None:
    """Let every story that goes at least to `reaching` and stands in one of `states` take this act."""
    with frozen_at(when):
        for story in stories:
            if story.goes_to(reaching) and (not states or story.is_in(*states)):
                act(story)
        seal_day()


def _entries(stories: list[Story]) -> None:
    _each(stories, on(2020, 12, 14), acts.begin, reaching=S.DRAFT)
    _each(stories, on(2021, 1, 11), acts.write, S.DRAFT, reaching=S.DRAFT)
    _each(stories, on(2021, 1, 20), acts.ask_for_approval, S.DRAFT, reaching=S.AWAITING_APPROVAL)
    _each(stories, on(2021, 1, 25), acts.hand_in, S.AWAITING_APPROVAL, reaching=S.SUBMITTED)


def _screening(stories: list[Story]) -> None:
    _each(stories, on(2021, 2, 1), acts.check, S.SUBMITTED, reaching=S.SCREENING)
    back = [story for story in stories if story.entry.fate.returned]
    _each(
        back,
        on(2021, 2, 8),
        lambda s: acts.send_back_for_correction(s, officer_of(s), days=14),
        S.SCREENING,
        reaching=S.RETURNED,
    )
    _each(back, on(2021, 2, 18), acts.correct, S.RETURNED, reaching=S.PASSED)
    _each(stories, on(2021, 2, 26), lambda s: acts.screen(s, officer_of(s)), S.SCREENING, reaching=S.SCREENED_OUT)
    _each(stories, on(2021, 2, 27), acts.let_rules_move, S.PASSED, reaching=S.PASSED)
    leaving = [story for story in stories if story.entry.fate.state is S.WITHDRAWN]
    _each(leaving, on(2021, 3, 1), acts.withdraw, reaching=S.DRAFT)


def _seat_all(stories: list[Story], when: datetime) -> None:
    """Seat the panels of every stage at which something waits that goes on to assessment."""
    with frozen_at(when):
        waiting = [s for s in stories if s.goes_to(S.ASSESSMENT) and s.is_in(S.PASSED, S.REPORT_SUBMITTED)]
        stages = {s.present.stage.id: s for s in waiting if s.present.stage is not None}
        for story in stages.values():
            assert story.present.stage is not None, "only stories with a stage were gathered"
            panels.seat(story.present.stage, officer_of(story))
        for story in waiting:
            panels.accept(story)
            acts.let_rules_move(story)
        seal_day()


def _first_assessment(stories: list[Story]) -> None:
    first = [s for s in stories if s.is_in(S.PASSED)]
    _seat_all(first, on(2021, 3, 8))
    _each(first, on(2021, 3, 22), panels.score, S.ASSESSMENT, reaching=S.ASSESSMENT)
    director = person_named(first[0].content.cast.director.person.email)
    out = [s for s in first if s.entry.fate.state is S.DISQUALIFIED]
    _each(out, on(2021, 3, 24), lambda s: panels.disqualify(s, officer_of(s), director), reaching=S.DRAFT)
    _each(first, on(2021, 3, 25), acts.let_rules_move, S.ASSESSMENT, reaching=S.CONSENSUS)
    with frozen_at(on(2021, 3, 26)):
        calibrate(first)
    _each(first, on(2021, 3, 29), panels.agree, S.CONSENSUS, reaching=S.CONSENSUS)
    _each(first, on(2021, 3, 30), acts.let_rules_move, S.CONSENSUS, reaching=S.CONSENSUS)
    stopped = [s for s in first if s.is_in(S.NOT_ADVANCED)][:1]
    with frozen_at(on(2021, 4, 2)):
        for story in stopped:
            panels.ask_to_let_pass(story, officer_of(story), director)


def _reports_and_second_assessment(stories: list[Story]) -> None:
    reporting = [s for s in stories if s.is_in(S.REPORT_DUE) and s.goes_to(S.REPORT_SUBMITTED)]
    _each(reporting, on(2021, 4, 19), acts.write_report, S.REPORT_DUE, reaching=S.REPORT_SUBMITTED)
    _each(reporting, on(2021, 4, 20), acts.ask_for_approval, S.REPORT_DUE, reaching=S.REPORT_SUBMITTED)
    _each(reporting, on(2021, 4, 26), acts.hand_in, S.AWAITING_APPROVAL, reaching=S.REPORT_SUBMITTED)
    _each(reporting, on(2021, 4, 27), acts.check, S.REPORT_SUBMITTED, reaching=S.REPORT_SUBMITTED)
    _each(reporting, on(2021, 4, 28), acts.let_rules_move, S.REPORT_SUBMITTED, reaching=S.REPORT_SUBMITTED)
    _seat_all(reporting, on(2021, 5, 10))
    _each(reporting, on(2021, 5, 24), lambda s: panels.score(s, round_number=2), S.ASSESSMENT, reaching=S.ASSESSMENT)
    _each(reporting, on(2021, 5, 25), acts.let_rules_move, S.ASSESSMENT, reaching=S.CONSENSUS)
    _each(reporting, on(2021, 5, 31), lambda s: panels.agree(s, round_number=2), S.CONSENSUS, reaching=S.CONSENSUS)
    _each(reporting, on(2021, 6, 1), acts.let_rules_move, S.CONSENSUS, reaching=S.CONSENSUS)


def _endings(stories: list[Story]) -> None:
    cast = stories[0].content.cast
    judge, director = person_named(cast.judges[0].person.email), person_named(cast.director.person.email)
    with frozen_at(on(2021, 6, 4)):
        for place, story in enumerate(story for story in stories if story.is_in(S.SITE_VISIT)):
            visits.plan(story, on(2021, 6, 7 + place))  # one a day, so that nobody is in two places
    _each(stories, on(2021, 6, 21), visits.close, S.SITE_VISIT, reaching=S.COMMITTEE)
    _each(stories, on(2021, 7, 19), lambda s: panels.decide(s, judge, director), S.COMMITTEE, reaching=S.DECIDED)
    decided = {s.programme.id: s for s in stories if s.is_in(S.DECIDED)}
    with frozen_at(on(2021, 8, 16, 9)):
        for story in decided.values():
            announce_programme(story.programme, seen=seal_of(story.programme), actor=officer_of(story))
            for stage in story.programme.stages:
                if has_own_results(stage):
                    seen = round_release(stage, at=now()).seal
                    release_round(stage, seen=seen, actor=officer_of(story))
    with frozen_at(on(2021, 8, 23)):
        _feedback(stories)
    with frozen_at(on(2021, 8, 30)):
        for story in decided.values():
            release_feedback(story.programme, actor=officer_of(story))
        seal_day()
    told = [s for s in stories if s.is_in(S.ANNOUNCED)]
    with frozen_at(on(2021, 8, 31)):
        appeal = appeals.appeal_result(told[0])
        complaint = appeals.complain(told[1], officer_of(told[1]))
    _each(stories, on(2021, 9, 6), colleagues.plan_improvement, S.ANNOUNCED, reaching=S.ANNOUNCED)
    with frozen_at(on(2021, 9, 20)):
        appeals.answer(appeal, AppealOutcome.DISMISSED, officer_of(told[0]), director)
        appeals.answer(complaint, AppealOutcome.PARTLY, officer_of(told[1]), director)
    _each(stories, on(2022, 3, 7), lambda s: colleagues.follow_up(s, 6), S.ANNOUNCED, reaching=S.ANNOUNCED)
    _each(stories, on(2022, 9, 5), lambda s: colleagues.follow_up(s, 12), S.ANNOUNCED, reaching=S.ANNOUNCED)


def _feedback(stories: list[Story]) -> None:
    told = {story.present.id: story for story in stories}
    for application in applications_without_feedback():
        story = told[application.id]
        feedback = draft_feedback(application)
        content = dict(feedback.content) | {"summary": _summary(story)}
        edit_feedback(feedback, content, version=feedback.version, actor=officer_of(story))
        for leak in leaks_among([feedback])[feedback.id].open:  # the invented family names are words of any text
            let_stand(feedback, leak.key, reason="ตรวจแล้ว เป็นคำทั่วไปในประโยค", actor=officer_of(story))
        approve_feedback(feedback, actor=officer_of(story))


def _summary(story: Story) -> str:
    fate = story.entry.fate
    return story.content.comments.decision(story.entry.rubric, fate.outcome) if fate.outcome else fate.reason

"""The acts of the demonstration: what one entry's agency, officer, panel and committee do, each by its use case."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from app.clock import BANGKOK, now
from app.demo.answering import entry_answers, report_answers
from app.demo.cast import Team
from app.demo.content import Content
from app.demo.entries import Entry
from app.demo.evidence import evidence_pdf
from app.demo.troupe import agency_named, note_advice, person_named
from app.models import Application, Person, Programme
from app.queries.criteria import document_questions
from app.queries.screening_case import screening_case
from app.services.answers import save_answers
from app.services.applications import (
    send_for_approval,
    start_application,
    submit_application,
    withdraw_application,
)
from app.services.evidence import attach_file
from app.services.evidence_links import link_file
from app.services.quarantine import check_file, files_to_check
from app.services.rounds import move_on
from app.services.screening import (
    answer_checks,
    pass_application,
    return_application,
    screen_automatically,
    screen_out_application,
)
from workflows.application import ApplicationState

S = ApplicationState
RANK = {
    S.DRAFT: 0,
    S.AWAITING_APPROVAL: 1,
    S.SUBMITTED: 2,
    S.SCREENING: 3,
    S.RETURNED: 4,
    S.SCREENED_OUT: 4,
    S.PASSED: 5,
    S.REPORT_DUE: 6,
    S.REPORT_SUBMITTED: 7,
    S.ASSESSMENT: 8,
    S.CONSENSUS: 9,
    S.SITE_VISIT: 10,
    S.COMMITTEE: 11,
    S.DECIDED: 12,
    S.ANNOUNCED: 13,
    S.NOT_ADVANCED: 13,
}


@dataclass
class Story:
    """One entry on its way, with the people of its agency."""

    content: Content
    entry: Entry
    team: Team
    programme: Programme
    application: Application | None = None

    @property
    def goal(self) -> int:
        """How far the entry goes before it stops or leaves."""
        fate = self.entry.fate
        left = fate.state in (S.WITHDRAWN, S.DISQUALIFIED)
        return RANK[(fate.after or S.SUBMITTED) if left else fate.state]

    def goes_to(self, state: ApplicationState) -> bool:
        """Say whether the entry gets as far as this state."""
        return self.goal >= RANK[state]

    @property
    def present(self) -> Application:
        """The application, once it is started."""
        assert self.application is not None, f"{self.entry.id} has not been started"
        return self.application

    def is_in(self, *states: ApplicationState) -> bool:
        """Say whether the application stands in one of these states now."""
        return self.application is not None and self.application.state in states

    @property
    def coordinator(self) -> Person:
        """Who fills in and sends for approval."""
        return person_named(self.team.coordinator.email)

    @property
    def head(self) -> Person:
        """Who approves and submits."""
        return person_named(self.team.head.email)

    def chance(self, about: str) -> Random:
        """Chance that tells the same story each time."""
        return Random(f"{self.entry.id}/{about}")


def begin(story: Story) -> None:
    """Start the application."""
    story.application = start_application(
        story.programme, agency_named(story.entry.agency), actor=story.coordinator, received_at=now()
    )
    note_advice(story.content.cast, story.entry.id, story.application.id)


def write(story: Story) -> None:
    """Fill in the entry and attach its evidence."""
    closes: date = story.programme.closes_at.astimezone(BANGKOK).date()
    answers = dict(entry_answers(story.entry, story.team, story.content.explanations, on=closes))
    _save_all(story, answers)
    _attach(story)


def write_report(story: Story) -> None:
    """Fill in the Application Report and attach its evidence."""
    _save_all(story, dict(report_answers(story.entry)))
    _attach(story)


def _save_all(story: Story, answers: dict[str, Any], version: int = 0) -> None:
    """Save every field in one transaction: the demonstration types faster than people do."""
    given = {field: (value, version) for field, value in answers.items()}
    save_answers(story.present, given, actor=story.coordinator, received_at=now())


def _attach(story: Story) -> None:
    """Attach what belongs to the document at hand, and have it checked."""
    asked = document_questions(story.present)
    for place, attachment in enumerate(story.entry.attachments, start=1):
        if attachment.question in asked:
            stream = io.BytesIO(evidence_pdf(attachment.title, attachment.lines))
            name = f"{story.entry.id}-{place}.pdf"
            evidence = attach_file(
                story.present, attachment.question, stream, name, actor=story.coordinator, received_at=now()
            )
            for field in attachment.also:
                link_file(evidence, field, actor=story.coordinator, received_at=now())
    for evidence in files_to_check():
        check_file(evidence)


def ask_for_approval(story: Story) -> None:
    """Send the document to the head."""
    send_for_approval(story.present, actor=story.coordinator, received_at=now())


def hand_in(story: Story) -> None:
    """Approve and submit."""
    submit_application(story.present, actor=story.head, received_at=now())


def check(story: Story) -> None:
    """Let the system answer its checks."""
    screen_automatically(story.present)


def send_back_for_correction(story: Story, officer: Person, *, days: int) -> None:
    """Return the parts the story names."""
    returned = story.entry.fate.returned
    assert returned is not None, f"{story.entry.id} is not returned in its story"
    return_application(
        story.present,
        sections=returned.sections,
        reason=returned.reason,
        due_at=now() + timedelta(days=days),
        actor=officer,
    )


def correct(story: Story) -> None:
    """Correct what was returned and hand it in again."""
    returned = story.entry.fate.returned
    assert returned is not None, f"{story.entry.id} is not returned in its story"
    _save_all(story, dict(returned.corrections), version=1)
    ask_for_approval(story)
    hand_in(story)
    check(story)


def screen(story: Story, officer: Person) -> None:
    """Answer the officer's checks, then pass, or end the entry as its story says."""
    case = screening_case(story.present)
    assert case is not None, f"{story.entry.id} was not submitted"
    answer_checks(story.present, {row.check.id: True for row in case.human}, actor=officer)
    if story.entry.fate.state is S.SCREENED_OUT:
        screen_out_application(story.present, reason=story.entry.fate.reason, actor=officer)
    else:
        pass_application(story.present, actor=officer)


def let_rules_move(story: Story) -> None:
    """Take the steps the system takes by itself."""
    while move_on(story.present):
        pass


def withdraw(story: Story) -> None:
    """Take the entry out of the round."""
    withdraw_application(story.present, actor=story.head, reason=story.entry.fate.reason)

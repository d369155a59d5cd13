"""The days of a national round: what many entries do alike is written in bulk, the rest goes through the use cases.

A return, a correction, a report, a consensus and what follows from it happen to some: they are use cases upon the rows
that were written in bulk, and would fail on rows that no use case could have left.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from functools import partial

from sqlalchemy import select

from app.clock import frozen_at
from app.demo import acts
from app.demo.acts import Story
from app.demo.content import PRESENT_CYCLE
from app.demo.national_application import begin, send, submit
from app.demo.national_case import Case, Directory, Owner, give_codes
from app.demo.national_consensus import agree, open_consensus
from app.demo.national_files import Kept
from app.demo.national_panels import accept, leave_unanswered, propose, publish, start
from app.demo.national_rows import deliver_messages
from app.demo.national_scale import EARLY, Halt
from app.demo.national_screening import Screening, enter_plan, pass_on
from app.demo.national_sheets import fill_in, tasks_of
from app.demo.national_timeline import Timeline
from app.demo.programmes import officer_of
from app.demo.troupe import Report
from app.extensions import db
from app.models import Application, Programme, Snapshot, Stage
from app.queries.assignment_problem import WAITING_FOR_A_PANEL
from app.queries.screening_case import screening_case
from app.services.screening import answer_checks, screen_out_application

H = Halt
_ASSESSED = frozenset({H.ASSESSMENT, H.CONSENSUS, H.RECORDED})
_REPORTING = frozenset({H.REPORT_AWAITING, H.REPORT_SUBMITTED})
# One entry in so many was returned once and corrected before it passed.
_CORRECTED = 31
_PANEL_DAYS = 41
_READ_BEFORE = 5
_PROPOSED = ("PS", "PG")
_OVERDUE_BRANCH, _OVERDUE_DAYS = "PG", 36


class Round:
    """One round with all that is in it."""

    def __init__(
        self,
        line: Timeline,
        cases: Sequence[Case],
        directory: Directory,
        owners: Mapping[str, Owner],
        kept: Mapping[str, Kept],
    ) -> None:
        self.line, self.directory = line, directory
        self.begin = partial(begin, kept=kept, owners=owners)
        self.screening = Screening()
        self.by_id = {case.id: case for case in cases}
        self.early = [case for case in cases if case.halt in EARLY]
        self.late = [case for case in cases if case.halt not in EARLY]
        give_codes([*self.early, *self.late], PRESENT_CYCLE)

    def play(self, report: Report) -> None:
        """Play the round up to today."""
        report(f"national demo: {len(self.by_id)} entries; the first {len(self.early)} apply and are screened")
        self._early_entries()
        self._early_decisions()
        report("national demo: panels are seated")
        self._seat(39)
        self._early_reports()
        report(f"national demo: {sum(len(case.seats) for case in self.early)} seats; sheets are filled in")
        count = self._sheets()
        report(f"national demo: {count} sheets; panels agree")
        self._consensus()
        report(f"national demo: the other {len(self.late)} entries apply and are screened")
        self._late_entries()
        deliver_messages(unread_since=self.line.day(_READ_BEFORE))

    def _early_entries(self) -> None:
        self.line.together(self.begin, self.early, 72, 60, size=10)
        self.line.together(send, self.early, 59, 56)
        self.line.together(submit, self.early, 55, 51)
        self.screening.notice(self.early)
        self.line.together(self.screening.check, self.early, 50)

    def _early_decisions(self) -> None:
        out, left = _standing(self.early, H.SCREENED_OUT), _standing(self.early, H.WITHDRAWN)
        going_on = [case for case in self.early if case.halt not in (H.SCREENED_OUT, H.WITHDRAWN)]
        corrected = [case for case in going_on if case.halt in _ASSESSED][_CORRECTED // 2 :: _CORRECTED]
        self.line.one_by_one(acts.withdraw, left, 49)
        self.line.one_by_one(_screen_out, out, 48)
        self.line.one_by_one(_send_back, corrected, 47)
        self.line.together(pass_on, [case for case in going_on if case not in corrected], 46, 45)
        self.line.one_by_one(acts.correct, corrected, 43)
        self.line.one_by_one(_pass, corrected, 42)
        self._read_again(corrected)
        self.line.together(enter_plan, going_on, 41)

    def _early_reports(self) -> None:
        """Those that owe a report before their panel hand it in, and get their panel."""
        reporting = [case for case in self.early if case.halt in _ASSESSED and not case.seats]
        self._hand_in_reports(reporting, (35, 31, 30, 29))
        self._seat(28)

    def _hand_in_reports(self, cases: Sequence[Case], days: tuple[int, int, int, int]) -> None:
        write, ask, hand_in, check = days
        submitting = [case for case in cases if case.halt is not H.REPORT_AWAITING]
        self.line.one_by_one(acts.write_report, cases, write, ask + 1)
        self.line.one_by_one(acts.ask_for_approval, cases, ask)
        self.line.one_by_one(acts.hand_in, submitting, hand_in)
        self.line.one_by_one(_check_report, submitting, check)
        self._read_again(submitting)

    def _seat(self, ago: int) -> None:
        """Seat a panel for whatever waits for one, by the plan of each stage; they answer and start."""
        seated: list[Case] = []
        for place, stage_id in enumerate(_stages_waiting()):
            with frozen_at(self.line.day(ago, 10, place * 2)):
                stage = db.session.get_one(Stage, stage_id)
                days = _OVERDUE_DAYS if stage.programme.branch == _OVERDUE_BRANCH else _PANEL_DAYS
                due_at = self.line.day(ago - days, 16, 30)
                officer = self.directory.officers[stage.programme.branch, None][0]
                plan = propose(stage, officer)
                seated += publish(plan, self.by_id, self.directory, officer, due_at=due_at)
        leave_unanswered(seated)
        taken = [seat for case in seated for seat in case.seats if seat.is_answered]
        self.line.together(accept, taken, ago - 1, size=200)
        self.line.together(start, seated, ago - 2, size=200)

    def _sheets(self) -> int:
        tasks = list(tasks_of([case for case in self.early if case.seats]))
        self.line.together(fill_in, tasks, 25, 18, size=25)
        return len(tasks)

    def _consensus(self) -> None:
        agreeing = [case for case in self.early if case.has_all_sheets]
        recorded = _standing(agreeing, H.RECORDED)
        self.line.together(open_consensus, agreeing, 17)
        self.line.together(agree, recorded, 16, 15)
        self.line.one_by_one(acts.let_rules_move, recorded, 14)

    def _late_entries(self) -> None:
        sending = [case for case in self.late if case.halt is not H.DRAFT]
        submitting = [case for case in sending if case.halt is not H.AWAITING_APPROVAL]
        checked = [case for case in submitting if case.halt is not H.SUBMITTED]
        passing = _standing(checked, H.PASSED)
        self.line.together(self.begin, self.late, 13, 11, size=10)
        self.line.together(send, sending, 10)
        self._hand_in_reports([case for case in self.early if case.halt in _REPORTING], (9, 8, 7, 6))
        self.line.together(submit, submitting, 5)
        self.screening.notice(submitting)
        self.line.together(self.screening.check, checked, 4)
        self.line.one_by_one(_send_back, _standing(checked, H.RETURNED), 3)
        self.line.together(pass_on, passing, 2)
        self.line.together(enter_plan, passing, 1)
        self._propose_next()

    def _propose_next(self) -> None:
        """The first stage at which an entry of these branches waits has a proposal that its officer may look at."""
        with frozen_at(self.line.day(1, 17)):
            stages = [db.session.get_one(Stage, stage_id) for stage_id in _stages_waiting()]
            first = {stage.programme.branch: stage for stage in reversed(stages)}
            for branch in _PROPOSED:
                propose(first[branch], self.directory.officers[branch, None][0])

    def _read_again(self, cases: Collection[Case]) -> None:
        """Use cases froze a newer document: panels read that one."""
        newest = (
            select(Snapshot.application_id, Snapshot.id, Snapshot.sha256)
            .where(Snapshot.application_id.in_([case.id for case in cases]))
            .order_by(Snapshot.number)
        )
        for application_id, snapshot_id, sha256 in db.session.execute(newest):
            self.by_id[application_id].snapshot_id = snapshot_id
            self.by_id[application_id].snapshot_sha256 = sha256


def _standing(cases: Sequence[Case], halt: Halt) -> list[Case]:
    return [case for case in cases if case.halt is halt]


def _stages_waiting() -> list[uuid.UUID]:
    """The stages at which something waits for a panel, in the order of programmes."""
    waiting = select(Application.stage_id).where(Application.state.in_(WAITING_FOR_A_PANEL))
    statement = (
        select(Stage.id)
        .join(Programme, Programme.id == Stage.programme_id)
        .where(Stage.id.in_(waiting), Stage.panel_size.is_not(None))
        .order_by(Programme.position)
    )
    return list(db.session.scalars(statement))


def _screen_out(story: Story) -> None:
    """Say no to the first human check that blocks, and end the entry there."""
    officer, case = officer_of(story), screening_case(story.present)
    assert case is not None, "only what was handed in is screened"
    failed = next(row.check.id for row in case.human if row.check.severity == "block")
    answer_checks(story.present, {row.check.id: row.check.id != failed for row in case.human}, actor=officer)
    screen_out_application(story.present, reason=story.entry.fate.reason, actor=officer)


def _send_back(story: Story) -> None:
    acts.send_back_for_correction(story, officer_of(story), days=14)


def _pass(story: Story) -> None:
    acts.screen(story, officer_of(story))


def _check_report(story: Story) -> None:
    acts.check(story)
    acts.let_rules_move(story)

"""Screening in a national round, many at a time: the system checks, officers pass, the plan says what follows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import update

from app.clock import now
from app.demo.national_case import Case
from app.demo.national_rows import Member, Rows
from app.extensions import db
from app.models import Application, ScreeningDecision, ScreeningFinding, ScreeningOutcome
from app.queries.screening_facts import compared, facts_in
from app.services.screening import automatic_finding, human_findings
from workflows.application import ApplicationState, Phase
from workflows.roles import Role
from workflows.screening import OtherEntry, ScreeningFacts, run_automatic_checks
from workflows.stage_plan import Step

S = ApplicationState


class Screening:
    """The checks of a round. It remembers what was handed in, to compare an agency's entries with each other."""

    def __init__(self) -> None:
        self._handed_in: dict[str, list[OtherEntry]] = defaultdict(list)

    def notice(self, cases: Iterable[Case]) -> None:
        """Note what these entries say."""
        for case in cases:
            self._handed_in[case.owner.code].append(OtherEntry(case.code, compared(case.answers)))

    def check(self, rows: Rows, case: Case) -> None:
        """Open screening: answer the automatic checks, lay the human ones beside them."""
        assert case.snapshot_id is not None, "only what was handed in is screened"
        rows.change(Application, case.id, state=S.SCREENING, state_since=now())
        rows.record("start_screening", case.subject, by=None, snapshot=case.snapshot_sha256)
        for finding in run_automatic_checks(case.rubric, self._facts(case)):
            assert finding.is_met or finding.check.severity == "warn", f"{case.code} fails {finding.check.id}"
            rows.add(automatic_finding(case.id, case.snapshot_id, finding))
        rows.add(*human_findings(case.rubric, case.id, case.snapshot_id))

    def _facts(self, case: Case) -> ScreeningFacts:
        """An agency enters one type in a branch here, so no other type is ever told."""
        return facts_in(
            case.rubric,
            Phase.ENTRY,
            case.frozen,
            agency_kind=case.owner.kind,
            closes_at=case.programme.closes_at,
            others=[other for other in self._handed_in[case.owner.code] if other.code != case.code],
            other_types=(),
        )


def pass_on(rows: Rows, case: Case) -> None:
    """Answer the human checks and let the entry pass."""
    assert case.snapshot_id is not None, "only what was handed in is decided"
    officer = case.officers[0]
    _answer(case, officer)
    rows.change(Application, case.id, state=S.PASSED, state_since=now())
    rows.add(
        ScreeningDecision(
            application_id=case.id,
            snapshot_id=case.snapshot_id,
            outcome=ScreeningOutcome.PASS,
            decided_by_id=officer.id,
            decided_at=now(),
        )
    )
    event = rows.record("pass", case.subject, by=officer, snapshot=case.snapshot_sha256)
    rows.tell("application_passed", case.team, once_per=event.id, of=case.programme.id, link=case.link, **case.naming)


def _answer(case: Case, officer: Member) -> None:
    db.session.execute(
        update(ScreeningFinding)
        .where(ScreeningFinding.snapshot_id == case.snapshot_id, ScreeningFinding.is_automatic.is_(False))
        .values(is_met=True, answered_by_id=officer.id, answered_at=now())
        .execution_options(synchronize_session=False)
    )


def enter_plan(rows: Rows, case: Case) -> None:
    """Take the first step after screening: a report is due, or the entry waits for its first panel."""
    code = case.programme.first_stage
    stage_id = case.programme.stages[code]
    if case.programme.first_step is not Step.REPORT:
        rows.change(Application, case.id, stage_id=stage_id)
        return
    rows.change(Application, case.id, state=S.REPORT_DUE, state_since=now(), stage_id=stage_id, phase=Phase.REPORT)
    rows.record("open_report", case.subject, by=None, stage=code)
    rows.tell(
        "report_wanted",
        [member for member in case.team if member.role in (Role.COORDINATOR, Role.HEAD)],
        once_per=f"{case.id}:{stage_id}",
        of=case.programme.id,
        link=case.link,
        due=case.programme.report_closes_at,
        **case.naming,
    )

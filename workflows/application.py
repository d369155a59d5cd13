"""The life of an application, from draft to announced: one table of transitions for both roads."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from workflows.errors import Obstacle
from workflows.machine import Transition
from workflows.roles import Role
from workflows.site_visit import NOT_BEGUN


class ApplicationState(StrEnum):
    """Where an application stands. "Lapsed" is computed from the deadline, never stored."""

    DRAFT = "draft"
    AWAITING_APPROVAL = "awaiting_approval"
    SUBMITTED = "submitted"
    SCREENING = "screening"
    RETURNED = "returned"
    SCREENED_OUT = "screened_out"
    PASSED = "passed"
    REPORT_DUE = "report_due"
    REPORT_SUBMITTED = "report_submitted"
    ASSESSMENT = "assessment"
    CONSENSUS = "consensus"
    SITE_VISIT = "site_visit"
    COMMITTEE = "committee"
    DECIDED = "decided"
    ANNOUNCED = "announced"
    NOT_ADVANCED = "not_advanced"
    WITHDRAWN = "withdrawn"
    DISQUALIFIED = "disqualified"


EDITABLE = frozenset({ApplicationState.DRAFT, ApplicationState.RETURNED, ApplicationState.REPORT_DUE})
ENDED = frozenset(
    {
        ApplicationState.SCREENED_OUT,
        ApplicationState.ANNOUNCED,
        ApplicationState.NOT_ADVANCED,
        ApplicationState.WITHDRAWN,
        ApplicationState.DISQUALIFIED,
    }
)
DECIDED_OR_ENDED = ENDED | {ApplicationState.DECIDED}


class Phase(StrEnum):
    """Which document the agency is working on: its entry, or the Application Report that follows it."""

    ENTRY = "entry"
    REPORT = "report"


@dataclass(frozen=True)
class ApplicationFacts:
    """What the rules need to know of one application at one instant; the use case gathers it.

    `gaps` are what is still missing from the document at hand; `is_open` says whether the applicant's own
    deadline (extension and grace included) has not passed at the instant of receipt.
    """

    phase: Phase = Phase.ENTRY
    is_open: bool = True
    gaps: tuple[Obstacle, ...] = ()
    has_reason: bool = True
    named_sections: int = 0
    returns_left: int = 0
    undecided_blocks: int = 0
    needs_report: bool = False
    panel_published: bool = False
    sheets_missing: int = 0
    undiscussed: int = 0
    unheard: int = 0
    enters_site_visit: bool = False
    has_visit_begun: bool = True
    open_visit_points: int = 0
    is_recorded: bool = True


def _closed(facts: ApplicationFacts) -> list[Obstacle]:
    return [] if facts.is_open else [Obstacle("The closing time for this document has passed")]


def _reason(facts: ApplicationFacts) -> list[Obstacle]:
    return [] if facts.has_reason else [Obstacle("Give a reason", field="reason")]


def approval_obstacles(facts: ApplicationFacts) -> list[Obstacle]:
    """A document goes to the head only while it is open and complete."""
    return [*_closed(facts), *facts.gaps]


def entry_obstacles(facts: ApplicationFacts) -> list[Obstacle]:
    """The entry is handed in while it is open and complete."""
    wrong = [] if facts.phase is Phase.ENTRY else [Obstacle("The Application Report is submitted by its own step")]
    return [*wrong, *_closed(facts), *facts.gaps]


def report_obstacles(facts: ApplicationFacts) -> list[Obstacle]:
    """The Application Report is handed in by the same approval, after the entry passed screening."""
    wrong = [] if facts.phase is Phase.REPORT else [Obstacle("The entry is submitted by its own step")]
    return [*wrong, *_closed(facts), *facts.gaps]


def return_obstacles(facts: ApplicationFacts) -> list[Obstacle]:
    """A return names sections and a reason, and happens no more often than the rubric allows."""
    against = _reason(facts)
    if not facts.named_sections:
        against.append(Obstacle("Name at least one section to correct", field="sections"))
    if facts.returns_left <= 0:
        against.append(Obstacle("This application has already been returned as often as the criteria allow"))
    return against


def pass_obstacles(facts: ApplicationFacts) -> list[Obstacle]:
    """Nothing passes while a blocking check stands failed or unanswered."""
    if facts.undecided_blocks:
        return [
            Obstacle("Blocking checks not met or not answered: %(count)s", {"count": facts.undecided_blocks}, "checks")
        ]
    return []


def assessment_obstacles(facts: ApplicationFacts) -> list[Obstacle]:
    """Assessment starts when a panel is published, and after the report where one is due first."""
    against = [] if facts.panel_published else [Obstacle("No panel is published for this stage yet")]
    if facts.needs_report:
        against.append(Obstacle("The Application Report is due first"))
    return against


def consensus_obstacles(facts: ApplicationFacts) -> list[Obstacle]:
    """The consensus room opens only when every sheet is in."""
    if facts.sheets_missing:
        return [Obstacle("Score sheets not submitted yet: %(count)s", {"count": facts.sheets_missing})]
    return []


def agreement_obstacles(facts: ApplicationFacts) -> list[Obstacle]:
    """Every node the discrepancy rule names needs a value, a reason and its evidence; every member is heard."""
    against = []
    if facts.undiscussed:
        params = {"count": facts.undiscussed}
        against.append(Obstacle("Points to discuss without an agreed value, reason or evidence: %(count)s", params))
    if facts.unheard:
        params = {"count": facts.unheard}
        against.append(Obstacle("Proposals that not every member has agreed to or dissented from: %(count)s", params))
    return against


def visit_obstacles(facts: ApplicationFacts) -> list[Obstacle]:
    """A visit is closed from the hour it was scheduled for, with its outcome and a note, once every point has ended."""
    against = [] if facts.has_visit_begun else [NOT_BEGUN]
    if not facts.is_recorded:
        against.append(Obstacle("Record the outcome of the visit and a note first"))
    if facts.open_visit_points:
        params = {"count": facts.open_visit_points}
        against.append(Obstacle("Points to verify that have not ended yet: %(count)s", params))
    return against


S = ApplicationState
_Row = Transition[ApplicationState, ApplicationFacts]
_COORDINATOR = frozenset({Role.COORDINATOR})
_HEAD = frozenset({Role.HEAD})
_APPROVER = frozenset({Role.HEAD, Role.DELEGATE})
_OFFICER = frozenset({Role.OFFICER})
_STAFF = frozenset({Role.OFFICER, Role.DIRECTOR})
_SYSTEM = frozenset({Role.SYSTEM})
_LEAD = frozenset({Role.LEAD_ASSESSOR})
_BEFORE_DECISION = frozenset(S) - DECIDED_OR_ENDED


SEND_FOR_APPROVAL = _Row(
    "send_for_approval",
    frozenset({S.DRAFT, S.RETURNED, S.REPORT_DUE}),
    S.AWAITING_APPROVAL,
    _COORDINATOR,
    approval_obstacles,
)
RECALL = _Row("recall", frozenset({S.AWAITING_APPROVAL}), None, _COORDINATOR)
SEND_BACK = _Row("send_back", frozenset({S.AWAITING_APPROVAL}), None, _APPROVER, _reason)
SUBMIT = _Row("submit", frozenset({S.AWAITING_APPROVAL}), S.SUBMITTED, _APPROVER, entry_obstacles)
SUBMIT_REPORT = _Row("submit_report", frozenset({S.AWAITING_APPROVAL}), S.REPORT_SUBMITTED, _APPROVER, report_obstacles)
START_SCREENING = _Row("start_screening", frozenset({S.SUBMITTED}), S.SCREENING, _SYSTEM)
RETURN = _Row("return", frozenset({S.SCREENING, S.REPORT_SUBMITTED}), S.RETURNED, _OFFICER, return_obstacles)
SCREEN_OUT = _Row("screen_out", frozenset({S.SCREENING}), S.SCREENED_OUT, _OFFICER, _reason)
PASS = _Row("pass", frozenset({S.SCREENING}), S.PASSED, _OFFICER, pass_obstacles)
OPEN_REPORT = _Row("open_report", frozenset({S.PASSED, S.CONSENSUS}), S.REPORT_DUE, _SYSTEM)
START_ASSESSMENT = _Row(
    "start_assessment", frozenset({S.PASSED, S.REPORT_SUBMITTED}), S.ASSESSMENT, _SYSTEM, assessment_obstacles
)
OPEN_CONSENSUS = _Row("open_consensus", frozenset({S.ASSESSMENT}), S.CONSENSUS, _SYSTEM, consensus_obstacles)
RECORD_CONSENSUS = _Row("record_consensus", frozenset({S.CONSENSUS}), S.CONSENSUS, _LEAD, agreement_obstacles)
REOPEN_ASSESSMENT = _Row(
    "reopen_assessment", frozenset({S.CONSENSUS, S.SITE_VISIT, S.COMMITTEE}), S.ASSESSMENT, _SYSTEM
)
ENTER_SITE_VISIT = _Row("enter_site_visit", frozenset({S.CONSENSUS}), S.SITE_VISIT, _SYSTEM)
SKIP_SITE_VISIT = _Row("skip_site_visit", frozenset({S.CONSENSUS}), S.COMMITTEE, _SYSTEM)
STOP_AT_GATE = _Row("stop_at_gate", frozenset({S.CONSENSUS}), S.NOT_ADVANCED, _SYSTEM)
LET_PASS = _Row("let_pass", frozenset({S.NOT_ADVANCED}), S.CONSENSUS, _STAFF, _reason, two_persons=True)
HOLD_AT_GATE = _Row(
    "hold_at_gate",
    frozenset({S.REPORT_DUE, S.REPORT_SUBMITTED, S.SITE_VISIT, S.COMMITTEE}),
    S.NOT_ADVANCED,
    _STAFF,
    _reason,
    two_persons=True,
)
CLOSE_VISIT = _Row("close_visit", frozenset({S.SITE_VISIT}), S.COMMITTEE, _LEAD, visit_obstacles)
DECIDE = _Row(
    "decide", frozenset({S.COMMITTEE}), S.DECIDED, frozenset({Role.JUDGE, Role.DIRECTOR}), _reason, two_persons=True
)
REOPEN_DECISION = _Row(
    "reopen_decision",
    frozenset({S.DECIDED}),
    S.COMMITTEE,
    frozenset({Role.JUDGE, Role.DIRECTOR}),
    _reason,
    two_persons=True,
)
ANNOUNCE = _Row("announce", frozenset({S.DECIDED}), S.ANNOUNCED, _OFFICER)
WITHDRAW = _Row("withdraw", _BEFORE_DECISION, S.WITHDRAWN, _HEAD, _reason)
DISQUALIFY = _Row(
    "disqualify",
    _BEFORE_DECISION | {S.DECIDED},
    S.DISQUALIFIED,
    _STAFF,
    _reason,
    two_persons=True,
)

APPLICATION_TRANSITIONS: tuple[_Row, ...] = (
    SEND_FOR_APPROVAL,
    RECALL,
    SEND_BACK,
    SUBMIT,
    SUBMIT_REPORT,
    START_SCREENING,
    RETURN,
    SCREEN_OUT,
    PASS,
    OPEN_REPORT,
    START_ASSESSMENT,
    OPEN_CONSENSUS,
    RECORD_CONSENSUS,
    REOPEN_ASSESSMENT,
    ENTER_SITE_VISIT,
    SKIP_SITE_VISIT,
    STOP_AT_GATE,
    LET_PASS,
    HOLD_AT_GATE,
    CLOSE_VISIT,
    DECIDE,
    REOPEN_DECISION,
    ANNOUNCE,
    WITHDRAW,
    DISQUALIFY,
)

"""What the system moves by rule: reports open, assessment starts, consensus opens, gates apply. Never by hand."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from app.extensions import db
from app.messages import outbox
from app.models import (
    Application,
    ConsensusSheet,
    ScreeningDecision,
    ScreeningFinding,
    ScreeningOutcome,
    Snapshot,
)
from app.queries.application_facts import latest_snapshot, officers_of, panel_of, submitted_sheets, team_of
from app.queries.deadlines import window_of
from app.queries.gates import overrides_of
from app.queries.movable import may_move
from app.queries.sheets import recorded_consensus
from app.queries.stage_facts import facts_of, stage_named, stage_plan
from app.services.consensus_start import start_consensus
from app.services.events import record
from app.services.moves import move, naming
from app.services.visits import begin_visit
from app.transaction import composed, lock, transactional
from rubrics.conditions import FactValue
from workflows.application import (
    ENTER_SITE_VISIT,
    OPEN_CONSENSUS,
    OPEN_REPORT,
    SKIP_SITE_VISIT,
    START_ASSESSMENT,
    STOP_AT_GATE,
    ApplicationFacts,
    ApplicationState,
    Phase,
)
from workflows.machine import Transition
from workflows.roles import Role
from workflows.stage_plan import PlannedStage, Step, next_step

MOVE_TASK = "rounds.move_due"
SYSTEM = frozenset({Role.SYSTEM})


@composed
def applications_to_move() -> list[Application]:
    """The applications the system may have to move now, oldest first; whatever waits for somebody is left alone."""
    return list(db.session.scalars(select(Application).where(may_move()).order_by(Application.state_since)))


@transactional
def move_on(application: Application) -> bool:
    """Take every step the rules ask for now; False when there is none. Running it twice changes nothing more."""
    application = lock(application)
    match application.state:
        case ApplicationState.PASSED:
            return _leave_screening(application)
        case ApplicationState.REPORT_SUBMITTED:
            return _route_report(application)
        case ApplicationState.ASSESSMENT:
            return _open_consensus(application)
        case ApplicationState.CONSENSUS:
            return _leave_consensus(application)
    return False


def _leave_screening(application: Application) -> bool:
    """From passed: a report is due first, or the first panel starts."""
    if application.stage is None:
        plan = stage_plan(application.programme)
        return _enter(application, next_step(plan, after=None, report_is_in=False, facts={}))
    return _start_assessment(application)


def _enter(application: Application, following: tuple[Step, PlannedStage | None]) -> bool:
    step, planned = following
    if planned is not None and step in (Step.REPORT, Step.ASSESS):
        application.stage_id = stage_named(application.programme, planned.code).id
        db.session.flush()
        db.session.refresh(application, ["stage"])
    match step:
        case Step.REPORT:
            return _open_report(application)
        case Step.ASSESS:
            _start_assessment(application)
            return True
        case Step.VISIT:
            return _enter_visit(application)
        case Step.STOP:
            _fire(application, STOP_AT_GATE)
            return True
    _fire(application, SKIP_SITE_VISIT)
    return True


def _open_report(application: Application) -> bool:
    _fire(application, OPEN_REPORT)
    application.phase = Phase.REPORT
    outbox.queue(
        "report_wanted",
        to=team_of(application, Role.COORDINATOR, Role.HEAD),
        office=application.agency,
        once_per=f"{application.id}:{application.stage_id}",
        programme=application.programme,
        link=f"/applications/{application.id}",
        params=naming(application) | {"due": window_of(application).due},
    )
    return True


def _route_report(application: Application) -> bool:
    """A report whose checks found nothing in the way, or that an officer accepted, goes to its panel."""
    snapshot = latest_snapshot(application, Phase.REPORT)
    if snapshot is None or not _is_screened(snapshot):
        return False
    stage = application.stage
    if stage is not None and stage.panel_size is None:
        plan = stage_plan(application.programme)
        return _enter(application, next_step(plan, after=stage.code, report_is_in=True, facts={}))
    return _start_assessment(application)


def _is_screened(snapshot: Snapshot) -> bool:
    accepted = db.session.scalar(
        select(ScreeningDecision.id).where(
            ScreeningDecision.snapshot_id == snapshot.id, ScreeningDecision.outcome == ScreeningOutcome.PASS
        )
    )
    if accepted is not None:
        return True
    findings = db.session.scalars(select(ScreeningFinding).where(ScreeningFinding.snapshot_id == snapshot.id)).all()
    return bool(findings) and not any(each.is_blocking and each.is_met is not True for each in findings)


def _start_assessment(application: Application) -> bool:
    """Start when the panel is published; until then the application waits where it is."""
    seats, stage = panel_of(application), application.stage
    if stage is None or stage.panel_size is None or len(seats) < stage.panel_size:
        return False
    _fire(application, START_ASSESSMENT, ApplicationFacts(panel_published=True))
    return True


def _open_consensus(application: Application) -> bool:
    missing = len(panel_of(application)) - len(submitted_sheets(application))
    stage = application.stage
    if missing > 0 or stage is None or len(submitted_sheets(application)) < (stage.panel_size or 1):
        return False
    _fire(application, OPEN_CONSENSUS, ApplicationFacts(sheets_missing=missing))
    consensus: ConsensusSheet = start_consensus(application, stage)
    outbox.queue(
        "consensus_opened",
        to=[seat.assessor for seat in panel_of(application)],
        once_per=str(consensus.id),
        programme=application.programme,
        link=f"/consensus/{consensus.id}",
        params=naming(application),
    )
    return True


def _leave_consensus(application: Application) -> bool:
    """Once the consensus is recorded, gate and plan say where the application goes."""
    if recorded_consensus(application, application.stage_id) is None or application.stage is None:
        return False
    facts: Mapping[str, FactValue] = facts_of(application)
    plan = stage_plan(application.programme)
    report_is_in = application.report_submitted_at is not None
    following = next_step(
        plan,
        after=application.stage.code,
        report_is_in=report_is_in,
        facts=facts,
        overrides=overrides_of(application),
    )
    return _enter(application, following)


def _enter_visit(application: Application) -> bool:
    _fire(application, ENTER_SITE_VISIT)
    begin_visit(application)
    for kind, people, link in (
        ("site_visit_wanted", [seat.assessor for seat in panel_of(application)], f"/site-visits/{application.id}"),
        ("site_visit_wanted", officers_of(application), f"/office/applications/{application.id}"),
        ("visit_announced", team_of(application, Role.COORDINATOR, Role.HEAD), f"/applications/{application.id}"),
    ):
        outbox.queue(
            kind,
            to=people,
            once_per=str(application.id),
            programme=application.programme,
            link=link,
            params=naming(application),
        )
    return True


def _fire(
    application: Application,
    transition: Transition[ApplicationState, ApplicationFacts],
    facts: ApplicationFacts | None = None,
) -> None:
    """Take a step that only the system may take, and leave its event."""
    state = transition.check(application.state, SYSTEM, facts or ApplicationFacts())
    move(application, state)
    stage = application.stage.code if application.stage else None
    record(transition.name, about=application, actor=None, stage=stage)

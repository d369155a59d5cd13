"""PMQA 4.0 applications brought through their rounds by use cases, for tests of gates, certificates and monitoring."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

from app.clock import now
from app.extensions import db
from app.models import (
    Agency,
    AgencyKind,
    Application,
    ConsensusEntry,
    ConsensusSheet,
    ConsensusState,
    Cycle,
    Programme,
    Proposal,
    SiteVisit,
    Snapshot,
)
from app.queries.announcement_preview import seal_of
from app.queries.criteria import rubric_of
from app.services.announcements import announce_programme
from app.services.applications import send_for_approval, submit_application
from app.services.consensus import record_consensus, save_agreement
from app.services.cycles import create_cycle
from app.services.decisions import close_visit, confirm_decision, propose_decision
from app.services.interests import declare_conflicts
from app.thai import sort_key
from tests.assessing import hand_in_report
from tests.before_committee import PRESENT
from tests.panels import assessor, let_move, pass_screening, score_all, seat_panel, value_for
from tests.standing import standing
from tests.world import World
from workflows.application import ApplicationState, Phase
from workflows.roles import Role

S = ApplicationState

PMQA40 = "pmqa40@2564"
_YEAR = 2571


@standing
def through_round_one(world: World, *, quality: int = 100, agency: Agency | None = None, **given: Any) -> Application:
    """Bring an agency to the end of round 1: both certifiers find this share of every item met, and say so."""
    application = world.fill(world.draft(world.programme_of(PMQA40), agency), **given)
    _hand_in(world, application, agency)
    pass_screening(world, application)
    return agree(world, application, quality)


@standing
def agree(world: World, application: Application, quality: int) -> Application:
    """Let the panel of the present stage be of one mind about everything and record it; the rules move on."""
    score_all(seat_panel(world, application), quality=quality)
    consensus = (
        db.session.query(ConsensusSheet).filter_by(application_id=application.id, stage_id=application.stage_id).one()
    )
    rubric, lead = rubric_of(application.programme), assessor(world, 1)
    for leaf in rubric.leaves:
        if not leaf.levels:
            value = {"value": value_for(rubric, leaf, quality)}
            version = next((entry.version for entry in consensus.entries if entry.node_id == leaf.id), 0)
            save_agreement(consensus, leaf.id, value, version=version, actor=lead)
    record_consensus(consensus, actor=lead)
    let_move(application)
    return application


@standing
def certified(world: World, *, quality: int = 100, agency: Agency | None = None) -> Application:
    """Bring an agency through all three rounds to its decision."""
    application = through_round_one(world, quality=quality, agency=agency)
    hand_in_report(world, application)
    agree(world, application, quality)
    return certify(world, application, "significance" if quality == 100 else "advance")


def let_the_day_come(application: Application) -> None:
    """Move the visit that was scheduled to this hour: a browser's server has a clock that no test holds."""
    visit = db.session.query(SiteVisit).filter_by(application_id=application.id).one()
    assert visit.starts_at
    assert visit.ends_at
    visit.starts_at, visit.ends_at = now(), now() + (visit.ends_at - visit.starts_at)
    db.session.commit()


@standing
def certify(world: World, application: Application, band: str) -> Application:
    """Close the visit of an agency, whose reports it confirms, and let the committee certify it."""
    close_visit(application, is_confirmed=True, note="พบตามรายงาน", is_online=False, actor=assessor(world, 1))
    judge, director = world.person(Role.JUDGE), world.person(Role.DIRECTOR)
    proposal = propose_decision(
        application, band, reason="", attended=[], guests=PRESENT, recused=[], minutes="เห็นชอบ", actor=judge
    )
    confirm_decision(proposal, actor=director)
    return application


@standing
def announced(world: World, *, agency: Agency | None = None) -> Application:
    """Certify an agency and announce its programme."""
    application = certified(world, agency=agency)
    announce_programme(application.programme, seen=seal_of(application.programme), actor=world.officer)
    return application


def stand(
    world: World, number: int, *, own: int, agreed: int | None, state: S = S.REPORT_DUE, award: str | None = None
) -> Application:
    """Add an agency whose own ticks are worth this share of every item, and those its panel agreed on."""
    programme, agency = (
        world.programme_of(PMQA40),
        another_agency(number, ministry=world.ministry if number % 2 else None),
    )
    stage = next(each for each in programme.stages if each.code == ("r1" if state is S.NOT_ADVANCED else "r2"))
    officer = world.officer
    application = Application(
        code=f"PMQA40-{number}",
        programme_id=programme.id,
        agency_id=agency.id,
        state=state,
        stage_id=None if state is S.DRAFT else stage.id,
        created_by_id=officer.id,
        created_at=now(),
        submitted_at=None if state is S.DRAFT else now(),
        state_since=now(),
        award=award,
        decided_at=now() if award else None,
        announced_at=now() if award else None,
    )
    db.session.add(application)
    db.session.flush()
    if state is not S.DRAFT:
        db.session.add(_snapshot(programme, application, number, own))
    if agreed is not None:
        _agree(programme, application, agreed, officer.id)
    db.session.commit()
    return application


def _snapshot(programme: Programme, application: Application, number: int, own: int) -> Snapshot:
    content = json.dumps({"answers": _answers(programme, own), "files": {}})
    return Snapshot(
        application_id=application.id,
        number=1,
        phase=Phase.ENTRY,
        content=content,
        sha256=f"{number:064d}",
        taken_at=now(),
    )


def _answers(programme: Programme, quality: int) -> dict[str, object]:
    answers: dict[str, object] = {}
    for leaf in rubric_of(programme).leaves:
        value = value_for(rubric_of(programme), leaf, quality)
        answers |= {f"tick.{tick}": True for tick in value.get("ticks", ())}
        if "kpis" in value:
            answers[f"kpis.{leaf.id}"] = value["kpis"]
    return answers


def _agree(programme: Programme, application: Application, quality: int, person_id: object) -> None:
    stage = next(each for each in programme.stages if each.code == "r1")
    consensus = ConsensusSheet(
        application_id=application.id,
        stage_id=stage.id,
        state=ConsensusState.RECORDED,
        opened_at=now(),
        recorded_at=now() + timedelta(seconds=1),
        recorded_by_id=person_id,
        total="0",
        sha256=f"{application.code:>64}",
    )
    db.session.add(consensus)
    db.session.flush()
    rubric = rubric_of(programme)
    db.session.add_all(
        ConsensusEntry(
            consensus_id=consensus.id,
            node_id=leaf.id,
            value=value_for(rubric, leaf, quality),
            saved_by_id=person_id,
            saved_at=now(),
        )
        for leaf in rubric.leaves
    )


def proposal_on(application: Application, act: str) -> Proposal:
    """Return the proposal of this kind about an application."""
    return db.session.query(Proposal).filter_by(application_id=application.id, act=act).one()


def another_agency(number: int, *, ministry: Agency | None = None) -> Agency:
    """Return one more department."""
    name = f"กรมตัวอย่างที่ {number}"
    agency = Agency(
        code=f"dex-{number}",
        kind=AgencyKind.DEPARTMENT,
        name_th=name,
        name_en=f"Department {number}",
        ministry_id=ministry.id if ministry else None,
        sort_key=sort_key(name),
        search_key=name,
    )
    db.session.add(agency)
    db.session.commit()
    return agency


def _hand_in(world: World, application: Application, agency: Agency | None) -> None:
    send_for_approval(application, actor=world.person(Role.COORDINATOR, agency), received_at=now())
    submit_application(application, actor=world.person(Role.HEAD, agency), received_at=now())


def agency_and_year(world: World) -> tuple[Agency, int]:
    """Return an agency and a year that no other walk through the rounds has taken."""
    db.session.rollback()
    walks = db.session.query(Cycle).filter(Cycle.year_be >= _YEAR).count() // 2
    return another_agency(100 + walks, ministry=world.ministry), _YEAR + 10 * walks


def in_a_year_of_its_own(world: World, year: int) -> World:
    """Return the same world in another cycle, for which whoever may assess has declared."""
    cycle = create_cycle(year_be=year, title_th=f"รอบปี {year}", title_en=f"Cycle {year}", actor=world.officer)
    for number in (1, 2, 3):
        declare_conflicts(cycle.id, actor=assessor(world, number, has_declared=False))
    return replace(world, cycle=cycle)

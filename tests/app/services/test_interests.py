"""Conflicts of interest: stated before anybody is seated, voiding a sheet when late, lifted by two persons."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.clock import frozen_at
from app.extensions import db
from app.models import (
    Advice,
    Application,
    Assignment,
    AssignmentPlan,
    AssignmentState,
    ConsensusSheet,
    ConsensusState,
    CoOwner,
    Declaration,
    DeclaredInterest,
    Event,
    Job,
    Message,
    Person,
    PlanScope,
    Proposal,
    ScoreSheet,
    SheetState,
)
from app.queries.application_facts import panel_of
from app.queries.assignment_problem import problem_of
from app.queries.late_ties import late_ties
from app.queries.plan_jobs import PROPOSE_JOB
from app.queries.sheets import panel_sheets
from app.services.assignments import accept_assignment, decline_assignment, publish_panel
from app.services.interests import (
    confirm_interest,
    confirm_lift,
    declare_interest,
    propose_lift,
    record_advice,
    refuse_lift,
    set_conflict_rules,
)
from app.services.job_kinds import WORK
from app.services.jobs import run_next_job
from app.services.plan_publication import publish_plan
from app.services.rounds import move_on
from app.services.vacated_seats import empty_seat
from tests.panels import assessor, pass_screening, score_all, seat_panel
from tests.world import World
from workflows.application import ApplicationState
from workflows.conflicts import ConflictKind, MinistryReach
from workflows.errors import RuleBroken
from workflows.roles import Role


def reasons(broken: pytest.ExceptionInfo[RuleBroken]) -> list[str]:
    return [str(each) for each in broken.value.obstacles]


def waiting(world: World) -> Application:
    application = world.submitted()
    pass_screening(world, application)
    return application


def in_consensus(world: World) -> tuple[Application, list[Assignment]]:
    application = waiting(world)
    seats = seat_panel(world, application)
    score_all(seats, quality=[60, 70, 80])
    assert application.state is ApplicationState.CONSENSUS
    return application, seats


def interest_of(person: Person) -> DeclaredInterest:
    return db.session.query(DeclaredInterest).filter_by(person_id=person.id).one()


def test_nobody_is_seated_before_this_years_declaration(world: World) -> None:
    application = waiting(world)
    people = [assessor(world, number) for number in range(1, 5)]
    late = people[1]
    db.session.query(Declaration).filter_by(person_id=late.id).delete()
    db.session.commit()
    stage, ids = application.stage, [person.id for person in people]
    assert stage is not None
    assert str(late.id) not in {each.id for each in problem_of(stage).assessors}
    with pytest.raises(RuleBroken) as broken:
        publish_panel(application, stage, ids[:3], lead_id=ids[0], due_at=None, actor=world.officer)
    assert reasons(broken) == [f"{late.name_th} has not made this year's declaration of conflicts"]


def test_a_late_conflict_voids_the_sheet_and_opens_the_assessment_again(world: World) -> None:
    application, seats = in_consensus(world)
    spare = assessor(world, 4)
    person, stage = seats[1].assessor, seats[1].stage
    sheet = db.session.query(ScoreSheet).filter_by(assignment_id=seats[1].id).one()
    total = sheet.total
    declare_interest(actor=person, reason="พี่น้องทำงานในโครงการ", application=application)
    assert (sheet.state, sheet.total) == (SheetState.VOID, total)
    assert (seats[1].state, seats[1].reason) == (AssignmentState.VOID, "พี่น้องทำงานในโครงการ")
    assert len(panel_sheets(application, stage.id)) == 2
    assert application.state is ApplicationState.ASSESSMENT
    assert [each.state for each in db.session.query(ConsensusSheet)] == [ConsensusState.VOID]
    assert db.session.query(Event).filter_by(kind="reopen_assessment").count() == 1
    told = db.session.query(Message).filter_by(kind="consensus_reopened").all()
    assert {message.recipient_id for message in told} == {seats[0].assessor_id, seats[2].assessor_id}
    assert not move_on(application)

    run_next_job(WORK)
    plan = db.session.query(AssignmentPlan).one()
    assert (plan.scope, plan.figures["status"], plan.proposed_by_id) == (PlanScope.SHORT, "optimal", None)
    kept = {str(seats[0].assessor_id), str(seats[2].assessor_id)}
    assert {person_id for _application, person_id in plan.pairs} == kept | {str(spare.id)}
    assert plan.figures["objectives"]["changed"] == "0"
    assert publish_plan(plan, due_at=None, actor=world.officer) == 1
    asked = db.session.query(Message).filter_by(kind="assignment_published").all()
    assert [message.recipient_id for message in asked].count(spare.id) == 1

    new = next(seat for seat in panel_of(application) if seat.assessor_id == spare.id)
    from_scratch(new)
    states = [each.state for each in db.session.query(ConsensusSheet).order_by(ConsensusSheet.opened_at)]
    assert states == [ConsensusState.VOID, ConsensusState.OPEN]
    assert application.state is ApplicationState.CONSENSUS
    assert {each.assessor_id for each in panel_sheets(application, stage.id)} == {
        seats[0].assessor_id,
        seats[2].assessor_id,
        spare.id,
    }


def from_scratch(seat: Assignment) -> None:
    """The replacement accepts, scores and hands in."""
    accept_assignment(seat, actor=seat.assessor)
    score_all([seat], quality=50)


def test_advice_that_comes_to_light_late_empties_the_seat(world: World) -> None:
    application, seats = in_consensus(world)
    record_advice(application.id, adviser=seats[2].assessor)
    assert seats[2].state is AssignmentState.VOID
    assert application.state is ApplicationState.ASSESSMENT
    assert db.session.query(Advice).count() == 1


def test_an_interest_in_a_co_owning_agency_empties_the_seat_too(world: World) -> None:
    application = waiting(world)
    seats = seat_panel(world, application)
    db.session.add(CoOwner(application_id=application.id, agency_id=world.university.id))
    db.session.commit()
    declare_interest(actor=seats[0].assessor, reason="เป็นที่ปรึกษา", agency_id=world.university.id)
    assert seats[0].state is AssignmentState.VOID


def test_a_tie_the_register_finds_late_is_shown_to_staff_and_empties_the_seat_when_confirmed(world: World) -> None:
    application, seats = in_consensus(world)
    assert late_ties() == []
    profile = seats[0].assessor.assessor_profile
    assert profile is not None
    profile.home_agency_id = world.other_agency.id
    db.session.commit()
    found = late_ties()
    assert [(each.seat.id, [one.kind for one in each.conflicts]) for each in found] == [
        (seats[0].id, [ConflictKind.SAME_MINISTRY])
    ]
    with pytest.raises(RuleBroken) as broken:
        empty_seat(seats[0], reason=" ", actor=world.officer)
    assert reasons(broken) == ["Give a reason"]
    empty_seat(seats[0], reason="ย้ายมาสังกัดกระทรวงเดียวกัน", actor=world.officer)
    assert application.state is ApplicationState.ASSESSMENT
    assert late_ties() == []


def test_a_new_address_frees_nobody(world: World) -> None:
    """Identity is the person: whoever declared stays apart whatever their address is by now."""
    application = waiting(world)
    person = assessor(world, 1)
    declare_interest(actor=person, reason="ญาติ", application=application)
    person.email = "someone-else@lertrat.example"
    db.session.commit()
    assert application.stage is not None
    assert (str(application.id), str(person.id)) in problem_of(application.stage).conflicts


def test_an_interest_is_confirmed_once_with_a_reason(world: World) -> None:
    application = waiting(world)
    person = assessor(world, 1)
    interest = declare_interest(actor=person, reason="ญาติ", application=application)
    confirm_interest(interest, reason="ตรวจกับทะเบียนแล้ว", actor=world.officer)
    assert (interest.confirmed_by_id, interest.confirmation) == (world.officer.id, "ตรวจกับทะเบียนแล้ว")
    with pytest.raises(RuleBroken) as broken:
        confirm_interest(interest, reason="อีกครั้ง", actor=world.officer)
    assert reasons(broken) == ["This interest is confirmed already"]


def test_an_interest_is_lifted_by_two_persons_and_the_pair_may_be_seated(world: World) -> None:
    application = waiting(world)
    person, second = assessor(world, 1), world.person(Role.OFFICER, number=2)
    assert application.stage is not None
    interest = declare_interest(actor=person, reason="ญาติ", application=application)
    pair = (str(application.id), str(person.id))
    proposal = propose_lift(interest, reason="ไม่มีประโยชน์ได้เสีย", actor=world.officer)
    assert pair in problem_of(application.stage).conflicts
    with pytest.raises(RuleBroken):
        confirm_lift(proposal, actor=world.officer)
    assert interest.lifted_at is None
    confirm_lift(proposal, actor=second)
    assert interest.lifted_at is not None
    assert pair not in problem_of(application.stage).conflicts
    link = db.session.query(Message).filter_by(kind="second_signature_wanted").one().link
    assert link == f"/office/assignment/conflicts/interests/{interest.id}"


def test_a_lift_that_is_refused_or_lapses_changes_nothing(world: World) -> None:
    application = waiting(world)
    second = world.person(Role.OFFICER, number=2)
    interest = declare_interest(actor=assessor(world, 1), reason="ญาติ", agency_id=application.agency_id)
    refuse_lift(propose_lift(interest, reason="ไม่เกี่ยว", actor=world.officer), actor=second)
    assert interest.lifted_at is None
    proposal = propose_lift(interest, reason="ไม่เกี่ยว", actor=world.officer)
    with frozen_at(proposal.expires_at + timedelta(minutes=1)):
        with pytest.raises(RuleBroken):
            confirm_lift(proposal, actor=second)
        assert propose_lift(interest, reason="ขออีกครั้ง", actor=world.officer).id != proposal.id
    assert interest.lifted_at is None
    assert db.session.query(Proposal).count() == 3


def test_only_staff_of_the_branch_rule_on_an_interest(world: World) -> None:
    application, able = waiting(world), set()
    for role in set(Role) - {Role.SYSTEM, Role.LEAD_ASSESSOR, Role.DELEGATE}:
        interest = declare_interest(actor=assessor(world, 1), reason="ญาติ", application=application)
        try:
            confirm_interest(interest, reason="จริง", actor=world.person(role, number=7))
        except RuleBroken:
            continue
        able.add(role)
    assert able == {Role.OFFICER, Role.DIRECTOR}


def test_an_officer_of_another_branch_does_not_rule(world: World) -> None:
    application = waiting(world)
    interest = declare_interest(actor=assessor(world, 1), reason="ญาติ", application=application)
    stranger = world.person(Role.OFFICER, number=8, branch="PG")
    with pytest.raises(RuleBroken):
        propose_lift(interest, reason="ไม่เกี่ยว", actor=stranger)


def test_nobody_rules_on_their_own_interest(world: World) -> None:
    application = waiting(world)
    interest = declare_interest(actor=world.officer, reason="ญาติ", application=application)
    with pytest.raises(RuleBroken):
        propose_lift(interest, reason="ไม่เกี่ยว", actor=world.officer)


def test_how_far_a_ministry_ties_is_set_until_the_first_panel(world: World) -> None:
    application = waiting(world)
    person = assessor(world, 1)
    assert person.assessor_profile is not None and application.stage is not None
    person.assessor_profile.home_agency_id = world.other_agency.id
    db.session.commit()
    pair = (str(application.id), str(person.id))
    found = {}
    for reach in MinistryReach:
        set_conflict_rules(world.programme, reach=reach, past_years=3, reason="มติคณะกรรมการ", actor=world.officer)
        found[reach] = pair in problem_of(application.stage).conflicts
    assert found == {MinistryReach.OFF: False, MinistryReach.DEPARTMENT: False, MinistryReach.MINISTRY: True}
    ids = [assessor(world, number).id for number in range(2, 5)]
    publish_panel(application, application.stage, ids, lead_id=ids[0], due_at=None, actor=world.officer)
    with pytest.raises(RuleBroken) as broken:
        set_conflict_rules(world.programme, reach=MinistryReach.OFF, past_years=3, reason="ผ่อนปรน", actor=world.officer)
    assert reasons(broken) == ["Panels were seated by these rules, so they stand for this programme"]


def test_a_handed_in_sheet_is_not_declined_away(world: World) -> None:
    _application, seats = in_consensus(world)
    with pytest.raises(RuleBroken) as broken:
        decline_assignment(seats[0], reason="ติดภารกิจ", actor=seats[0].assessor)
    assert reasons(broken) == ["Your sheet is submitted. Declare an interest if one has come to light"]


def test_a_replacement_is_looked_for_once_however_many_leave(world: World) -> None:
    application = waiting(world)
    seats = seat_panel(world, application)
    for seat in seats[:2]:
        decline_assignment(seat, reason="ติดภารกิจ", actor=seat.assessor)
    assert db.session.query(Job).filter_by(kind=PROPOSE_JOB).count() == 1

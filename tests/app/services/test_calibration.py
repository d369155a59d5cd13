"""Calibration runs: frozen with their scores, computed again to the same bytes, void sheets and strangers left out."""

from __future__ import annotations

import hashlib
import json

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from app.cli.calibrate import calibrate_command
from app.extensions import db
from app.models import CalibrationOutcome, CalibrationRun, Event, Job, Person, SheetState, Stage
from app.queries.calibration import newest_run, runs_of
from app.queries.calibration_input import calibration_input
from app.queries.reliability_page import reliability_stages, run_page
from app.services.assignments import accept_assignment, publish_panel
from app.services.calibration import request_replay, request_run
from app.services.interests import declare_interest
from app.services.job_kinds import WORK
from app.services.jobs import run_next_job
from app.services.rounds import move_on
from app.transaction import transactional
from tests.panels import assessor, pass_screening, score_all
from tests.sign_in import sign_in
from tests.statements import count_statements
from tests.world import World
from workflows.errors import RuleBroken
from workflows.roles import Role

SEVERITY = {1: 0, 2: -10, 3: 10, 4: 5, 5: 0, 6: 0}


def scored(world: World, *panels: tuple[int, ...]) -> Stage:
    """Let a panel of these assessors score one application each; the second is strict, the third mild."""
    for number in {each for panel in panels for each in panel}:
        assessor(world, number)
    return _scored(world, *panels)


@transactional
def _scored(world: World, *panels: tuple[int, ...]) -> Stage:
    """In one transaction, which is several times faster than one for each step."""
    agencies = (world.agency, world.other_agency, world.university)
    for number, panel in enumerate(panels):
        application = world.submitted(agency=agencies[number])
        pass_screening(world, application)
        people = [assessor(world, each) for each in panel]
        assert application.stage is not None
        seats = publish_panel(
            application,
            application.stage,
            [person.id for person in people],
            lead_id=people[0].id,
            due_at=None,
            actor=world.officer,
        )
        for seat in seats:
            accept_assignment(seat, actor=seat.assessor)
        move_on(application)
        score_all(seats, quality=[60 + 10 * number + SEVERITY[each] for each in panel])
    return db.session.query(Stage).filter_by(programme_id=world.programme.id, code="independent").one()


def frozen(stage: Stage, actor: Person) -> CalibrationRun:
    request_run(stage, actor=actor)
    run_next_job(WORK)
    return db.session.query(CalibrationRun).order_by(CalibrationRun.run_at.desc()).limit(1).one()


def reasons(broken: pytest.ExceptionInfo[RuleBroken]) -> list[str]:
    return [str(each) for each in broken.value.obstacles]


def test_a_run_freezes_the_scores_and_the_command_line_gives_the_same_figures(world: World) -> None:
    stage = scored(world, (1, 2, 3), (2, 3, 4), (1, 3, 5))
    run = frozen(stage, world.officer)
    assert (run.outcome, run.sheets, run.left_out) == (CalibrationOutcome.CALIBRATED, 9, 0)
    answer = json.loads(run.result)["calibration"]
    assert [each["raw"] for each in answer["applications"]] == ["60.00", "71.67", "83.33"]
    printed = CliRunner().invoke(calibrate_command, ["-"], input=run.input).stdout
    assert json.loads(printed) == answer
    page = run_page(run, 1, viewer=world.officer)
    named = {row.person.email[9:10]: row for row in page.assessors if row.person}
    assert named["2"].severity < 0 < named["3"].severity
    assert [row.score.raw for row in page.applications] == sorted(
        (row.score.raw for row in page.applications), reverse=True
    )
    newest = newest_run(stage.programme, stage)
    assert newest is not None
    assert sorted(newest.scores) == [each["application"] for each in answer["applications"]]


def test_what_too_few_shared_applications_cannot_tell_is_not_shown_as_a_figure(
    world: World, client: FlaskClient
) -> None:
    few = frozen(scored(world, (1, 2, 3), (2, 3, 4)), world.officer)
    page = run_page(few, 1, viewer=world.officer)
    assert (page.frozen.is_told, page.frozen.has_ranges, page.apart) == (False, False, 0)
    assert {(each.error, each.ranks) for each in page.frozen.scores.values()} == {(None, None)}
    sign_in(client, world.officer)
    shown = client.get(f"/office/reliability/runs/{few.id}").get_data(as_text=True).replace("\u2060", "")
    untold = "น้อยเกินกว่าจะบอกได้"
    assert (shown.count(f"{untold}</span>"), "±" in shown) == (4, False)


def test_an_assessor_with_three_shared_applications_is_told_of_and_the_others_are_not(world: World) -> None:
    page = run_page(frozen(scored(world, (1, 2, 3), (2, 3, 4), (1, 3, 5)), world.officer), 1, viewer=world.officer)
    told = {row.person.email[9:10]: row.is_told for row in page.assessors if row.person}
    assert told == {"1": False, "2": False, "3": True, "4": False, "5": False}
    assert (page.frozen.is_told, page.frozen.has_ranges) == (True, False)


def test_the_ledger_keeps_both_hashes_and_nothing_personal(world: World) -> None:
    run = frozen(scored(world, (1, 2, 3)), world.officer)
    event = db.session.query(Event).filter_by(kind="calibration_frozen").one()
    assert event.data == {
        "stage": "independent",
        "outcome": "calibrated",
        "input": hashlib.sha256(run.input.encode()).hexdigest(),
        "result": hashlib.sha256(run.result.encode()).hexdigest(),
    }
    people = db.session.query(Person).all()
    assert [person.email for person in people if person.email in run.input or person.name_th in run.input] == []


def do_what_waits() -> None:
    """A conflict that comes late asks for a replacement too, so that more than one piece of work may wait."""
    while run_next_job(WORK):
        pass


def test_a_replay_gives_the_same_bytes_though_the_round_has_moved_on(world: World) -> None:
    stage = scored(world, (1, 2, 3), (2, 3, 4))
    run = frozen(stage, world.officer)
    declare_interest(actor=assessor(world, 4), reason="ญาติทำงานที่นั่น", agency_id=world.other_agency.id)
    job = request_replay(run, actor=world.officer)
    do_what_waits()
    assert job.result == {"run_id": str(run.id), "is_same": True, "sha256": run.result_sha256}
    tamper(run)
    job = request_replay(run, actor=world.officer)
    do_what_waits()
    assert job.result["is_same"] is False


@transactional
def tamper(run: CalibrationRun) -> None:
    run.result = run.result.replace('"links": 2', '"links": 9', 1)


def test_void_sheets_are_left_out(world: World) -> None:
    stage = scored(world, (1, 2, 3), (2, 3, 4))
    before = calibration_input(stage).content
    declare_interest(actor=assessor(world, 4), reason="ญาติทำงานที่นั่น", agency_id=world.other_agency.id)
    after = calibration_input(stage)
    assert after.sheets == 5
    assert set(before.splitlines()) - set(after.content.splitlines()) == {
        line for line in before.splitlines() if assessor(world, 4).ledger_ref in line
    }


def test_sheets_in_writing_are_nowhere_in_a_run(world: World) -> None:
    stage = scored(world, (1, 2, 3))
    whole = calibration_input(stage).content
    application = world.submitted(agency=world.other_agency)
    pass_screening(world, application)
    people = [assessor(world, number) for number in (3, 4, 5)]
    seats = publish_panel(
        application, stage, [each.id for each in people], lead_id=people[0].id, due_at=None, actor=world.officer
    )
    for seat in seats:
        accept_assignment(seat, actor=seat.assessor)
    move_on(application)
    sheets = score_all(seats, quality=90, submit=False)
    assert [sheet.state for sheet in sheets] == [SheetState.DRAFT] * 3
    assert calibration_input(stage).content == whole


def test_islands_are_refused_by_name_and_the_refusal_is_frozen(world: World) -> None:
    stage = scored(world, (1, 2, 3), (4, 5, 6))
    run = frozen(stage, world.officer)
    assert run.outcome is CalibrationOutcome.REFUSED
    page = run_page(run, 1, viewer=world.officer)
    assert sorted(sorted(person.name_en for person in island if person) for island in page.islands) == [
        ["Assessor 1", "Assessor 2", "Assessor 3"],
        ["Assessor 4", "Assessor 5", "Assessor 6"],
    ]
    assert (page.assessors, page.applications) == ((), ())
    assert newest_run(stage.programme, stage) is None


@pytest.mark.parametrize(
    ("role", "may"), [(Role.OFFICER, True), (Role.DIRECTOR, True), (Role.AUDITOR, False), (Role.JUDGE, False)]
)
def test_officers_and_directors_ask_for_runs(world: World, role: Role, *, may: bool) -> None:
    stage = next(stage for stage in world.programme.stages if stage.panel_size)
    with pytest.raises(RuleBroken) as broken:
        request_run(stage, actor=world.officer if role is Role.OFFICER else world.person(role))
    assert reasons(broken) == ["Your role does not allow this step"] * (not may) + [
        "No score sheet of this stage has been submitted yet"
    ]


def test_a_stage_is_computed_once_at_a_time(world: World) -> None:
    stage = scored(world, (1, 2, 3))
    request_run(stage, actor=world.officer)
    with pytest.raises(RuleBroken) as busy:
        request_run(stage, actor=world.officer)
    assert reasons(busy) == ["This is being computed already"]
    assert db.session.query(Job).filter_by(kind="calibrate_stage").count() == 1


def test_the_list_takes_as_many_statements_for_one_run_as_for_three(world: World) -> None:
    stage = scored(world, (1, 2, 3))
    frozen(stage, world.officer)
    with count_statements() as once:
        rows = reliability_stages(world.officer, world.cycle)
    assert [(row.stage.code, row.sheets, row.run is not None) for row in rows] == [("independent", 3, True)]
    frozen(stage, world.officer)
    frozen(stage, world.officer)
    with count_statements() as often:
        reliability_stages(world.officer, world.cycle)
    assert len(often) == len(once)


def test_a_run_of_one_application_tells_nothing_of_its_assessors_and_no_alpha(
    world: World, client: FlaskClient
) -> None:
    stage = scored(world, (1, 2, 3))
    run = frozen(stage, world.officer)
    assert run.outcome is CalibrationOutcome.CALIBRATED
    assert run_page(run, 1, viewer=world.officer).agreement["alpha"]["value"] is None
    assert [each.is_told for each in runs_of(stage)] == [False]
    sign_in(client, world.officer)
    page = client.get(f"/office/reliability/stages/{stage.id}").get_data(as_text=True)
    assert "ใบสมัครที่ให้คะแนนร่วมกันน้อยเกินไป" in page.replace("\u2060", "")

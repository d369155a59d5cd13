"""An assessor's worklist: what waits for an answer, what to score, and what others do not get to see."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from app.extensions import db
from app.models import Application, Assignment, AssignmentState, ConsensusSheet, Declaration, ScoreSheet, SheetState
from app.queries.worklist import Turn, assessor_worklist
from app.services.assignments import publish_panel
from app.services.consensus import record_consensus
from app.services.decisions import close_visit
from app.services.interests import declare_interest
from app.services.rounds import move_on
from tests.assessing import hand_in_report, in_the_room, seated
from tests.panels import assessor, pass_screening, score_all, seat_panel
from tests.rounds import agree, through_round_one
from tests.sign_in import sign_in
from tests.statements import count_statements
from tests.world import World
from workflows.application import ApplicationState as S
from workflows.roles import Role


def offered(world: World) -> list[Assignment]:
    """Publish a panel whose members have not answered yet."""
    application = world.submitted()
    pass_screening(world, application)
    stage = application.stage
    assert stage is not None, "the entry is at its assessing stage"
    people = [assessor(world, number) for number in (1, 2, 3)]
    ids = [person.id for person in people]
    return publish_panel(application, stage, ids, lead_id=ids[0], due_at=None, actor=world.officer)


def turns(world: World, number: int = 1) -> list[tuple[Turn, int]]:
    return [(task.turn, task.judged) for task in assessor_worklist(assessor(world, number)).tasks]


def test_a_seat_asks_for_an_answer_then_for_a_sheet_then_for_consensus(world: World) -> None:
    seats = offered(world)
    assert turns(world) == [(Turn.ANSWER, 0)]
    application = seats[0].application
    seats = seat_panel(world, application)
    assert turns(world) == [(Turn.SCORE, 0)]
    score_all(seats[:1], quality=80)
    assert turns(world) == [(Turn.WAIT, 12)]
    score_all(seats[1:], quality=80)
    assert turns(world) == [(Turn.AGREE, 12)]


def test_a_visit_stands_under_its_own_stage_though_the_panel_of_the_stage_before_makes_it(world: World) -> None:
    application = through_round_one(world)
    hand_in_report(world, application)
    agree(world, application, 100)
    (visit,) = assessor_worklist(assessor(world, 1)).of(Turn.VISIT)
    assert (application.state, visit.seat.stage.code, visit.stage.code) == (S.SITE_VISIT, "r2", "r3")


def test_an_entry_without_a_title_is_not_named_twice_by_its_agency(world: World, client: FlaskClient) -> None:
    seat = seated(world, "pmqa40@2564")[0]
    sign_in(client, seat.assessor)
    page = client.get("/assessments").text
    assert page.count(seat.application.agency.name_th) == 1


def test_a_seat_is_accepted_with_a_button(world: World, client: FlaskClient) -> None:
    seat = offered(world)[0]
    sign_in(client, seat.assessor)
    assert client.get("/assessments").status_code == 200
    answer = client.post(f"/seats/{seat.id}/accept")
    assert (answer.status_code, answer.location) == (302, "/assessments")
    db.session.refresh(seat)
    assert seat.state is AssignmentState.ACCEPTED


def test_a_seat_is_declined_with_a_reason_and_not_without(world: World, client: FlaskClient) -> None:
    seat = offered(world)[0]
    sign_in(client, seat.assessor)
    assert client.get(f"/seats/{seat.id}/decline").status_code == 200
    client.post(f"/seats/{seat.id}/decline", data={"reason": "  "})
    db.session.refresh(seat)
    assert seat.state is AssignmentState.PUBLISHED
    client.post(f"/seats/{seat.id}/decline", data={"reason": "เดินทางต่างประเทศ"})
    db.session.refresh(seat)
    assert (seat.state, seat.reason) == (AssignmentState.DECLINED, "เดินทางต่างประเทศ")


def test_starting_opens_one_sheet_and_leads_to_it(world: World, client: FlaskClient) -> None:
    seat = seated(world)[0]
    sign_in(client, seat.assessor)
    first = client.post(f"/seats/{seat.id}/sheet")
    second = client.post(f"/seats/{seat.id}/sheet")
    sheet = db.session.query(ScoreSheet).one()
    assert (first.location, second.location) == (f"/sheets/{sheet.id}", f"/sheets/{sheet.id}")


@pytest.mark.parametrize("method", ["accept", "decline", "sheet"])
def test_a_seat_is_nobody_elses(world: World, client: FlaskClient, method: str) -> None:
    seat = offered(world)[0]
    for stranger in (assessor(world, 2), assessor(world, 9), world.person(Role.HEAD), world.officer):
        sign_in(client, stranger)
        assert client.post(f"/seats/{seat.id}/{method}", data={"reason": "x"}).status_code == 404
    db.session.refresh(seat)
    assert seat.state is AssignmentState.PUBLISHED


def test_the_first_line_names_a_statement_that_is_still_to_be_made(world: World, client: FlaskClient) -> None:
    sign_in(client, assessor(world, 1))
    headings = []
    for missing in (False, True):
        if missing:
            db.session.query(Declaration).delete()
            db.session.commit()
        page = client.get("/assessments").text
        headings.append(page[page.index("<h1>") : page.index("</h1>")])
    assert ["ไม่มีงานรอท่าน" in each for each in headings] == [True, False]
    assert "คำรับรองประจำปีรอท่าน" in headings[1]


def test_the_worklist_belongs_to_assessors(world: World, client: FlaskClient) -> None:
    sign_in(client, world.person(Role.HEAD))
    assert client.get("/assessments").status_code == 404


def test_three_seats_need_no_more_statements_than_one(world: World) -> None:
    def statements() -> int:
        db.session.expire_all()
        person = assessor(world, 1)
        person.grants  # noqa: B018  # read before counting, as signing in does
        with count_statements() as found:
            assessor_worklist(person)
        return len(found)

    score_all(seated(world, "ps-innovation@2564"), quality=80)
    one = statements()
    for rubric_id in ("pg-poverty@2564", "pmqa40@2564"):
        score_all(seated(world, rubric_id)[:1], quality=80)
    assert statements() == one


def past_of(client: FlaskClient, application: Application) -> list[bool]:
    """Whether the worklist leads to the recorded consensus and to the recorded visit; only what it leads to opens."""
    page = client.get("/assessments").text
    room = db.session.query(ConsensusSheet).filter_by(application_id=application.id).one()
    links = [f"/consensus/{room.id}", f"/site-visits/{application.id}"]
    found = [f'href="{link}"' in page for link in links]
    assert [client.get(link).status_code == 200 for link in links] == found
    return found


def test_what_the_panel_recorded_is_read_again_from_the_worklist(world: World, client: FlaskClient) -> None:
    room = in_the_room(world, 95)
    application = room.application
    member = assessor(world, 2)
    sign_in(client, member)
    record_consensus(room, actor=assessor(world, 1))
    move_on(application)
    assert past_of(client, application) == [True, True]  # the visit that is under way has its button
    close_visit(application, is_confirmed=True, note="พบ", is_online=False, actor=assessor(world, 1))
    assert past_of(client, application) == [True, True]
    declare_interest(actor=member, reason="ญาติทำงานในโครงการ", application=application)
    assert past_of(client, application) == [False, False]


def test_the_worklist_leads_to_no_agreement_without_the_own_sheet_and_to_no_visit_of_another_panel(
    world: World, client: FlaskClient
) -> None:
    application = through_round_one(world)
    hand_in_report(world, application)
    agree(world, application, 100)
    close_visit(application, is_confirmed=True, note="พบ", is_online=False, actor=assessor(world, 1))
    tasks = {task.seat.stage.code: task for task in assessor_worklist(assessor(world, 1)).tasks}
    rooms = {code: task.agreement is not None for code, task in tasks.items()}
    assert (rooms, [code for code, task in tasks.items() if task.has_visit_record]) == (
        {"r1": True, "r2": True},
        ["r2"],
    )
    sheet = tasks["r1"].sheet
    assert sheet is not None
    sheet.state = SheetState.VOID
    db.session.commit()
    (first,) = (task for task in assessor_worklist(assessor(world, 1)).tasks if task.seat.stage.code == "r1")
    assert first.agreement is None

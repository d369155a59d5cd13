"""Texts compared across agencies and years through the index: what is noted, for whom, and what is not."""

from __future__ import annotations

from datetime import timedelta

from flask.testing import FlaskClient

from app.clock import now
from app.extensions import db
from app.models import (
    Agency,
    Application,
    LikenessIndex,
    Snapshot,
    TextComparison,
    TextMatch,
    TextPrint,
)
from app.queries.likeness import Tie, likeness_of
from app.services.applications import send_for_approval, submit_application
from app.services.cycles import create_cycle, open_programme
from app.services.likeness import compare_texts, follow_the_rule, snapshots_to_compare
from app.services.snapshots import freeze
from app.tasks.screening import compare_waiting_texts
from app.transaction import transactional
from tests.sign_in import sign_in
from tests.statements import count_statements
from tests.workflows.test_likeness import told
from tests.world import CLOSES, OPENS, World
from workflows.roles import Role

PARAGRAPH = told(20, 90)


def entered(world: World, agency: Agency | None = None, **answers: str) -> Application:
    """An application that says this, handed in; without an answer it says something of its own."""
    agency = agency or world.agency
    application = world.fill(world.draft(agency=agency), **answers)
    send_for_approval(application, actor=world.person(Role.COORDINATOR, agency), received_at=now())
    submit_application(application, actor=world.person(Role.HEAD, agency), received_at=now())
    return application


def alike(world: World, application: Application) -> list[tuple[str, Tie, int]]:
    return [(row.other.code, row.tie, round(row.percent)) for row in likeness_of(application, world.officer).rows]


def test_a_copy_by_another_agency_is_found_from_both_sides_and_compared_once(world: World) -> None:
    first = entered(world, problem=PARAGRAPH)
    second = entered(world, world.university, problem="ต้นฉบับ: " + PARAGRAPH.replace(" ", ""))
    third = entered(world, world.other_agency, problem=told(21, 90))
    compare_waiting_texts.run()
    compare_waiting_texts.run()
    assert snapshots_to_compare() == []
    assert db.session.query(TextMatch).count() == 1
    assert alike(world, first) == [(second.code, Tie.OTHERS, 100)]
    assert alike(world, second) == [(first.code, Tie.OTHERS, 99)]
    assert alike(world, third) == []
    assert likeness_of(third, world.officer).is_compared


def test_the_same_agency_is_worded_as_such(world: World) -> None:
    first = entered(world, problem=PARAGRAPH)
    second = entered(world, problem=PARAGRAPH)
    compare_waiting_texts.run()
    assert alike(world, second) == [(first.code, Tie.OWN_SAME_YEAR, 100)]
    _move_to_the_year_before(world, first)
    assert alike(world, second) == [(first.code, Tie.OWN_EARLIER, 100)]
    assert alike(world, first) == [(second.code, Tie.OWN_LATER, 100)]


@transactional
def _move_to_the_year_before(world: World, application: Application) -> None:
    cycle = create_cycle(year_be=2568, title_th="รอบปี 2568", title_en="Cycle 2568", actor=world.officer)
    year = timedelta(days=365)
    programme = open_programme(
        cycle, world.programme.rubric_id, opens_at=OPENS - year, closes_at=CLOSES - year, actor=world.officer
    )
    db.session.get_one(Application, application.id).programme_id = programme.id


def test_a_corrected_document_takes_the_place_of_the_one_before(world: World) -> None:
    first = entered(world, problem=PARAGRAPH)
    second = entered(world, world.university, problem=PARAGRAPH)
    compare_waiting_texts.run()
    _hand_in_anew(second, told(22, 90))
    compare_waiting_texts.run()
    assert alike(world, first) == alike(world, second) == []
    assert db.session.query(TextComparison).count() == 2
    kept = {row.section_key for row in db.session.query(TextPrint)}
    assert len(kept) == 2


@transactional
def _hand_in_anew(application: Application, text: str) -> None:
    application = db.session.get_one(Application, application.id)
    for answer in application.answers:
        if answer.field == "problem":
            answer.value = text
    db.session.flush()
    freeze(application)


def test_another_rule_prints_everything_anew(world: World) -> None:
    entered(world, problem=PARAGRAPH)
    compare_waiting_texts.run()
    assert follow_the_rule() is False
    _under_another_rule()
    assert follow_the_rule() is True
    assert len(snapshots_to_compare()) == 1


@transactional
def _under_another_rule() -> None:
    db.session.get_one(LikenessIndex, 1).prints = "8/8/100"


def test_a_comparison_run_twice_changes_nothing(world: World) -> None:
    entered(world, problem=PARAGRAPH)
    entered(world, world.university, problem=PARAGRAPH)
    snapshots = db.session.query(Snapshot).all()
    assert sorted(compare_texts(each) for each in snapshots) == [0, 1]
    assert [compare_texts(each) for each in snapshots] == [0, 0]


def test_only_an_officer_of_both_sees_the_other_ones_text(world: World, client: FlaskClient) -> None:
    first = entered(world, problem=PARAGRAPH)
    second = entered(world, world.university, problem=PARAGRAPH)
    compare_waiting_texts.run()
    path = f"/office/screening/{first.id}/alike/{second.id}"
    sign_in(client, world.officer)
    page = client.get(path).get_data(as_text=True)
    assert page.count("<mark>") == 2
    assert client.get(f"/office/screening/{first.id}/alike/{first.id}").status_code == 404
    assert client.get(f"/office/screening/{first.id}/alike/{world.cycle.id}").status_code == 404
    assert second.code in client.get(f"/office/screening/{first.id}").get_data(as_text=True)
    for person in (world.person(Role.COORDINATOR), world.person(Role.HEAD, world.university)):
        sign_in(client, person)
        assert client.get(path).status_code == 404
        assert second.code not in client.get(f"/applications/{first.id}").get_data(as_text=True)


def test_an_officer_of_another_type_learns_only_that_there_is_something(world: World) -> None:
    first = entered(world, problem=PARAGRAPH)
    entered(world, world.university, problem=PARAGRAPH)
    compare_waiting_texts.run()
    stranger = world.person(Role.OFFICER, number=7, branch="PG")
    found = likeness_of(first, stranger)
    assert (found.rows, found.elsewhere) == ([], 1)


def test_the_page_of_one_document_needs_no_more_statements_for_more_likes(world: World, client: FlaskClient) -> None:
    first = entered(world, problem=PARAGRAPH)
    sign_in(client, world.officer)
    counts = []
    for agency in (world.university, world.other_agency):
        entered(world, agency, problem=PARAGRAPH)
        compare_waiting_texts.run()
        with count_statements() as statements:
            client.get(f"/office/screening/{first.id}")
        counts.append(len(statements))
    assert counts[0] == counts[1]

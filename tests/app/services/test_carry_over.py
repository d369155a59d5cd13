"""A new edition is a file only: a later cycle opens it and last year's answers go on by id; no code changes."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
from flask.testing import FlaskClient

from app.clock import now
from app.extensions import db
from app.models import Answer, Application, CarryOver, Event, Evidence, Programme, StoredFile
from app.queries.applicant_document import document_of
from app.queries.application_content import content_of
from app.queries.last_year import LastYear, last_year, predecessor_of
from app.services.answers import save_answer
from app.services.applications import send_for_approval, submit_application
from app.services.carry_over import start_from_earlier
from app.services.cycles import create_cycle, open_programme
from app.services.drafts import delete_draft
from app.services.evidence import attach_file
from app.services.quarantine import check_file, delete_old_files
from app.thai import keep_together
from rubrics import load_rubric
from tests.rubrics.invented import invented_editions
from tests.sign_in import sign_in
from tests.with_app import Clock
from tests.world import World
from workflows.errors import RuleBroken
from workflows.roles import Role

OLD, NEW = "pmqa40@2564", "pmqa40@2565"
TICKED = ("1.1-b1", "1.1-b2", "1.1-b3", "1.3-b3", "3.1-b1", "4.1-a2")
INDICATOR = {
    "title": "ความพึงพอใจ",
    "unit": "ร้อยละ",
    "direction": "more",
    "target": "90",
    "actual": "88",
    "year_1": "85",
}


@pytest.fixture(autouse=True)
def edition() -> Iterator[None]:
    """A year later there is one more file."""
    with invented_editions():
        yield


@pytest.fixture
def source(world: World) -> Application:
    """Last year's self-assessment, handed in with ticks, a text, an indicator and a file that backs two levels."""
    draft = world.fill(world.draft(world.programme_of(OLD)), **{"kpis.7.1": [INDICATOR]})
    coordinator = world.person(Role.COORDINATOR)
    for tick in TICKED:
        save_answer(draft, f"tick.{tick}", True, version=0, actor=coordinator, received_at=now())
    for level in ("1.1.basic", "1.3.basic", "3.1.basic", "4.1.advance", "7.1"):
        save_answer(draft, f"text.{level}", "ทิศทางของกรม", version=0, actor=coordinator, received_at=now())
    paper = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(paper)
    check_file(attach_file(draft, "file.1.1.basic", paper, "หลักฐาน.pdf", actor=coordinator, received_at=now()))
    send_for_approval(draft, actor=coordinator, received_at=now())
    submit_application(draft, actor=world.person(Role.HEAD), received_at=now())
    return draft


def next_year(world: World, clock: Clock, rubric_id: str = NEW) -> Programme:
    """Open the programme of the year after with the newer file."""
    start = clock.advance(days=365)
    cycle = create_cycle(year_be=2570, title_th="รอบปี 2570", title_en="Cycle 2570", actor=world.officer)
    ends = {"closes_at": start + timedelta(days=30), "report_closes_at": start + timedelta(days=90)}
    return open_programme(cycle, rubric_id, opens_at=start - timedelta(days=1), actor=world.officer, **ends)


def started(world: World, source: Application, programme: Programme) -> Application:
    return start_from_earlier(source, programme, actor=world.person(Role.COORDINATOR), received_at=now())


def test_last_years_answers_go_on_by_id_and_the_rest_is_listed(world: World, clock: Clock, source: Application) -> None:
    made = started(world, source, next_year(world, clock))
    answers = content_of(made).answers
    assert made.programme.rubric_id == NEW
    assert {field for field in answers if field.startswith("tick.")} == {
        f"tick.{tick}" for tick in TICKED if tick not in ("1.3-b3", "4.1-a2")
    }
    assert (answers["text.1.1.basic"], answers["submitting_agency"]) == ("ทิศทางของกรม", "dex1")
    assert (answers["kpis.7.1"][0]["year_1"], answers["kpis.7.1"][0]["year_2"]) == ("88", "85")
    assert (answers["kpis.7.1"][0]["actual"], answers["kpis.7.1"][0]["target"]) == ("", "")
    carried = db.session.query(CarryOver).one()
    assert [(left["field"], left["why"]) for left in carried.left_out] == [
        ("tick.1.3-b3", "gone"),
        ("tick.4.1-a2", "gone"),
    ]
    event = db.session.query(Event).filter_by(kind="answers_carried_over").one()
    assert (event.data["left_out"], event.data["files"]) == (2, 1)


def test_files_go_on_by_link_and_not_by_copy(world: World, clock: Clock, source: Application) -> None:
    before = db.session.query(StoredFile).count()
    made = started(world, source, next_year(world, clock))
    (theirs,) = db.session.query(Evidence).filter_by(application_id=source.id)
    (ours,) = db.session.query(Evidence).filter_by(application_id=made.id)
    assert db.session.query(StoredFile).count() == before
    assert (ours.sha256, ours.clean_sha256, ours.state) == (theirs.sha256, theirs.clean_sha256, theirs.state)
    assert [link.field for link in ours.links] == ["file.1.1.basic"]


def test_giving_up_the_copy_leaves_the_bytes_to_last_year(world: World, clock: Clock, source: Application) -> None:
    made = started(world, source, next_year(world, clock))
    delete_draft(made, actor=world.person(Role.COORDINATOR))
    clock.advance(days=40)
    assert (delete_old_files(), db.session.query(CarryOver).count()) == (0, 0)
    assert db.session.query(Evidence).filter_by(application_id=source.id).one().file.size > 0


def compared(made: Application) -> LastYear:
    year = last_year(document_of(made))
    assert year is not None
    return year


def test_item_by_item_it_is_told_what_is_otherwise(world: World, clock: Clock, source: Application) -> None:
    made = started(world, source, next_year(world, clock))
    year = compared(made)
    assert [question.id for question in year.change.added] == ["tick.3.1-b2", "tick.6.1-s3"]
    assert [question.id for question in year.change.dropped] == ["tick.1.3-b3", "tick.4.1-a2"]
    assert [each.question.id for each in year.change.reworded] == ["tick.1.1-b1", "tick.2.1-b1"]
    rows = {row.item.id: row for _category, items in year.items for row in items}
    assert (rows["1.1"].then.level, rows["1.1"].now.level) == ("basic", "basic")
    assert (rows["3.1"].then.level, rows["3.1"].now.level) == ("basic", "below")
    assert [row.agreed for row in rows.values()] == [None] * 30
    assert year.is_agreed_told is False


def test_without_a_copy_the_year_before_is_found_all_the_same(world: World, clock: Clock, source: Application) -> None:
    programme = next_year(world, clock)
    own = world.draft(programme)
    assert predecessor_of(own) == source
    assert predecessor_of(source) is None
    assert predecessor_of(world.draft(programme, world.other_agency)) is None


def test_a_draft_is_copied_within_its_programme(world: World) -> None:
    draft = world.fill(world.draft())
    copy = started(world, draft, world.programme)
    said = {field: value for field, value in content_of(draft).answers.items() if field != "declaration"}
    assert (dict(content_of(copy).answers), copy.title_th, copy.code) == (said, draft.title_th, "PS-2569-0002")
    assert {answer.version for answer in db.session.query(Answer).filter_by(application_id=copy.id)} == {1}
    assert predecessor_of(copy) is None


def test_only_the_own_coordinator_and_only_the_same_criteria(world: World, clock: Clock, source: Application) -> None:
    programme = next_year(world, clock)
    strangers = (world.person(Role.CONTRIBUTOR), world.person(Role.COORDINATOR, world.other_agency), world.officer)
    for stranger in strangers:
        with pytest.raises(RuleBroken):
            start_from_earlier(source, programme, actor=stranger, received_at=now())
    with pytest.raises(RuleBroken):
        started(world, source, world.programme)
    with pytest.raises(RuleBroken):
        started(world, source, source.programme)


def test_what_is_left_out_is_never_more_than_what_was_said(world: World, clock: Clock, source: Application) -> None:
    """The older edition opened again takes everything."""
    made = started(world, source, next_year(world, clock, OLD))
    assert db.session.query(CarryOver).filter_by(application_id=made.id).one().left_out == []


def test_the_pages_of_the_newer_edition_open_and_save(world: World, clock: Clock, client: FlaskClient) -> None:
    application = world.draft(next_year(world, clock))
    rubric, added = load_rubric(NEW), "3.1-b2"
    words = next(each.text.th for each in rubric.node("3.1").levels[0].checkpoints if each.id == added)
    sign_in(client, world.person(Role.COORDINATOR))
    address = f"/applications/{application.id}/parts/category-3"
    assert keep_together(words) in html.unescape(client.get(f"{address}?item=3.1").text)
    answer = client.post(address, data={"item": "3.1", f"tick.{added}": "yes", "then": "stay"})
    assert answer.status_code == 302
    page = client.get(f"{address}?item=3.1").text
    assert re.search(rf'id="tick\.{added}"[^>]* checked', page)
    others = [
        client.get(f"/applications/{application.id}/parts/category-{each.id}").status_code for each in rubric.nodes
    ]
    assert others == [200] * 7

"""Colleagues share a document: owners, readiness that an edit undoes, comments, presence; nobody else learns of it."""

from __future__ import annotations

import json

import pytest

from app.clock import now
from app.extensions import db
from app.models import Application, ColleagueComment, Message, PartCare, Person, Presence, Snapshot
from app.queries.applicant_document import document_of
from app.queries.team_room import parts_team, who_is_here
from app.services.answers import save_answer
from app.services.applications import send_for_approval, submit_application
from app.services.drafts import delete_draft
from app.services.teamwork import (
    mark_ready,
    name_owner,
    note_presence,
    reopen_comment,
    resolve_comment,
    write_comment,
)
from tests.with_app import Clock
from tests.world import World
from workflows.errors import RuleBroken
from workflows.roles import Role
from workflows.teamwork import SEEN_FOR

PART, WORDS = "problem", "ถ้อยคำระหว่างผู้ร่วมงาน"


@pytest.fixture
def team(world: World) -> tuple[Application, Person, Person]:
    """A draft with its coordinator and a contributor."""
    return world.draft(), world.person(Role.COORDINATOR), world.person(Role.CONTRIBUTOR)


def standing(application: Application, viewer: Person) -> tuple[bool, bool]:
    part = parts_team(document_of(application), viewer)[PART]
    return part.is_ready, part.was_edited


def told(kind: str) -> list[str]:
    return [message.email for message in db.session.query(Message).filter_by(kind=kind)]


def test_a_coordinator_names_an_owner_who_is_told(team: tuple[Application, Person, Person]) -> None:
    draft, coordinator, contributor = team
    name_owner(draft, PART, contributor, actor=coordinator)
    assert db.session.query(PartCare).one().owner_id == contributor.id
    assert told("part_given") == [contributor.email]
    name_owner(draft, PART, None, actor=coordinator)
    assert db.session.query(PartCare).one().owner_id is None


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.HEAD])
def test_nobody_else_names_an_owner(team: tuple[Application, Person, Person], world: World, role: Role) -> None:
    draft, _coordinator, contributor = team
    with pytest.raises(RuleBroken):
        name_owner(draft, PART, contributor, actor=world.person(role))


def test_an_owner_is_somebody_who_fills_in(team: tuple[Application, Person, Person], world: World) -> None:
    draft, coordinator, _contributor = team
    for stranger in (world.person(Role.HEAD), world.person(Role.CONTRIBUTOR, world.other_agency), world.officer):
        with pytest.raises(RuleBroken):
            name_owner(draft, PART, stranger, actor=coordinator)


def test_an_edit_undoes_readiness_by_itself(team: tuple[Application, Person, Person]) -> None:
    draft, coordinator, contributor = team
    save_answer(draft, "problem", "ก", version=0, actor=contributor, received_at=now())
    mark_ready(draft, PART, is_ready=True, actor=contributor)
    assert standing(draft, coordinator) == (True, False)
    save_answer(draft, "resources", "ข", version=0, actor=coordinator, received_at=now())
    assert standing(draft, coordinator) == (True, False)
    save_answer(draft, "problem", "ค", version=1, actor=coordinator, received_at=now())
    assert standing(draft, coordinator) == (False, True)
    mark_ready(draft, PART, is_ready=True, actor=coordinator)
    mark_ready(draft, PART, is_ready=False, actor=coordinator)
    assert standing(draft, coordinator) == (False, False)


def test_nothing_is_marked_while_the_head_reads(team: tuple[Application, Person, Person], world: World) -> None:
    draft, coordinator, contributor = team
    send_for_approval(world.fill(draft), actor=coordinator, received_at=now())
    with pytest.raises(RuleBroken):
        mark_ready(draft, PART, is_ready=True, actor=contributor)


def test_a_comment_is_written_resolved_and_opened_again(team: tuple[Application, Person, Person]) -> None:
    draft, coordinator, contributor = team
    name_owner(draft, PART, contributor, actor=coordinator)
    comment = write_comment(draft, PART, f"  {WORDS} ", actor=coordinator)
    assert (comment.text, told("comment_written")) == (WORDS, [contributor.email])
    resolve_comment(comment, actor=contributor)
    assert comment.resolved_by_id == contributor.id
    reopen_comment(comment, actor=coordinator)
    assert (comment.resolved_at, comment.resolved_by_id) == (None, None)
    with pytest.raises(RuleBroken):
        write_comment(draft, PART, " ", actor=coordinator)
    with pytest.raises(RuleBroken):
        write_comment(draft, PART, "ข", item_id="9.9", actor=coordinator)


def test_people_outside_the_agency_have_no_part_in_it(team: tuple[Application, Person, Person], world: World) -> None:
    draft, coordinator, _contributor = team
    comment = write_comment(draft, PART, WORDS, actor=coordinator)
    for stranger in (world.officer, world.person(Role.COORDINATOR, world.other_agency), world.person(Role.AUDITOR)):
        for act in (resolve_comment, reopen_comment):
            with pytest.raises(RuleBroken):
                act(comment, actor=stranger)
        with pytest.raises(RuleBroken):
            write_comment(draft, PART, "ข", actor=stranger)
        with pytest.raises(RuleBroken):
            note_presence(draft, PART, actor=stranger)
        assert parts_team(document_of(draft), stranger) == {}


def test_nothing_of_it_is_in_what_is_handed_in(team: tuple[Application, Person, Person], world: World) -> None:
    draft, coordinator, contributor = team
    name_owner(draft, PART, contributor, actor=coordinator)
    write_comment(draft, PART, WORDS, actor=coordinator)
    world.fill(draft)
    send_for_approval(draft, actor=coordinator, received_at=now())
    submit_application(draft, actor=world.person(Role.HEAD), received_at=now())
    content = json.dumps(json.loads(db.session.query(Snapshot).one().content), ensure_ascii=False)
    assert [words in content for words in (WORDS, contributor.name_th, str(contributor.id))] == [False] * 3


def test_presence_is_one_row_and_fades(team: tuple[Application, Person, Person], clock: Clock) -> None:
    draft, coordinator, contributor = team
    for _again in range(2):
        note_presence(draft, PART, actor=contributor)
    assert db.session.query(Presence).count() == 1
    assert who_is_here(draft, PART, coordinator) == (contributor,)
    assert who_is_here(draft, "resources", coordinator) == ()
    assert who_is_here(draft, PART, contributor) == ()
    clock.advance(seconds=SEEN_FOR.total_seconds())
    assert who_is_here(draft, PART, coordinator) == ()


def test_a_deleted_draft_takes_them_along(team: tuple[Application, Person, Person]) -> None:
    draft, coordinator, contributor = team
    name_owner(draft, PART, contributor, actor=coordinator)
    write_comment(draft, PART, WORDS, actor=coordinator)
    note_presence(draft, PART, actor=coordinator)
    delete_draft(draft, actor=coordinator)
    assert [db.session.query(model).count() for model in (PartCare, ColleagueComment, Presence)] == [0, 0, 0]

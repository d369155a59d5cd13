"""One file for several levels: linked where it fits, one to a level, taken off again from either side."""

from __future__ import annotations

from io import BytesIO

import pytest

from app.clock import now
from app.extensions import db
from app.models import Application, Evidence
from app.queries.application_content import files_of
from app.services.applications import send_for_approval
from app.services.evidence import attach_file, remove_file
from app.services.evidence_links import link_file, take_off_level, unlink_file
from app.services.quarantine import check_file
from tests.sample_files import SCRIPT, packed, pdf
from tests.world import World
from workflows.errors import RuleBroken
from workflows.roles import Role

BASIC, ADVANCE, OTHER = "file.1.1.basic", "file.1.1.advance", "file.1.2.basic"


@pytest.fixture
def draft(world: World) -> Application:
    return world.draft(world.programme_of("pmqa40@2564"))


def attach(
    world: World, draft: Application, field: str = BASIC, content: bytes = b"", name: str = "ผัง.pdf"
) -> Evidence:
    editor, stream = world.person(Role.COORDINATOR), BytesIO(content or pdf())
    evidence = attach_file(draft, field, stream, name, actor=editor, received_at=now())
    check_file(evidence)
    db.session.expire_all()
    return evidence


def link(world: World, evidence: Evidence, field: str) -> None:
    link_file(evidence, field, actor=world.person(Role.COORDINATOR), received_at=now())


def refused(world: World, evidence: Evidence, field: str) -> str:
    with pytest.raises(RuleBroken) as broken:
        link(world, evidence, field)
    return str(broken.value)


def holders(draft: Application) -> dict[str, list[str]]:
    db.session.expire_all()
    return {field: [each.file_name for each in files] for field, files in files_of(draft).items()}


def test_one_file_backs_up_several_levels(world: World, draft: Application) -> None:
    evidence = attach(world, draft)
    for field in (ADVANCE, OTHER, OTHER):
        link(world, evidence, field)
    assert holders(draft) == {BASIC: ["ผัง.pdf"], ADVANCE: ["ผัง.pdf"], OTHER: ["ผัง.pdf"]}


def test_a_level_takes_one_file_and_no_second_by_a_link(world: World, draft: Application) -> None:
    first, second = attach(world, draft), attach(world, draft, ADVANCE, pdf(2))
    assert refused(world, second, BASIC) == "At most 1 files fit here. Remove one first"
    assert holders(draft) == {BASIC: [first.file_name], ADVANCE: [second.file_name]}


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (pdf(3), "ยาว.pdf", "This file has 3 pages; at most 2 are allowed here"),
        (packed(a__pdf=pdf()), "รวม.zip", "Attach a file of one of these types: PDF"),
    ],
)
def test_a_file_is_linked_only_where_it_fits(
    world: World, draft: Application, content: bytes, name: str, reason: str
) -> None:
    assert refused(world, attach(world, draft, "file.7.1", content, name), BASIC) == reason


def test_a_refused_or_removed_file_backs_up_nothing_more(world: World, draft: Application) -> None:
    bad = attach(world, draft, content=pdf(OpenAction=SCRIPT))
    gone = attach(world, draft, ADVANCE)
    remove_file(gone, actor=world.person(Role.COORDINATOR), received_at=now())
    words = "This file cannot be used. Attach it again"
    assert [refused(world, bad, OTHER), refused(world, gone, OTHER)] == [words, words]


def test_a_field_that_takes_no_files_takes_no_link(world: World, draft: Application) -> None:
    assert refused(world, attach(world, draft), "text.1.1.basic") == "There is no such field in this document"


def test_taken_off_in_the_register_a_file_stays_there_until_it_is_removed(world: World, draft: Application) -> None:
    evidence, editor = attach(world, draft), world.person(Role.COORDINATOR)
    unlink_file(evidence, BASIC, actor=editor, received_at=now())
    assert (holders(draft), evidence.removed_at) == ({}, None)
    link(world, evidence, OTHER)
    unlink_file(evidence, OTHER, actor=editor, received_at=now())
    remove_file(evidence, actor=editor, received_at=now())
    assert evidence.removed_at is not None


def test_taken_off_at_its_last_level_a_file_leaves_the_document(world: World, draft: Application) -> None:
    evidence, editor = attach(world, draft), world.person(Role.COORDINATOR)
    link(world, evidence, ADVANCE)
    take_off_level(evidence, BASIC, actor=editor, received_at=now())
    still_there = evidence.removed_at is None
    take_off_level(evidence, ADVANCE, actor=editor, received_at=now())
    assert (still_there, evidence.removed_at is None, holders(draft)) == (True, False, {})


def test_nothing_is_linked_or_taken_off_while_the_head_reads(world: World) -> None:
    draft = world.fill(world.draft(world.programme_of("pmqa40@2564")))
    evidence, editor = attach(world, draft), world.person(Role.COORDINATOR)
    send_for_approval(draft, actor=editor, received_at=now())
    with pytest.raises(RuleBroken, match="cannot be edited now"):
        unlink_file(evidence, BASIC, actor=editor, received_at=now())
    assert refused(world, evidence, OTHER) == "This document cannot be edited now"


def test_only_those_who_write_may_link(world: World, draft: Application) -> None:
    evidence = attach(world, draft)
    with pytest.raises(RuleBroken, match="Your role does not allow this step"):
        link_file(evidence, ADVANCE, actor=world.person(Role.HEAD), received_at=now())

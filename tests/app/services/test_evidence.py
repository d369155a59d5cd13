"""Files of an application: refused at once or by a worker with a plain reason, stripped, kept, and deleted in time."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest

from app.clock import now
from app.extensions import db, storage
from app.models import Application, Evidence, FileState, StoredFile
from app.queries.receipts import snapshot_content
from app.services.applications import send_for_approval, submit_application
from app.services.drafts import delete_draft
from app.services.evidence import attach_file, clean_name, register_file, remove_file
from app.services.quarantine import check_file, delete_old_files, files_to_check
from tests.sample_files import SCRIPT, action, embedding, jpg, locked, packed, pdf, png
from tests.with_app import Clock
from tests.world import World
from workflows.errors import RuleBroken
from workflows.roles import Role

FIELD = "attachments"


def attach(
    world: World, application: Application, content: bytes, name: str = "หลักฐาน.pdf", field: str = FIELD
) -> Evidence:
    editor = world.person(Role.COORDINATOR)
    return attach_file(application, field, BytesIO(content), name, actor=editor, received_at=now())


def check_all() -> None:
    for evidence in files_to_check():
        check_file(evidence)
    db.session.expire_all()


def damaged(archive: bytes) -> bytes:
    """Spoil the first packed byte of the first part; the list of parts stays readable."""
    start = 30 + len("a.pdf")
    return archive[:start] + b"\xff" + archive[start + 1 :]


def refusal(broken: pytest.ExceptionInfo[RuleBroken]) -> str:
    return str(broken.value.obstacles[0])


def test_a_file_waits_in_quarantine_and_leaves_it_stripped(world: World) -> None:
    evidence = attach(world, world.draft(), pdf(3))
    assert (evidence.state, evidence.clean_sha256) == (FileState.QUARANTINED, None)
    check_all()
    assert (evidence.state, evidence.file.pages) == (FileState.CLEAN, 3)
    assert evidence.clean_sha256 is not None
    with storage().open(evidence.clean_sha256) as stream:
        clean = stream.read()
    assert (pikepdf.open(BytesIO(clean)).docinfo.get("/Author"), "ผู้เขียน".encode("utf-16-be") in clean) == (None, False)


def test_checking_twice_gives_the_same_copy(world: World) -> None:
    draft, source = world.draft(), pdf()
    first, second = attach(world, draft, source), attach(world, draft, source)
    check_all()
    check_file(first)
    assert (first.clean_sha256, first.state) == (second.clean_sha256, FileState.CLEAN)


SCRIPTED = "This PDF contains scripts or actions that start by themselves. Print it to a new PDF and attach that one"
LOCKED = "This PDF is protected by a password. Save it without protection and attach it again"
BROKEN = "This PDF cannot be opened. Make it again and attach the new file"
BROKEN_PICTURE = "This picture cannot be opened. Save it again and attach the new file"


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (pdf(OpenAction=SCRIPT), "a.pdf", SCRIPTED),
        (pdf(OpenAction=action(S=pikepdf.Name.Launch, F="cmd.exe")), "a.pdf", SCRIPTED),
        (pdf(AA=action(O=SCRIPT)), "a.pdf", SCRIPTED),
        (pdf(Names=action(JavaScript=action(Names=pikepdf.Array(["x", SCRIPT])))), "a.pdf", SCRIPTED),
        (
            embedding(),
            "a.pdf",
            "This PDF contains other files. Attach them one by one, or print it to a new PDF",
        ),
        (png()[:-20], "a.png", BROKEN_PICTURE),
        (
            png(20_000, 20_000),
            "a.png",
            "This picture has too many pixels. Make it smaller and attach it again",
        ),
        (jpg()[:-12], "a.jpg", BROKEN_PICTURE),
    ],
)
def test_what_could_do_harm_is_refused_with_a_plain_reason(
    world: World, content: bytes, name: str, reason: str
) -> None:
    evidence = attach(world, world.draft(), content, name)
    check_all()
    assert (evidence.state, evidence.refusal, evidence.clean_sha256) == (FileState.REFUSED, reason, None)


def test_opening_at_a_page_is_no_script(world: World) -> None:
    made, copy = pikepdf.new(), BytesIO()
    made.add_blank_page()
    made.Root.OpenAction = pikepdf.Array([made.pages[0].obj, pikepdf.Name.Fit])
    made.save(copy)
    evidence = attach(world, world.draft(), copy.getvalue())
    check_all()
    assert evidence.state is FileState.CLEAN


def test_pictures_lose_what_they_tell_about_their_maker(world: World) -> None:
    draft = world.draft()
    files = [attach(world, draft, png(text=b"Author\0me"), "a.png"), attach(world, draft, jpg(comment=b"me"), "a.jpg")]
    check_all()
    copies = []
    for evidence in files:
        assert evidence.clean_sha256 is not None
        with storage().open(evidence.clean_sha256) as stream:
            copies.append(stream.read())
    assert copies == [png(), jpg()]


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"", "a.pdf", "This file is empty"),
        (pdf(), "a.exe", "Attach a file of one of these types: PDF, JPG, PNG"),
        (png(), "a.pdf", "What is inside this file is not what its name says"),
        (b"%PDF-" + b"0" * (10 << 20), "a.pdf", "This file is larger than 10 MB"),
        (locked(), "a.pdf", LOCKED),
        (b"%PDF-1.7\nnot really", "a.pdf", BROKEN),
    ],
)
def test_what_the_first_look_tells_is_refused_at_once(world: World, content: bytes, name: str, reason: str) -> None:
    draft = world.draft()
    with pytest.raises(RuleBroken) as broken:
        attach(world, draft, content, name)
    assert (refusal(broken), db.session.query(Evidence).count()) == (reason, 0)


def test_a_field_takes_as_many_files_as_its_rule_and_a_refused_one_takes_no_room(world: World) -> None:
    draft = world.draft()
    for number in range(5):
        attach(world, draft, pdf(number + 1) if number else pdf(OpenAction=SCRIPT))
    check_all()
    attach(world, draft, pdf(9))
    with pytest.raises(RuleBroken) as broken:
        attach(world, draft, pdf(8))
    assert refusal(broken) == "At most 5 files fit here. Remove one first"


def test_pages_are_counted_against_the_field_at_once(world: World) -> None:
    draft = world.draft(world.programme_of("pmqa40@2564"))
    with pytest.raises(RuleBroken) as broken:
        attach(world, draft, pdf(3), field="file.1.1.basic")
    assert refusal(broken) == "This file has 3 pages; at most 2 are allowed here"
    assert attach(world, draft, pdf(2), field="file.1.1.basic").file.pages == 2


@pytest.mark.parametrize(
    ("content", "reason"),
    [(locked(), LOCKED), (b"%PDF-1.7\nno", BROKEN), (pdf(3), "This file has more pages than allowed here")],
)
def test_a_worker_refuses_what_came_past_the_first_look(world: World, content: bytes, reason: str) -> None:
    draft, editor = world.draft(world.programme_of("pmqa40@2564")), world.person(Role.COORDINATOR)
    sha256, size = storage().put(BytesIO(content))
    file = StoredFile(sha256=sha256, media_type="application/pdf", size=size, pages=None, stored_at=now())
    evidence = register_file(draft, "file.1.1.basic", file, "a.pdf", actor=editor, received_at=now())
    check_all()
    assert evidence.refusal == reason


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (packed(a__pdf=pdf(), b__pdf=pdf(2)), None),
        (packed(a__pdf=pdf(OpenAction=SCRIPT)), SCRIPTED),
        (packed(a__pdf=b"\0" * (101 << 20)), "There is too much inside this ZIP file"),
        (damaged(packed(a__pdf=pdf())), "This ZIP file cannot be opened"),
    ],
)
def test_a_zip_is_unpacked_within_bounds_and_each_part_is_checked(
    world: World, content: bytes, reason: str | None
) -> None:
    draft = world.draft(world.programme_of("pmqa40@2564"))
    evidence = attach(world, draft, content, "รวม.zip", field="file.7.1")
    check_all()
    pages = None if reason else 3
    assert (evidence.refusal, evidence.file.pages) == (reason, pages)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (packed(a__pdf=pdf(), b__txt=b"x"), "Only PDF files may be inside this ZIP file"),
        (packed(**{f"{number}__pdf": b"x" for number in range(101)}), "There is too much inside this ZIP file"),
        (b"PK\3\4 no zip", "This ZIP file cannot be opened"),
    ],
)
def test_the_list_of_a_zip_is_read_at_once(world: World, content: bytes, reason: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        attach(world, world.draft(world.programme_of("pmqa40@2564")), content, "รวม.zip", field="file.7.1")
    assert refusal(broken) == reason


def test_nothing_is_handed_in_while_a_file_is_unchecked(world: World) -> None:
    application = world.fill(world.draft())
    attach(world, application, pdf())
    with pytest.raises(RuleBroken) as broken:
        send_for_approval(application, actor=world.person(Role.COORDINATOR), received_at=now())
    assert refusal(broken) == "Files still being checked for safety: 1"
    check_all()
    send_for_approval(application, actor=world.person(Role.COORDINATOR), received_at=now())


def test_a_snapshot_holds_the_accepted_files_and_not_the_refused(world: World) -> None:
    application = world.fill(world.draft())
    attach(world, application, pdf(2), "ดี.pdf")
    attach(world, application, pdf(OpenAction=SCRIPT), "ร้าย.pdf")
    check_all()
    send_for_approval(application, actor=world.person(Role.COORDINATOR), received_at=now())
    receipt = submit_application(application, actor=world.person(Role.HEAD), received_at=now())
    frozen = snapshot_content(receipt.snapshot)["files"][FIELD]
    assert [(each["name"], each["pages"]) for each in frozen] == [("ดี.pdf", 2)]


def test_a_file_is_taken_off_while_editing_and_not_while_the_head_reads(world: World) -> None:
    application, editor = world.fill(world.draft()), world.person(Role.COORDINATOR)
    first, second = attach(world, application, pdf()), attach(world, application, pdf(2))
    check_all()
    remove_file(first, actor=editor, received_at=now())
    send_for_approval(application, actor=editor, received_at=now())
    with pytest.raises(RuleBroken) as broken:
        remove_file(second, actor=editor, received_at=now())
    assert (refusal(broken), first.removed_at is None) == ("This document cannot be edited now", False)


def test_files_of_a_deleted_draft_go_after_thirty_days_and_those_of_a_snapshot_never(
    world: World, clock: Clock
) -> None:
    kept, given_up = world.fill(world.draft()), world.draft()
    attach(world, kept, pdf(2))
    attach(world, given_up, pdf(3))
    check_all()
    editor = world.person(Role.COORDINATOR)
    send_for_approval(kept, actor=editor, received_at=now())
    submit_application(kept, actor=world.person(Role.HEAD), received_at=now())
    delete_draft(given_up, actor=editor)
    clock.advance(days=29)
    assert delete_old_files() == 0
    clock.advance(days=2)
    assert (delete_old_files(), delete_old_files()) == (2, 0)
    left = sorted(file.pages for file in db.session.query(StoredFile) if file.pages)
    assert left == [2, 2]


def test_a_removed_file_nobody_handed_in_goes_too(world: World, clock: Clock) -> None:
    evidence = attach(world, world.draft(), pdf())
    sha256 = evidence.sha256
    remove_file(evidence, actor=world.person(Role.COORDINATOR), received_at=now())
    clock.advance(days=31)
    assert (delete_old_files(), db.session.query(Evidence).count()) == (1, 0)
    with pytest.raises(FileNotFoundError):
        storage().open(sha256)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\เอกสาร\\รายงาน.pdf", "รายงาน.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ('a"b\r\nSet-Cookie: x.pdf', "a b Set-Cookie x.pdf"),
        ("ก" * 300 + ".pdf", "ก" * 146 + ".pdf"),
        ("", "file"),
    ],
)
def test_names_lose_folders_and_what_no_header_may_hold(given: str, kept: str) -> None:
    assert clean_name(given) == kept

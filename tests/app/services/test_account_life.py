"""The life of an agency's account: coordination handed over, an office mailbox, agencies merged, questions to OPDC."""

from __future__ import annotations

import pytest

from app.clock import now
from app.extensions import db
from app.models import Agency, Application, Event, Message, PartCare, Person, ProgrammeQuestion
from app.permissions import Permission, is_allowed
from app.queries.staff_applications import Wanted, find_applications
from app.queries.ties import read_ties
from app.services.answers import save_answer
from app.services.handover import hand_over_coordination, set_office_mailbox
from app.services.mergers import merge_agency
from app.services.questions import answer_question, ask_question
from app.services.registry import rename_agency, reopen_agency
from app.services.teamwork import name_owner
from tests.panels import assessor
from tests.world import World
from workflows.conflicts import ConflictKind
from workflows.errors import RuleBroken
from workflows.roles import Role

MAILBOX = "saraban@agency.example"


def messages(kind: str) -> set[str]:
    return {message.email for message in db.session.query(Message).filter_by(kind=kind)}


def test_a_leaver_loses_the_role_and_the_drafts_stay(world: World) -> None:
    draft, leaver, head = world.draft(), world.person(Role.COORDINATOR), world.person(Role.HEAD)
    successor = world.person(Role.CONTRIBUTOR)
    name_owner(draft, "problem", leaver, actor=leaver)
    hand_over_coordination(world.agency, leaver, successor, actor=head)
    assert [is_allowed(Permission.EDIT_APPLICATION, draft, each) for each in (leaver, successor)] == [False, True]
    assert is_allowed(Permission.SEND_FOR_APPROVAL, draft, successor)
    assert db.session.query(PartCare).one().owner_id == successor.id
    save_answer(draft, "problem", "ต่อจากเดิม", version=0, actor=successor, received_at=now())
    assert messages("coordination_handed_over") == {leaver.email, successor.email, head.email}
    assert db.session.query(Event).filter_by(kind="coordination_handed_over").count() == 1


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.CONTRIBUTOR, Role.OFFICER])
def test_only_the_head_or_an_administrator_hands_over(world: World, role: Role) -> None:
    leaver, successor = world.person(Role.COORDINATOR), world.person(Role.CONTRIBUTOR)
    with pytest.raises(RuleBroken):
        hand_over_coordination(world.agency, leaver, successor, actor=world.person(role))
    hand_over_coordination(world.agency, leaver, successor, actor=world.person(Role.ADMINISTRATOR))


def test_nobody_takes_over_who_is_not_of_the_team(world: World) -> None:
    leaver, head = world.person(Role.COORDINATOR), world.person(Role.HEAD)
    for successor in (leaver, world.person(Role.CONTRIBUTOR, world.other_agency), world.officer):
        with pytest.raises(RuleBroken):
            hand_over_coordination(world.agency, leaver, successor, actor=head)


def test_the_office_gets_copies_and_nobody_signs_in_with_it(world: World) -> None:
    set_office_mailbox(world.agency, f" {MAILBOX.upper()} ", actor=world.person(Role.COORDINATOR))
    world.submitted()
    assert MAILBOX in messages("application_submitted")
    assert MAILBOX not in messages("approval_wanted") | messages("application_arrived")
    copies = db.session.query(Message).filter_by(email=MAILBOX)
    assert [(copy.kind, copy.recipient_id) for copy in copies] == [("application_submitted", None)]
    assert db.session.query(Person).filter_by(email=MAILBOX).count() == 0
    set_office_mailbox(world.agency, "", actor=world.person(Role.HEAD))
    assert world.agency.office_email is None


@pytest.mark.parametrize(
    ("address", "role"), [("no address", Role.HEAD), (MAILBOX, Role.CONTRIBUTOR), (MAILBOX, Role.OFFICER)]
)
def test_a_mailbox_is_an_address_and_the_teams_own_to_set(world: World, address: str, role: Role) -> None:
    with pytest.raises(RuleBroken):
        set_office_mailbox(world.agency, address, actor=world.person(role))


def merged(world: World) -> Application:
    """Department One, with a draft, is merged into Department Two."""
    draft = world.draft()
    world.person(Role.HEAD)
    administrator = world.person(Role.ADMINISTRATOR)
    merge_agency(world.agency, world.other_agency, reason="ตามพระราชกฤษฎีกา", actor=administrator)
    return draft


def test_people_and_applications_go_on_with_the_other_agency(world: World) -> None:
    draft = merged(world)
    coordinator = world.person(Role.COORDINATOR)
    assert (draft.agency_id, draft.entered_as_id) == (world.other_agency.id, world.agency.id)
    save_answer(draft, "problem", "ต่อ", version=0, actor=coordinator, received_at=now())
    assert {grant.agency_id for grant in coordinator.grants if grant.revoked_at is None} == {world.other_agency.id}
    assert (world.agency.is_active, world.agency.merged_into_id) == (False, world.other_agency.id)
    kinds = {event.kind for event in db.session.query(Event)}
    assert {"agency_merged", "agency_absorbed"} <= kinds
    with pytest.raises(RuleBroken):
        reopen_agency(world.agency, actor=world.person(Role.ADMINISTRATOR))


def test_applications_are_found_under_both_names(world: World) -> None:
    draft = merged(world)
    for words in ("หนึ่ง", "Department One", "สอง", "dex1"):
        assert find_applications(world.officer, Wanted(text=words), page=1).applications == [draft]
    rename_agency(
        world.other_agency, name_th="กรมใหม่", name_en="New Department", actor=world.person(Role.ADMINISTRATOR)
    )
    for words in ("หนึ่ง", "ใหม่"):
        assert find_applications(world.officer, Wanted(text=words), page=1).total == 1


def test_whoever_belonged_to_the_absorbed_agency_is_in_conflict(world: World) -> None:
    person = assessor(world, 1)
    assert person.assessor_profile is not None
    theirs = world.draft(agency=world.other_agency)

    def kinds() -> set[ConflictKind]:
        ties = read_ties(world.programme, [theirs], [person.id])
        return {conflict.kind for conflict in ties.between(person.id, theirs.id)}

    assert kinds() == set()
    merge_agency(
        db.session.get_one(Agency, person.assessor_profile.home_agency_id),
        world.other_agency,
        reason="ยุบรวม",
        actor=world.person(Role.ADMINISTRATOR),
    )
    assert ConflictKind.SAME_AGENCY in kinds()


@pytest.mark.parametrize("case", ["itself", "no reason", "below", "not an administrator", "again"])
def test_what_cannot_be_merged(world: World, case: str) -> None:
    administrator = world.person(Role.ADMINISTRATOR)
    absorbed, into, reason = world.agency, world.other_agency, "ยุบรวม"
    if case == "again":
        merge_agency(absorbed, into, reason=reason, actor=administrator)
    given = {"absorbed": absorbed, "into": into, "reason": reason, "actor": administrator} | {
        "itself": {"into": absorbed},
        "no reason": {"reason": " "},
        "below": {"absorbed": world.ministry, "into": world.agency},
        "not an administrator": {"actor": world.officer},
        "again": {},
    }[case]
    with pytest.raises(RuleBroken):
        merge_agency(given["absorbed"], given["into"], reason=given["reason"], actor=given["actor"])  # type: ignore[arg-type]


def test_a_question_is_answered_to_the_agency_or_to_everybody(world: World) -> None:
    coordinator = world.person(Role.COORDINATOR)
    set_office_mailbox(world.agency, MAILBOX, actor=coordinator)
    world.officer.language = "en"
    db.session.commit()
    question = ask_question(world.programme, world.agency, "แนบไฟล์ได้กี่หน้า", actor=coordinator)
    assert messages("question_asked") == {world.officer.email}
    told = db.session.query(Message).filter_by(kind="question_asked").one().body
    assert (world.agency.name_en in told, world.programme.title_en in told) == (True, True)
    answer_question(question, "ไม่เกินสองหน้า", actor=world.officer)
    assert (question.answer, question.published_at) == ("ไม่เกินสองหน้า", None)
    assert messages("question_answered") == {coordinator.email, MAILBOX}
    with pytest.raises(RuleBroken):
        answer_question(question, "ไม่เกินสองหน้า", public_text=" ", actor=world.officer)
    answer_question(question, "ไม่เกินสองหน้า", public_text="ไฟล์แนบยาวได้เท่าใด", actor=world.officer)
    with pytest.raises(RuleBroken):
        answer_question(question, "แก้คำตอบ", actor=world.officer)
    assert db.session.query(ProgrammeQuestion).one().public_text == "ไฟล์แนบยาวได้เท่าใด"


def test_who_may_ask_and_who_may_answer(world: World) -> None:
    for stranger in (world.officer, world.person(Role.COORDINATOR, world.other_agency)):
        with pytest.raises(RuleBroken):
            ask_question(world.programme, world.agency, "คำถาม", actor=stranger)
    with pytest.raises(RuleBroken):
        ask_question(world.programme, world.agency, " ", actor=world.person(Role.HEAD))
    question = ask_question(world.programme, world.agency, "คำถาม", actor=world.person(Role.HEAD))
    for stranger in (world.person(Role.HEAD), world.person(Role.OFFICER, number=2, branch="PG")):
        with pytest.raises(RuleBroken):
            answer_question(question, "คำตอบ", actor=stranger)

"""People: accounts, passwords, invitations and roles."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from argon2 import PasswordHasher

from app.clock import now
from app.extensions import db
from app.models import Event, Invitation, Message, RoleGrant
from app.permissions import roles_anywhere
from app.services import sign_in
from app.services.invitations import accept_invitation, invite
from app.services.people import create_person, revoke_role
from app.services.role_grants import close_account, give_role, rename_person, reopen_account, send_password_link
from tests.with_app import Clock
from tests.world import PASSWORD, World
from workflows.errors import RuleBroken
from workflows.roles import Role

OTHER = "another long password"


def reasons(broken: pytest.ExceptionInfo[RuleBroken]) -> list[str]:
    return [str(obstacle) for obstacle in broken.value.obstacles]


def last_link(kind: str) -> str:
    message = db.session.query(Message).filter_by(kind=kind).order_by(Message.created_at.desc()).first()
    assert message is not None
    return message.link.rsplit("/", maxsplit=1)[1]


def test_the_right_password_signs_in_whatever_the_capitals_of_the_address(world: World, clock: Clock) -> None:
    person = sign_in.sign_in(email=" Officer@Lertrat.Example ", password=PASSWORD)
    assert (person.id, person.signed_in_at) == (world.officer.id, now())


@pytest.mark.parametrize("email", ["officer@lertrat.example", "nobody@lertrat.example"])
def test_a_wrong_password_and_a_wrong_address_get_the_same_answer(world: World, email: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        sign_in.sign_in(email=email, password=OTHER)
    assert reasons(broken) == ["The e-mail address or the password is not right"]


def test_an_address_belongs_to_one_person(world: World) -> None:
    with pytest.raises(RuleBroken) as broken:
        create_person(email="OFFICER@lertrat.example", name_th="ก", name_en="A", password="short")
    assert [obstacle.field for obstacle in broken.value.obstacles] == ["password", "email"]


def test_changing_the_password_ends_every_session(world: World) -> None:
    before = world.officer.session_key
    person = sign_in.change_password(present=PASSWORD, password=OTHER, actor=world.officer)
    assert person.session_key != before
    assert sign_in.sign_in(email=person.email, password=OTHER).id == person.id


def test_changing_the_password_asks_for_the_present_one(world: World) -> None:
    with pytest.raises(RuleBroken) as broken:
        sign_in.change_password(present=OTHER, password=OTHER, actor=world.officer)
    assert [(obstacle.field, str(obstacle)) for obstacle in broken.value.obstacles] == [
        ("present", "This is not your present password")
    ]


def test_a_link_to_a_new_password_works_once(world: World) -> None:
    sign_in.request_password_reset(email=world.officer.email)
    token = last_link("password_reset")
    assert sign_in.reset_password(token, password=OTHER).id == world.officer.id
    with pytest.raises(RuleBroken) as broken:
        sign_in.reset_password(token, password=PASSWORD)
    assert reasons(broken) == ["This link has been used or has expired. Ask for a new one."]


def test_a_link_to_a_new_password_expires(world: World, clock: Clock) -> None:
    sign_in.request_password_reset(email=world.officer.email)
    token = last_link("password_reset")
    clock.advance(hours=sign_in.RESET_HOURS, seconds=1)
    with pytest.raises(RuleBroken):
        sign_in.reset_password(token, password=OTHER)


def test_a_changed_link_is_worth_nothing(world: World) -> None:
    sign_in.request_password_reset(email=world.officer.email)
    content, _, signature = last_link("password_reset").partition(".")
    for forged in (f"{content[:-2]}AA.{signature}", f"{content}.{signature[:-2]}AA", content, "", "ก.ข"):
        with pytest.raises(RuleBroken):
            sign_in.reset_password(forged, password=OTHER)


def test_nobody_learns_whether_an_address_is_known(world: World) -> None:
    sign_in.request_password_reset(email="nobody@lertrat.example")
    assert db.session.query(Message).count() == 0


def test_an_invitation_makes_a_person_with_its_role(world: World) -> None:
    head = world.person(Role.HEAD)
    names = {"name_th": "นางใหม่", "name_en": "New", "email": "New@lertrat.example"}
    invite(**names, role=Role.CONTRIBUTOR, agency=world.agency, actor=head)
    person = accept_invitation(last_link("invitation"), password=OTHER)
    assert person.email == "new@lertrat.example"
    assert [(grant.role, grant.agency_id) for grant in person.grants] == [(Role.CONTRIBUTOR, world.agency.id)]


def test_an_invitation_is_worded_in_the_recipients_words(world: World) -> None:
    head = world.person(Role.HEAD)
    invite(email="n@x.example", name_th="น", name_en="N", role=Role.CONTRIBUTOR, agency=world.agency, actor=head)
    body = db.session.query(Message).filter_by(kind="invitation").one().body
    assert body.split(" ")[0].startswith("นายตัวอย่าง")
    assert "contributor" not in body


def test_an_invitation_works_once(world: World) -> None:
    head = world.person(Role.HEAD)
    invite(email="n@x.example", name_th="น", name_en="N", role=Role.CONTRIBUTOR, agency=world.agency, actor=head)
    token = last_link("invitation")
    accept_invitation(token, password=OTHER)
    with pytest.raises(RuleBroken) as broken:
        accept_invitation(token, password=OTHER)
    assert reasons(broken) == ["This invitation has been used or cancelled, or has expired. Ask for a new one."]


def test_an_invitation_expires(world: World, clock: Clock) -> None:
    head = world.person(Role.HEAD)
    invite(email="n@x.example", name_th="น", name_en="N", role=Role.CONTRIBUTOR, agency=world.agency, actor=head)
    token = last_link("invitation")
    clock.advance(days=15)
    with pytest.raises(RuleBroken):
        accept_invitation(token, password=OTHER)


def test_a_known_person_confirms_with_the_password_they_have(world: World) -> None:
    invite(
        email=world.officer.email,
        name_th="น",
        name_en="N",
        role=Role.CONTRIBUTOR,
        agency=world.agency,
        actor=world.person(Role.HEAD),
    )
    token = last_link("invitation")
    with pytest.raises(RuleBroken):
        accept_invitation(token, password=OTHER)
    person = accept_invitation(token, password=PASSWORD)
    assert roles_anywhere(person) == {Role.OFFICER, Role.CONTRIBUTOR}


@pytest.mark.parametrize(
    ("inviter", "role"),
    [
        (Role.CONTRIBUTOR, Role.CONTRIBUTOR),
        (Role.COORDINATOR, Role.HEAD),
        (Role.COORDINATOR, Role.DELEGATE),
        (Role.HEAD, Role.OFFICER),
        (Role.OFFICER, Role.COORDINATOR),
    ],
)
def test_nobody_invites_to_what_is_not_theirs_to_give(world: World, inviter: Role, role: Role) -> None:
    with pytest.raises(RuleBroken) as broken:
        invite(
            email="n@x.example",
            name_th="น",
            name_en="N",
            role=role,
            agency=world.agency,
            actor=world.person(inviter),
            starts_on=date(2026, 3, 1),
            ends_on=date(2026, 4, 1),
        )
    assert reasons(broken) == ["Your role does not allow this step"]
    assert db.session.query(Invitation).count() == 0


@pytest.mark.parametrize(
    ("role", "fields"), [(Role.COORDINATOR, ["agency"]), (Role.ASSESSOR, ["role"]), (Role.LEAD_ASSESSOR, ["role"])]
)
def test_an_invitation_is_refused_with_what_does_not_fit_its_role(world: World, role: Role, fields: list[str]) -> None:
    with pytest.raises(RuleBroken) as broken:
        invite(email="n@x.example", name_th="น", name_en="N", role=role, actor=world.person(Role.ADMINISTRATOR))
    assert [obstacle.field for obstacle in broken.value.obstacles] == fields


def test_a_head_invites_for_the_own_agency_only(world: World) -> None:
    with pytest.raises(RuleBroken):
        invite(
            email="n@x.example",
            name_th="น",
            name_en="N",
            role=Role.CONTRIBUTOR,
            agency=world.other_agency,
            actor=world.person(Role.HEAD),
        )


def test_a_revoked_role_ends_and_stays_on_record(world: World) -> None:
    contributor, head = world.person(Role.CONTRIBUTOR), world.person(Role.HEAD)
    grant = db.session.query(RoleGrant).filter_by(person_id=contributor.id).one()
    revoke_role(grant, actor=head)
    assert (roles_anywhere(contributor), grant.revoked_at) == (frozenset(), now())
    assert db.session.query(Event).filter_by(kind="role_revoked").count() == 1


def test_a_delegation_holds_between_its_days_only(world: World, clock: Clock) -> None:
    person = world.person(Role.DELEGATE, starts_on=date(2026, 3, 3), ends_on=date(2026, 3, 4))
    held = []
    for _ in range(4):
        held.append(roles_anywhere(person))
        clock.advance(days=1)
    assert held == [frozenset(), {Role.DELEGATE}, {Role.DELEGATE}, frozenset()]


def test_a_role_is_refused_with_everything_that_does_not_fit(world: World) -> None:
    administrator, person = world.person(Role.ADMINISTRATOR), world.person(Role.CONTRIBUTOR)
    for role, agency, branch, fields in (
        (Role.COORDINATOR, None, None, ["agency"]),
        (Role.OFFICER, world.agency, None, ["agency"]),
        (Role.AUDITOR, None, "PS", ["branch"]),
        (Role.DELEGATE, world.agency, None, ["ends_on"]),
        (Role.LEAD_ASSESSOR, None, None, ["role"]),
        (Role.ASSESSOR, None, None, ["role"]),
    ):
        with pytest.raises(RuleBroken) as broken:
            give_role(person, role, agency=agency, branch=branch, actor=administrator)
        assert [obstacle.field for obstacle in broken.value.obstacles] == fields


def test_an_administrator_gives_a_role(world: World) -> None:
    person = world.person(Role.CONTRIBUTOR)
    give_role(person, Role.JUDGE, branch="PS", actor=world.person(Role.ADMINISTRATOR))
    assert roles_anywhere(person) == {Role.CONTRIBUTOR, Role.JUDGE}


@pytest.mark.parametrize(
    "role", [role for role in Role if role not in {Role.ADMINISTRATOR, Role.SYSTEM, Role.LEAD_ASSESSOR}]
)
def test_only_an_administrator_manages_accounts(world: World, role: Role) -> None:
    dates = {"starts_on": date(2026, 3, 1), "ends_on": date(2026, 4, 1)} if role is Role.DELEGATE else {}
    actor, person = world.person(role, **dates), world.officer
    for use_case in (
        lambda: give_role(person, Role.AUDITOR, actor=actor),
        lambda: rename_person(person, name_th="ก", name_en="A", actor=actor),
        lambda: close_account(person, actor=actor),
        lambda: reopen_account(person, actor=actor),
        lambda: send_password_link(person, actor=actor),
    ):
        with pytest.raises(RuleBroken) as broken:
            use_case()
        assert reasons(broken) == ["Your role does not allow this step"]


def test_a_closed_account_signs_in_no_more_until_it_is_opened_again(world: World) -> None:
    administrator = world.person(Role.ADMINISTRATOR)
    close_account(world.officer, actor=administrator)
    with pytest.raises(RuleBroken):
        sign_in.sign_in(email=world.officer.email, password=PASSWORD)
    reopen_account(world.officer, actor=administrator)
    assert sign_in.sign_in(email=world.officer.email, password=PASSWORD).id == world.officer.id


def test_nobody_locks_themselves_out(world: World) -> None:
    administrator = world.person(Role.ADMINISTRATOR)
    with pytest.raises(RuleBroken) as broken:
        close_account(administrator, actor=administrator)
    assert reasons(broken) == ["You cannot close your own account"]


def test_a_message_is_marked_by_its_reader_only(world: World) -> None:
    sign_in.request_password_reset(email=world.officer.email)
    message = db.session.query(Message).one()
    with pytest.raises(RuleBroken):
        sign_in.mark_message(message, is_read=True, actor=world.person(Role.HEAD))
    sign_in.mark_message(message, is_read=True, actor=world.officer)
    assert message.read_at == now()
    sign_in.mark_message(message, is_read=False, actor=world.officer)
    assert message.read_at is None


def test_a_weak_hash_is_made_anew_at_the_next_sign_in(world: World) -> None:
    world.officer.password_hash = weak = PasswordHasher(memory_cost=8, time_cost=1, parallelism=1).hash(PASSWORD)
    db.session.commit()
    person = sign_in.sign_in(email=world.officer.email, password=PASSWORD)
    assert person.password_hash != weak
    assert sign_in.sign_in(email=person.email, password=PASSWORD).id == person.id


def test_roles_may_begin_later(world: World, clock: Clock) -> None:
    person = world.person(Role.CONTRIBUTOR)
    tomorrow = (now() + timedelta(days=1)).date()
    give_role(person, Role.AUDITOR, starts_on=tomorrow, actor=world.person(Role.ADMINISTRATOR))
    assert roles_anywhere(person) == {Role.CONTRIBUTOR}
    clock.advance(days=1)
    assert roles_anywhere(person) == {Role.CONTRIBUTOR, Role.AUDITOR}

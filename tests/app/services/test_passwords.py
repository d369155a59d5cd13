"""What a stranger may try with passwords and the links to them: nobody's mailbox is filled, nobody is found out."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher, extract_parameters

from app.extensions import db
from app.models import Message
from app.services import sign_in
from tests.with_app import Clock
from tests.world import World
from workflows.errors import RuleBroken


def test_nobody_fills_a_mailbox_with_links(world: World, clock: Clock) -> None:
    clock.advance(seconds=1)
    for _again in range(9):
        sign_in.request_password_reset(email=world.officer.email)
        clock.advance(seconds=30)
    assert db.session.query(Message).filter_by(kind="password_reset").count() == 1
    clock.advance(minutes=5)
    sign_in.request_password_reset(email=world.officer.email)
    assert db.session.query(Message).filter_by(kind="password_reset").count() == 2


def test_a_password_for_nobody_is_checked_as_slowly_as_for_somebody(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the memory the installation sets, for the time an answer takes tells who is registered."""
    asked = []
    verify = PasswordHasher.verify

    def noted(hasher: PasswordHasher, stored: str, password: str) -> bool:
        asked.append(extract_parameters(stored))
        return verify(hasher, stored, password)

    monkeypatch.setattr(PasswordHasher, "verify", noted)
    for email in (world.officer.email, "nobody@lertrat.example"):
        with pytest.raises(RuleBroken):
            sign_in.sign_in(email=email, password="wrong password")
    assert asked[0] == asked[1]

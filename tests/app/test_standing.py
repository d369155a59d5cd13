"""What is arranged once and found standing is what the test would have arranged itself, and never more than that."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.clock import frozen_at
from app.extensions import db
from app.models import Agency, AgencyKind
from tests import standing as grounds
from tests.standing import Place, Places, standing
from tests.with_app import MORNING

Enter = Callable[..., AbstractContextManager[None]]
Arrange = Callable[[str], Agency]


@pytest.fixture
def as_a_test(app: Flask, places: Places, world_place: Place, monkeypatch: pytest.MonkeyPatch) -> Enter:
    """Give a way to stand where a test of the small world stands; whatever is arranged here is dear."""
    monkeypatch.setattr(grounds, "_DEAR", 0)

    @contextmanager
    def enter(*, hours: int = 0, is_shared: bool = True) -> Iterator[None]:
        with (
            app.app_context(),
            frozen_at(MORNING + timedelta(hours=hours)),
            grounds.standing_on(places, world_place, is_shared=is_shared),
        ):
            yield

    return enter


@pytest.fixture
def ran() -> list[str]:
    """Give what was arranged, in order."""
    return []


@pytest.fixture
def arrange(ran: list[str], request: pytest.FixtureRequest) -> Arrange:
    """Give a helper that founds an agency; no other test's is taken for it."""

    def found(name: str) -> Agency:
        ran.append(name)
        return agency(name)

    found.__qualname__ = request.node.name
    return standing(found)


def agency(name: str) -> Agency:
    """Found an agency of this name."""
    row = Agency(code=name, kind=AgencyKind.DEPARTMENT, name_th=name, name_en=name, sort_key=name, search_key=name)
    db.session.add(row)
    db.session.commit()
    return row


def names() -> set[str]:
    """Return the names of all agencies, as the database has them."""
    db.session.expire_all()
    return set(db.session.scalars(select(Agency.name_en)))


def test_what_is_asked_for_again_runs_twice_and_is_found_from_then_on(
    as_a_test: Enter, arrange: Arrange, ran: list[str]
) -> None:
    with as_a_test():
        before = names()
    for _test in range(4):
        with as_a_test():
            row = arrange("Tides")
            assert (row.name_en, names()) == ("Tides", before | {"Tides"})
            row.name_en = "Changed by this test"
            db.session.commit()
    assert ran == ["Tides", "Tides"]
    with as_a_test():
        assert names() == before


def test_one_stands_on_the_other(as_a_test: Enter, arrange: Arrange, ran: list[str]) -> None:
    with as_a_test():
        before = names()
    for _test in range(4):
        with as_a_test():
            arrange("First")
            arrange("Second")
            assert names() == before | {"First", "Second"}
    assert ran == ["First", "Second", "First", "Second", "Second"]  # the fourth test found both
    with as_a_test():
        arrange("Second")
        assert names() == before | {"Second"}
    assert ran[-1] == "Second"


@pytest.mark.parametrize(
    ("changed", "runs"), [("written", 3), ("not shared", 3), ("another name", 2), ("another hour", 2)]
)
def test_who_stands_elsewhere_is_not_moved(
    as_a_test: Enter, arrange: Arrange, ran: list[str], changed: str, runs: int
) -> None:
    for _test in range(3):
        with as_a_test():
            arrange("Tides")
    before, asked = len(ran), "Winds" if changed == "another name" else "Tides"
    for _test in range(3):
        with as_a_test(hours=changed == "another hour", is_shared=changed != "not shared"):
            here = names()
            own = {agency("My own").name_en} if changed == "written" else set()
            arrange(asked)
            assert names() == here | own | {asked}
    assert len(ran) == before + runs

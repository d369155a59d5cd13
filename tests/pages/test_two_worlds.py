"""Two worlds that differ only in what somebody must not know answer that person alike, everywhere; a leak is found."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from app.extensions import db
from app.models import (
    Application,
    AssessorProfile,
    ConsensusEntry,
    ConsensusSheet,
    Decision,
    KeyFactor,
    Person,
    ScoreSheet,
    SheetEntry,
    SheetState,
)
from app.queries.application_facts import panel_of
from app.services.score_sheets import open_sheet, save_entry
from tests.pages.cast import LEAD, MEMBER
from tests.pages.two_worlds import all_seen, differences
from tests.pages.visits import Visits

pytestmark = pytest.mark.once  # what a page tells does not depend on the kind of database
OF_ASSESSORS = frozenset({"assessor", "panel", "account", "public"})
OF_AGENCIES = frozenset({"applicant", "account", "public"})
World = Callable[[Visits], None]


def members_draft_is_another(visits: Visits) -> None:
    """The member's unsubmitted sheet says something else everywhere."""
    sheet = db.session.get_one(ScoreSheet, visits.gathering.rows[f"sheet of the {MEMBER}"])
    assert sheet.state is SheetState.DRAFT
    for entry in db.session.query(SheetEntry).filter_by(sheet_id=sheet.id):
        entry.value, entry.strengths, entry.opportunities, entry.note = {"percent": "5"}, "ก", "ข", "ค"
        entry.cannot_judge, entry.version = True, entry.version + 7
    sheet.summary = "อีกแบบ"
    db.session.add(KeyFactor(sheet_id=sheet.id, topic="mission", text="อีกแบบ", version=3, saved_at=sheet.opened_at))
    db.session.commit()


def a_third_has_begun(visits: Visits) -> None:
    """An assessor who had not opened the entry has half a sheet."""
    member = db.session.get_one(ScoreSheet, visits.gathering.rows[f"sheet of the {MEMBER}"])
    seats = [seat for seat in panel_of(member.application) if seat.assessor.email.startswith("assessor-3")]
    sheet = open_sheet(seats[0], actor=seats[0].assessor)
    save_entry(sheet, "d1.1", {"value": {"percent": "35"}, "strengths": "ก"}, version=0, actor=sheet.assessor)


def results_and_names_are_others(visits: Visits) -> None:
    """Every assessor is called differently, and what is not announced was judged and decided differently."""
    for person in db.session.query(Person).join(AssessorProfile, AssessorProfile.person_id == Person.id):
        person.name_th, person.name_en = "นายอื่น ใดใด", "Somebody Else"
    for name in ("committee", "proposed", "decided", "consensus", "assessment"):
        key = visits.gathering.rows[name]
        for decision in db.session.query(Decision).filter_by(application_id=key):
            decision.outcome, decision.reason = "none", "อีกเหตุผล"
        application = db.session.get_one(Application, key)
        application.award = "none" if application.award else None
        for sheet in db.session.query(ScoreSheet).filter_by(application_id=key):
            sheet.total = "1" if sheet.total else None
        for consensus in db.session.query(ConsensusSheet).filter_by(application_id=key):
            consensus.total = "1" if consensus.total else None
            for entry in db.session.query(ConsensusEntry).filter_by(consensus_id=consensus.id):
                entry.value, entry.strengths = {"percent": "5"}, "อีกแบบ"
    db.session.commit()


def seen_in(visits: Visits, world: World | None, name: str, audiences: frozenset[str]) -> dict[str, tuple[int, str]]:
    with visits.undone():
        if world is not None:
            world(visits)
        return all_seen(visits, name, audiences)


CASES = {
    "the lead, whose own sheet is in": (LEAD, members_draft_is_another, OF_ASSESSORS),
    "a member who still writes": (MEMBER, a_third_has_begun, OF_ASSESSORS),
    "the agency": ("coordinator", results_and_names_are_others, OF_AGENCIES),
}


@pytest.mark.parametrize("case", CASES)
def test_two_worlds_look_alike(visits: Visits, case: str) -> None:
    name, world, audiences = CASES[case]
    plain, other = (seen_in(visits, each, name, audiences) for each in (None, world))
    assert sum(status == 200 for status, _told in plain.values()) > 15, "there is something to see"
    assert differences(plain, other) == []


@contextmanager
def leaking(visits: Visits, endpoint: str, leak: Callable[[object], object]) -> Iterator[None]:
    """Let a page tell what it must not."""
    views, plain = visits.app.view_functions, visits.app.view_functions[endpoint]
    views[endpoint] = functools.wraps(plain)(lambda **arguments: leak(plain(**arguments)))
    try:
        yield
    finally:
        views[endpoint] = plain


def total_of_all(_answer: object = None) -> str:
    return str(sum(entry.version for entry in db.session.query(SheetEntry)))


def _parts(answer: object) -> tuple[object, ...]:
    return answer if isinstance(answer, tuple) else (answer, 200)


LEAKS: dict[str, tuple[str, Callable[[object], object]]] = {
    "a count in a list": ("assessor.list_assessments", lambda answer: f"{answer}{total_of_all()}"),
    "a header of a page": ("assessor.list_interests", lambda answer: (*_parts(answer), {"X-Saved": total_of_all()})),
    "a refusal": ("assessor.submit_sheet", lambda _answer: (total_of_all(), 409)),
    "a status": ("assessor.show_document", lambda answer: (answer, 200 + int(total_of_all()) % 5)),
}


@pytest.mark.parametrize("name", LEAKS)
def test_a_planted_leak_is_found(visits: Visits, name: str) -> None:
    endpoint, leak = LEAKS[name]
    only_this = frozenset({"assessor"})
    with leaking(visits, endpoint, leak):
        plain, other = (seen_in(visits, world, LEAD, only_this) for world in (None, members_draft_is_another))
    assert differences(plain, other) != []

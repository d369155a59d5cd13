"""A voided sheet is kept and counts nowhere: two worlds that differ only in what it says look the same to everybody."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from app.extensions import db
from app.models import Application, Person, ScoreSheet, SheetState
from app.queries.staff_applications import Wanted
from app.queries.staff_exports import export_rows
from app.services.interests import declare_interest
from tests.pages.addresses import Page, address, pages
from tests.pages.cast import LEAD
from tests.pages.expected import is_let_in
from tests.pages.visits import Visits

pytestmark = pytest.mark.once
ROWS = ("consensus", "committee")
READERS = ("officer", "judge", "auditor", LEAD, "coordinator")
_TOKEN = re.compile(r"[\w.-]{80,}")


def voided(visits: Visits) -> list[ScoreSheet]:
    """The third member of two panels leaves them: one was agreeing, the other had agreed and been visited."""
    person = db.session.query(Person).filter_by(email="assessor-3@lertrat.example").one()
    for row in ROWS:
        application = db.session.get_one(Application, visits.gathering.rows[row])
        declare_interest(actor=person, reason="ญาติทำงานในโครงการ", application=application)
    sheets = db.session.query(ScoreSheet).filter_by(assessor_id=person.id, state=SheetState.VOID).all()
    assert [len(sheet.entries) > 0 for sheet in sheets] == [True, True]
    return sheets


def seen(visits: Visits) -> dict[str, str]:
    """Everything these readers can open: lists, and whatever belongs to the two applications."""
    found = {}
    for page in pages(visits.app, "GET"):
        for name in READERS:
            for row in rows_of(page, visits):
                if not is_let_in(page, name, visits.gathering.places[row] if row else None):
                    continue
                answer = visits.get(name, address(page, visits.gathering, row), headers={"Accept": "text/html"})
                is_text = answer.mimetype.startswith(("text/", "application/json"))
                text = _TOKEN.sub("-", answer.text) if is_text else ""
                found[f"{name}: {page} on {row}"] = f"{answer.status_code} {text}"
    return found


def rows_of(page: Page, visits: Visits) -> Iterator[str | None]:
    if page.access.model is None:
        yield None
        return
    named = visits.gathering.named(page.access.model)
    yield from (name for name in named if any(name == row or name.endswith(f"in {row}") for row in ROWS))


def export(officer: Person) -> list[tuple[object, ...]]:
    rows = export_rows(officer, Wanted())
    return [(row.application.code, row.seats, row.sheets_in, row.total, row.application.award) for row in rows]


def test_what_a_voided_sheet_says_changes_no_page_and_no_export(visits: Visits) -> None:
    sheets = voided(visits)
    officer = db.session.query(Person).filter_by(session_key=visits.gathering.session_keys["officer"]).one()
    before, exported = seen(visits), export(officer)
    for sheet in sheets:
        sheet.total, sheet.sha256, sheet.summary = "1", "0" * 64, "ข้อความที่ต้องไม่มีใครเห็น"
        for entry in sheet.entries:
            entry.value, entry.strengths, entry.opportunities = {"percent": "0"}, "ไม่ควรเห็น", "ไม่ควรเห็นเลย"
    db.session.commit()
    after = seen(visits)
    changed = {where for where, text in before.items() if after[where] != text}
    assert changed == set()
    assert export(officer) == exported
    assert len(before) > 100


def test_the_comparison_would_notice_a_sheet_that_counts(visits: Visits) -> None:
    """The same change to a sheet in force shows, so equal pages prove something."""
    row = visits.gathering.rows["consensus"]
    sheets = db.session.query(ScoreSheet).filter_by(application_id=row, state=SheetState.SUBMITTED)
    entry = next(iter(sheets.first().entries))
    room = next(page for page in pages(visits.app, "GET") if page.endpoint == "panel.show_consensus")
    where = address(room, visits.gathering, "consensus sheet in consensus")
    before = visits.get(LEAD, where).text
    entry.value = {"percent": "0"}
    db.session.commit()
    assert visits.get(LEAD, where).text != before

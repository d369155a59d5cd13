"""Opening a page changes nothing, whatever the state of what it shows; only two readings are put on record.

They are an assessor's of what was handed in, and an agency's first one of its feedback report.
"""

from __future__ import annotations

import pytest
from flask import Flask

from app.models import ScoreSheet
from tests.pages.addresses import pages
from tests.pages.expected import AUDIENCE, FURTHER
from tests.pages.tour import Tours
from tests.pages.visits import Visits

# The pages on which an assessor reads what was handed in.
READINGS = {"assessor.score_node", "assessor.show_document"}
# The pages on which an agency opens its feedback report.
OPENINGS = {"applicant.show_feedback", "applicant.download_feedback"}
audiences = pytest.mark.parametrize("audience", AUDIENCE)


def is_of_a_reading(write: str) -> bool:
    return write.startswith("UPDATE ledger_head ") or (
        write.startswith("INSERT INTO events ") and ("snapshot_read" in write or "feedback_opened" in write)
    )


@audiences
def test_no_page_writes_anything_but_a_reading(tours: Tours, audience: str) -> None:
    wrote = {
        str(seen): [
            write
            for write in seen.writes
            if seen.page.endpoint not in READINGS | OPENINGS or not is_of_a_reading(write)
        ]
        for seen in tours.of(audience)
    }
    assert {title: writes for title, writes in wrote.items() if writes} == {}


@audiences
def test_no_page_fails_whatever_the_state_of_what_it_shows(tours: Tours, audience: str) -> None:
    failed = {f"{seen} in {seen.language}": seen.status for seen in tours.of(audience) if seen.status >= 500}
    assert failed == {}


def test_a_reading_is_recorded_once_by_one_event_and_the_new_head(tours: Tours, visits: Visits) -> None:
    """Whoever opens several pages of one document on one day reads it once."""
    recorded = [(seen.row, len(seen.writes)) for seen in tours.of("assessor") if seen.writes]
    assert sorted(recorded) == [(sheet, 2) for sheet in sorted(visits.gathering.named(ScoreSheet))]


def test_the_tours_go_everywhere(pages_app: Flask, tours: Tours) -> None:
    """A page that shows nothing on any row would go untested; what is empty here has a test of its own."""
    shown = {seen.page.endpoint for audience in AUDIENCE for seen in tours.of(audience) if seen.status == 200}
    empty = {page.endpoint for page in pages(pages_app, "GET") if (found := FURTHER.get(str(page))) and found.is_empty}
    assert {page.endpoint for page in pages(pages_app, "GET")} - shown == empty

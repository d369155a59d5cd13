"""The officer's pages: screening, seating a panel, announcing, and writing and releasing feedback."""

from __future__ import annotations

from collections.abc import Sequence

from tests.journeys.company import Company
from tests.journeys.walker import Walker


def open_screening(officer: Walker, title: str) -> None:
    """Open the document of this title from the queue."""
    officer.follow("Screening", within="Main menu")
    officer.follow(title)


def send_back_for_correction(officer: Walker, part: str, reason: str, due: str) -> None:
    """Return one named part; nothing else unlocks."""
    officer.choose(part, within="Return for correction")
    officer.fill("Reason", reason, within="Return for correction")
    officer.fill("Correct by", due)
    officer.press("Return for correction")
    officer.sees("was returned for correction")


def answer_checks_and_pass(officer: Walker) -> None:
    """Answer every human check with yes, and pass."""
    for question in officer.paper.groups_offering("Yes"):
        officer.choose("Yes", within=question)
    officer.press("Save and pass")
    officer.sees("passed screening")


def open_assignment(officer: Walker, stage: str) -> None:
    """Open the board of one stage."""
    officer.follow("Assignment", within="Main menu")
    officer.follow(stage)


def seat_panel(officer: Walker, stage: str, code: str, names: Sequence[str]) -> None:
    """Seat these people by hand on the panel of one entry; the first leads."""
    open_assignment(officer, stage)
    officer.follow(f"Seat by hand {code}")
    for name in names:
        officer.choose(f"{name} sits on the panel")
    officer.choose(f"{names[0]} leads")
    officer.press("Publish the panel")
    officer.sees("is seated and told")


def seat_by_proposal(officer: Walker, stage: str, company: Company) -> None:
    """Ask for a proposed plan, wait for the worker, and publish what it found."""
    open_assignment(officer, stage)
    officer.press("Propose a plan")
    company.the_worker_works()
    officer.open(officer.at)
    officer.press("Check again and publish")
    officer.sees("1 panel is seated")


def open_programme(officer: Walker, programme: str) -> None:
    """Open a programme from the board of the rounds."""
    officer.follow("Rounds", within="Main menu")
    officer.follow(programme)


def announce(officer: Walker, programme: str) -> None:
    """Look at every name and announce."""
    open_programme(officer, programme)
    officer.follow("Preview and announce")
    officer.press("Announce the results now")
    officer.sees("Announced on")


def write_feedback(officer: Walker, title: str, summary: str) -> None:
    """Write the summary of a drafted report and approve it."""
    officer.follow("Feedback", within="Main menu")
    officer.follow(title)
    officer.fill("Summary", summary)
    officer.press("Save and approve")


def release_feedback(officer: Walker, programme: str) -> None:
    """Let the agencies of the programme read their reports."""
    open_programme(officer, programme)
    officer.press("Release the feedback")
    officer.sees("Feedback released on")


def waits_for_entries(officer: Walker, programme: str, stage: str) -> None:
    """Look at the release of a round while an entry may still come."""
    open_programme(officer, programme)
    officer.follow(f"Preview and release {stage}")
    officer.sees("Entries may still be handed in")
    officer.does_not_see("Release the results now")


def release_round(officer: Walker, programme: str, stage: str) -> None:
    """Let the agencies read the gate results of a round."""
    open_programme(officer, programme)
    officer.follow(f"Preview and release {stage}")
    officer.press("Release the results now")
    officer.sees("The results of this round can now be read by the agencies")

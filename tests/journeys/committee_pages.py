"""The committee's pages: a member proposes what was decided, a second person signs."""

from __future__ import annotations

from tests.journeys.walker import Walker


def propose(judge: Walker, title: str, outcome: str) -> None:
    """Read the dossier and propose the outcome with the minutes."""
    judge.follow("Committee", within="Main menu")
    judge.follow(title)
    judge.choose(outcome, within="Outcome")
    judge.fill("Members present without an account", "\n".join(f"กรรมการสมมติ {number}" for number in range(1, 6)))
    judge.fill("Minutes", "ที่ประชุมมีมติเป็นเอกฉันท์", within="Propose a decision")
    judge.press("Propose the decision")


def sign(director: Walker, title: str) -> None:
    """Sign what another member proposed."""
    director.follow("Committee", within="Main menu")
    director.follow(title)
    director.follow("Open the proposal")
    director.press("Sign")
    director.sees("Signed")

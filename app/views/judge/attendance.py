"""Writes who was present at a decision, who stood aside, and how the members voted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.models import Decision, Person
from app.views.judge.forms import choice_name
from workflows.voting import Choice


@dataclass(frozen=True)
class VoteLine:
    """One member's vote in words."""

    name: str
    choice: str
    reason: str


@dataclass(frozen=True)
class Tally:
    """How many said what; all zero where the two signatures confirmed the decision without a vote."""

    agreed: int
    against: int
    abstained: int

    @property
    def cast(self) -> int:
        """How many voted."""
        return self.agreed + self.against + self.abstained


@dataclass(frozen=True)
class AttendanceLines:
    """Everything the record says of who took part."""

    present: list[str]
    recused: list[str]
    votes: list[VoteLine]
    tally: Tally


def attendance_of(decision: Decision, people: Mapping[str, Person], language: str) -> AttendanceLines:
    """Return the words for one decision; `people` holds everybody it names by id, and the recused were not present."""
    names = {key: person.name(language) for key, person in people.items()}
    lines = [
        VoteLine(names.get(vote["member"], "–"), choice_name(Choice(vote["choice"])), vote["reason"])
        for vote in decision.votes
    ]
    return AttendanceLines(
        [*(names.get(key, "–") for key in decision.attended if key not in decision.recused), *decision.guests],
        [names.get(key, "–") for key in decision.recused],
        lines,
        tally_of(decision.votes),
    )


def tally_of(votes: Sequence[Mapping[str, Any]]) -> Tally:
    """Count the votes of a decision."""
    choices = [Choice(vote["choice"]) for vote in votes]
    return Tally(*(choices.count(each) for each in (Choice.FOR, Choice.AGAINST, Choice.ABSTAIN)))

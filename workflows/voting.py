"""The vote of a committee on a proposed decision: who counts as present, who may vote, and when it is carried."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import StrEnum

from workflows.errors import Obstacle


class Choice(StrEnum):
    """What a member says to a proposed decision."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"


def members_counted(attended: Collection[str], recused: Collection[str], guests: Collection[str]) -> int:
    """Return how many count for the quorum: everybody present once, without those who stand aside.

    `guests` are members without an account, by name. Source: committee stage of the rubric edition.
    """
    return len(set(attended) - set(recused)) + len(set(guests))


def vote_obstacles(choice: Choice, *, reason: str, is_present: bool, is_recused: bool) -> list[Obstacle]:
    """Return what stands against a vote: who was not there or stands aside has none; saying no needs a reason."""
    against = []
    if is_recused:
        against.append(Obstacle("Whoever is recused takes no part in this decision"))
    elif not is_present:
        against.append(Obstacle("Only members on the attendance list vote"))
    if choice is not Choice.FOR and not reason.strip():
        against.append(Obstacle("Give a reason", field="reason"))
    return against


def carrying_obstacles(choices: Iterable[Choice]) -> list[Obstacle]:
    """Return what stands against signing: where members voted, more must be for it than against it.

    Where nobody voted the two signatures confirm the decision alone. Abstentions count for neither side.
    """
    cast = list(choices)
    against, agreed = cast.count(Choice.AGAINST), cast.count(Choice.FOR)
    if cast and agreed <= against:
        params = {"agreed": agreed, "against": against}
        return [Obstacle("The vote does not carry this decision: %(agreed)s for, %(against)s against", params)]
    return []

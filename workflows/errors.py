"""What a rule says when something may not happen: sentences for the user, all of them at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


def N_(text: str) -> str:  # noqa: N802  # the translators' own name for a mark
    """Mark a text for the translators where it is written; it is translated where it is shown."""
    return text


@dataclass(frozen=True)
class Named:
    """Somebody or something a reason speaks of: whoever reads it sees the name of their language."""

    th: str
    en: str

    def __str__(self) -> str:
        return self.th

    def in_language(self, language: str) -> str:
        """Return the name in `language` ("th" or "en")."""
        return self.en if language == "en" else self.th


def all_named(people: Iterable[Named]) -> Named:
    """Return several people as one name, in the order given."""
    listed = list(people)
    return Named(", ".join(each.th for each in listed), ", ".join(each.en for each in listed))


@dataclass(frozen=True)
class Obstacle:
    """One reason against: an English sentence that the application translates, and the field to mend."""

    message: str
    params: Mapping[str, object] = field(default_factory=dict)
    field: str | None = None

    def __str__(self) -> str:
        return self.message % self.params if self.params else self.message


class RuleBroken(Exception):
    """An act that the rules refuse. Carries every obstacle, never only the first; nothing was changed."""

    def __init__(self, obstacles: Iterable[Obstacle]) -> None:
        self.obstacles = tuple(obstacles)
        super().__init__("; ".join(str(obstacle) for obstacle in self.obstacles))

"""Planting faults: a published rubric's text with one passage replaced, and what the reader then says."""

from dataclasses import dataclass

from rubrics import DEFINITIONS
from rubrics.faults import RubricFaults
from rubrics.reader import parse_rubric


def definition(name: str) -> str:
    """Return the text of a published rubric file."""
    return (DEFINITIONS / f"{name}.yaml").read_text(encoding="utf-8")


PS, PM, CAT, UN = "ps-innovation-2564", "pmqa40-2564", "pmqa-category-2564", "unpsa-2020"

Told = tuple[int, str]
"""Lines below the planted passage's first line, and the sentence expected there."""
Planted = tuple[str, str, str, list[Told]]
"""The definition, a passage of it, what stands there instead, and everything the reader must say."""


@dataclass(frozen=True)
class Plant:
    """One passage of a definition and what stands there instead."""

    name: str
    passage: str
    instead: str

    @property
    def text(self) -> str:
        """Return the definition with the first such passage replaced."""
        text = definition(self.name)
        assert self.passage in text, f"{self.name} has no passage {self.passage!r}"
        return text.replace(self.passage, self.instead, 1)

    def line(self) -> int:
        """Return the line, from 1, on which the passage begins."""
        text = definition(self.name)
        return text[: text.index(self.passage)].count("\n") + 1

    def expected(self, wanted: list[Told]) -> list[str]:
        """Return the sentences as the reader tells them, each with its file and line."""
        return [f"x.yaml:{self.line() + below}: {sentence}" for below, sentence in wanted]


def told(text: str) -> list[str]:
    """Return what the reader says about a file called x.yaml, one sentence each; nothing where it is sound."""
    try:
        parse_rubric(text.encode(), "x.yaml")
    except RubricFaults as refused:
        return [str(fault) for fault in refused.faults]
    return []

"""The sentence banks: how an agency explains a level it claims, and what assessors, panel and committee write."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from app.demo.entries import Entry
from app.demo.records import Record, load, made
from rubrics import Rubric
from rubrics.nodes import Node

_EXPLANATIONS = "content/explanations.yaml"
_COMMENTS = "content/comments.yaml"
Words = tuple[str, ...]
_APART = re.compile("(จาก|เป็น) (?=ร้อยละ)")


@dataclass(frozen=True)
class Explanations:
    """What an agency writes beside the levels it claims; a theme fills the words in braces."""

    theme_keys: Words
    levels: Mapping[tuple[str, str], str]
    results: Mapping[str, str]

    def of_level(self, item: str, level: str, theme: Mapping[str, str]) -> str:
        """Return the explanation of one level of a process item."""
        return self.levels[item, level].format_map(theme)

    def of_results(self, item: str, theme: Mapping[str, str]) -> str:
        """Return the explanation of a results item."""
        return self.results[item].format_map(theme)


@dataclass(frozen=True)
class Remarks:
    """What can be said about one criterion: strengths and opportunities for improvement, with words in braces."""

    strengths: Words
    ofi: Words


@dataclass(frozen=True)
class Comments:
    """Everything assessors can write, and the reasons a panel, a screening officer and the committee record."""

    points: Mapping[str, Remarks]
    categories: Mapping[str, Remarks]
    items: Mapping[str, Remarks]
    consensus_reasons: Words
    dissents: Words
    tick_granted: str
    tick_refused: str
    decisions: Mapping[str, str]
    summaries: Mapping[str, str]
    screening_reason: str

    def about(self, rubric: Rubric, node: Node, facts: Mapping[str, str]) -> Remarks:
        """Return what can be said about a scored leaf, filled from the facts (or the theme) of an entry.

        Points files are looked up by the key of the indicator, PMQA 4.0 by item, the 1,000-point criteria by category.
        """
        found = self._bank(rubric, node)
        return Remarks(_filled(found.strengths, facts), _filled(found.ofi, facts))

    def decision(self, rubric: Rubric, outcome: str) -> str:
        """Return what the committee records for an outcome; that of a category award is one for all categories."""
        if rubric.award_types and outcome != "none":
            return self.decisions["category_award"]
        if rubric.bands and outcome == "none":
            return self.decisions["not_certified"]
        return self.decisions[outcome]

    def summary(self, entry: Entry) -> str:
        """Return the opening words of an entry's feedback report; an entry without an outcome did not go on."""
        facts = entry.self_assessment.theme if entry.self_assessment else entry.facts
        return _filled([self.summaries[_summed_up_as(entry)]], facts)[0]

    def _bank(self, rubric: Rubric, node: Node) -> Remarks:
        if node.key is not None:
            return self.points[node.key]
        parent = rubric.parent_of(node.id)
        if node.scheme is not None and parent is not None:
            return self.categories[parent.id]
        return self.items[node.id]


@lru_cache(maxsize=1)
def read_explanations() -> Explanations:
    """Return what agencies write beside their levels. Raises ContentFault."""
    return made(_explanations, load(_EXPLANATIONS), _EXPLANATIONS)


def read_comments() -> Comments:
    """Return what assessors, panels and the committee write. Raises ContentFault."""
    return made(_comments, load(_COMMENTS), _COMMENTS)


def _explanations(record: Record) -> Explanations:
    levels = {(item, level): text for item, texts in record["levels"].items() for level, text in texts.items()}
    return Explanations(tuple(record["theme_keys"]), MappingProxyType(levels), MappingProxyType(record["results"]))


def _comments(record: Record) -> Comments:
    reasons = record["reasons"]
    granted, refused = reasons["ticks"]
    return Comments(
        points=_remarks(record["points"]),
        categories=_remarks(record["categories"]),
        items=_remarks(record["items"]),
        consensus_reasons=tuple(reasons["consensus"]),
        dissents=tuple(reasons["dissent"]),
        tick_granted=granted,
        tick_refused=refused,
        decisions=MappingProxyType({outcome: text for outcome, (text,) in reasons["decision"].items()}),
        summaries=MappingProxyType(record["summaries"]),
        screening_reason=reasons["screening"][0],
    )


def _summed_up_as(entry: Entry) -> str:
    outcome = entry.fate.outcome
    if entry.rubric.award_types:
        return "no_category_award" if outcome in (None, "none") else "category_award"
    if entry.rubric.bands and outcome == "none":
        return "not_certified"
    return outcome or "not_advanced"


def _remarks(records: Mapping[str, Record]) -> Mapping[str, Remarks]:
    banks = {key: Remarks(tuple(each["strengths"]), tuple(each["ofi"])) for key, each in records.items()}
    return MappingProxyType(banks)


def _filled(sentences: Sequence[str], facts: Mapping[str, str]) -> Words:
    """Fill the braces. A figure stands apart from the word before it; the word for per cent does not."""
    return tuple(_APART.sub(r"\1", sentence.format_map(facts)) for sentence in sentences)

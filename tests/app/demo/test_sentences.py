"""The sentence banks: remarks keep the rules for comments, explanations and reasons lack nothing."""

from __future__ import annotations

from app.demo.content import Content
from rubrics import load_rubric
from rubrics.phrases import check_comment


def test_every_remark_keeps_the_rules_for_comments(content: Content) -> None:
    for entry in content.entries.values():
        facts = entry.self_assessment.theme if entry.self_assessment else entry.facts
        for leaf in entry.rubric.leaves if facts else ():
            remarks = content.comments.about(entry.rubric, leaf, facts)
            for words in (*remarks.strengths, *remarks.ofi):
                assert (words, check_comment(words, "th")) == (words, [])


def test_whoever_is_scored_gives_the_facts_remarks_are_filled_with(content: Content) -> None:
    for entry in content.entries.values():
        assert bool(entry.fate.quality) <= bool(entry.facts or entry.self_assessment)


def test_every_level_has_an_explanation_that_its_theme_fills(content: Content) -> None:
    items = load_rubric("pmqa40@2564").leaves
    assert set(content.explanations.levels) == {(item.id, level.code) for item in items for level in item.levels}
    assert set(content.explanations.results) == {item.id for item in items if item.kpi}
    for entry in content.entries.values():
        if entry.self_assessment:
            assert set(entry.self_assessment.theme) == set(content.explanations.theme_keys)


def test_the_committee_has_words_for_every_outcome(content: Content) -> None:
    for entry in content.entries.values():
        if entry.fate.outcome is not None:
            assert content.comments.decision(entry.rubric, entry.fate.outcome)


def test_a_feedback_report_opens_with_words_about_its_own_entry(content: Content) -> None:
    told = [entry for entry in content.entries.values() if entry.fate.outcome or entry.fate.state == "not_advanced"]
    openings = [content.comments.summary(entry) for entry in told]
    assert len(set(openings)) == len(told)
    assert [found for opening in openings for found in check_comment(opening, "th") if found.blocks_submit] == []

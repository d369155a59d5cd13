"""Comments are checked against the phrase book: what it flags, what it lets pass, and that the book is sound."""

from pathlib import Path

import pytest

from rubrics.faults import RubricFaults
from rubrics.phrase_book import CommentRule, Language, PhraseBook, Severity
from rubrics.phrases import BOOKS, check_comment, load_phrases
from rubrics.reader import read_file


def broken(text: str, language: Language, *, is_double: bool = False) -> list[str]:
    return [finding.rule_id for finding in check_comment(text, language, is_double=is_double)]


def test_the_book_has_its_ten_rules() -> None:
    assert [rule.id for rule in load_phrases().rules] == [
        "no-prescription",
        "no-bare-praise",
        "needs-evidence",
        "one-thought",
        "relevance",
        "not-clear-phrase",
        "no-style-remarks",
        "no-names",
        "sentence-length",
        "absolute-words",
    ]


@pytest.mark.parametrize("rule", load_phrases().rules, ids=lambda rule: str(rule.id))
@pytest.mark.parametrize("language", ["th", "en"])
def test_every_flagged_example_is_caught_and_every_clean_one_passes(rule: CommentRule, language: Language) -> None:
    caught = [rule.id in broken(text, language, is_double=True) for text in getattr(rule.examples.flagged, language)]
    passed = [rule.id in broken(text, language, is_double=True) for text in getattr(rule.examples.clean, language)]
    assert (set(caught) - {True}, set(passed) - {False}) == (set(), set())


def test_a_finding_names_the_words_found() -> None:
    (finding,) = check_comment("หน่วยงานควรจัดทำแผนสำรอง 3 ระบบ", "th")
    assert (finding.rule_id, finding.severity, finding.words) == ("no-prescription", Severity.ERROR, "ควร")
    assert finding.blocks_submit


def test_missing_evidence_has_no_words_to_show() -> None:
    (finding,) = check_comment("The agency communicates in many ways.", "en")
    assert (finding.rule_id, finding.words) == ("needs-evidence", "")


def test_only_a_comment_that_weighs_double_owes_its_relevance() -> None:
    assert broken("There are 12 process measures.", "en") == []
    assert broken("There are 12 process measures.", "en", is_double=True) == ["relevance"]


def test_badly_pasted_thai_is_read_as_it_looks() -> None:
    assert broken("เห็นสมค\u200bวรปรับ 2 เรื่อง", "th") == ["no-prescription"]


def test_an_opening_sentence_is_measured_as_readers_see_it() -> None:
    assert broken("ที่นี่ 1 " + "นี้" * 215, "th") == []
    assert broken("ที่นี่ 1 " + "นี้" * 216, "th") == ["sentence-length"]
    assert broken("1 " + "a" * 258 + ". " + "b" * 300, "en") == ["sentence-length"]
    assert broken("1 " + "a" * 250 + ". " + "b" * 300, "en") == []


def test_a_book_whose_rule_misses_its_own_example_is_refused(tmp_path: Path) -> None:
    source = (BOOKS / "feedback-phrases-2564.yaml").read_text(encoding="utf-8")
    place = tmp_path / "book.yaml"
    place.write_text(source.replace("หน่วยงานควรจัดทำแผนสำรอง", "มีแผนสำรอง 3 ระบบ", 1), encoding="utf-8")
    with pytest.raises(RubricFaults) as refused:
        read_file(place, PhraseBook)
    (fault,) = refused.value.faults
    assert (fault.where, fault.message) == ("rules.1.examples.flagged.th.1", "the rule does not catch this example")


def test_an_unknown_book_is_a_lookup_error() -> None:
    with pytest.raises(LookupError, match=r"^no-such-book$"):
        load_phrases("no-such-book")

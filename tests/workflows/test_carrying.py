"""What of an earlier document goes on: by id, in the later shape, and nothing is lost without a word."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from rubrics import load_rubric
from rubrics.strict import Text
from workflows.application import Phase
from workflows.document import Question, QuestionKind, questions
from workflows.document.carrying import WhyLeftOut, carry, edition_change
from workflows.document.gaps import is_blank

ASKED = dict(questions(load_rubric("pmqa40@2564"), Phase.ENTRY))
TICKS = [field for field, question in ASKED.items() if question.kind is QuestionKind.TICK]
AWARD = dict(questions(load_rubric("ps-innovation@2564"), Phase.ENTRY))
CHOICE = next(
    question for question in AWARD.values() if question.kind is QuestionKind.CHOICE and len(question.choices) > 1
)
MEASURES = next(question for question in AWARD.values() if question.kind is QuestionKind.MEASURES)
TITLE = Text(th="ใหม่", en="New")


def of(
    question: Question, value: object, later: Question | None = None, years: int = 1
) -> tuple[object, list[WhyLeftOut]]:
    """Carry one answer over; return what goes on and why something did not."""
    new = {} if later is None else {later.id: later}
    found = carry({question.id: question}, new, {question.id: value}, (), years=years)
    return found.answers.get(question.id), [left.why for left in found.left_out]


@given(st.sets(st.sampled_from(TICKS)), st.sets(st.sampled_from(TICKS)))
def test_every_answer_goes_on_or_is_listed(ticked: set[str], dropped: set[str]) -> None:
    later = {field: question for field, question in ASKED.items() if field not in dropped}
    found = carry(ASKED, later, dict.fromkeys(ticked, True), (), years=1)
    assert set(found.answers) == ticked - dropped
    assert {left.field for left in found.left_out} == ticked & dropped


@given(st.sets(st.sampled_from([f for f, q in ASKED.items() if q.kind is QuestionKind.FILE])))
def test_files_go_on_where_their_field_does(attached: set[str]) -> None:
    gone = sorted(attached)[:1]
    later = {field: question for field, question in ASKED.items() if field not in gone}
    found = carry(ASKED, later, {}, attached, years=1)
    assert found.file_fields == attached - set(gone)
    assert [left.field for left in found.left_out] == gone


def test_the_same_edition_carries_everything_but_who_applies_and_certifies() -> None:
    answers = {"submitting_agency": "dex1", "declaration": True, TICKS[0]: True, TICKS[1]: False}
    found = carry(ASKED, ASKED, answers, (), years=0)
    assert (dict(found.answers), found.left_out) == ({TICKS[0]: True}, ())


def test_a_question_of_another_kind_takes_nothing() -> None:
    question = ASKED[TICKS[0]]
    assert of(question, True, replace(question, kind=QuestionKind.TEXT)) == (None, [WhyLeftOut.OTHER_KIND])


def test_a_choice_that_is_gone_is_left_out_alone() -> None:
    first, second = CHOICE.choices[:2]
    later = replace(CHOICE, choices=(first,))
    assert of(CHOICE, [first.code, second.code], later) == ([first.code], [WhyLeftOut.CHOICE_GONE])


def test_a_column_that_is_gone_is_left_out_alone() -> None:
    first, second = MEASURES.columns[:2]
    later = replace(MEASURES, columns=(first,))
    assert of(MEASURES, [{first.id: "ก", second.id: "ข"}], later) == ([{first.id: "ก"}], [WhyLeftOut.COLUMN_GONE])


def test_results_move_back_a_year_for_each_year_between() -> None:
    question = ASKED["kpis.7.1"]
    row = {"title": "ต", "unit": "%", "direction": "more", "target": "90", "actual": "4", "year_1": "3", "year_2": "2"}
    row |= {"year_3": "1", "source": "", "example": ""}
    expected = {0: "4321", 1: "-432", 2: "--43", 3: "---4", 4: "----"}
    for years, wanted in expected.items():
        (moved,) = of(question, [row], question, years)[0]  # type: ignore[misc]  # rows of an indicator
        figures = "".join(moved[name] or "-" for name in ("actual", "year_1", "year_2", "year_3"))
        assert (figures, moved["title"], moved["target"]) == (wanted, "ต", "90" if years == 0 else "")


def test_an_edition_says_what_it_asks_otherwise() -> None:
    later = {field: question for field, question in ASKED.items() if field != TICKS[0]}
    later[TICKS[1]] = replace(later[TICKS[1]], title=TITLE)
    later["tick.new"] = replace(ASKED[TICKS[0]], id="tick.new")
    change = edition_change(ASKED, later)
    assert [each.id for each in change.added] == ["tick.new"]
    assert [each.id for each in change.dropped] == [TICKS[0]]
    assert [(each.question.id, each.before) for each in change.reworded] == [(TICKS[1], ASKED[TICKS[1]].title)]
    assert not any(is_blank(each) for each in change.reworded)

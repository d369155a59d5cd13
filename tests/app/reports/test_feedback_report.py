"""The feedback report tells the agency what was found, exactly or in ranges, and never who found it."""

from __future__ import annotations

from dataclasses import fields, replace
from decimal import Decimal

import pytest

from app.reports.feedback_figures import PointsScore, SeriesScores, figures_table, radar_figure
from app.reports.feedback_report import FeedbackReport, Finding, feedback_report_manuscript
from tests.app.reports.reading import absent_from, pages_of
from tests.app.reports.samples.feedback import points_report, ranges_report, status_report


def test_the_status_report_tells_score_level_change_and_every_finding() -> None:
    report = status_report("th")
    pdf = feedback_report_manuscript(report, "th").typeset()
    expected = [
        "กรมบริการข้อมูลน้ำ (สมมติ)",
        "377 จาก 500",
        "ระดับพื้นฐาน (Basic)",
        "ตัวเลขตัวอย่าง",
        "เทียบระบบราชการ 4.0 ได้ 3.0",
        "ขาดอีก 23 คะแนน จะถึงระดับก้าวหน้า",
        "ปีก่อนได้ 361 เพิ่มขึ้น 16 คะแนน",
        "3 การให้ความสำคัญกับผู้รับบริการและผู้มีส่วนได้ส่วนเสีย 412.00 350.00 385.00",
        "รายงานนี้สรุปความเห็นร่วมกันของคณะผู้ตรวจ",
        *(finding.headline for one in report.categories for finding in (*one.strengths, *one.opportunities)),
    ]
    assert absent_from(pdf, expected) == []


def test_the_english_report_is_complete() -> None:
    pdf = feedback_report_manuscript(status_report("en"), "en").typeset()
    expected = [
        "377 of 500",
        "This equals Bureaucracy 3.0.",
        "Last year: 361, up by 16.",
        "How to use this report",
        "Illustrative",
    ]
    assert absent_from(pdf, expected) == []


def test_a_points_report_shows_points_percent_and_its_own_next_steps() -> None:
    report = points_report("en")
    expected = [
        "79.50 of 100",
        "Results by dimension",
        "Findings by dimension",
        "3 Outputs and proven results 24.00 30 80.00",
        *report.next_steps,
        report.title or "",
    ]
    assert absent_from(feedback_report_manuscript(report, "en").typeset(), expected) == []


def test_a_report_in_ranges_tells_the_range_and_its_meaning_but_no_score() -> None:
    pdf = feedback_report_manuscript(ranges_report("th"), "th").typeset()
    told = ["อยู่ในช่วงร้อยละ 45–55", "50–65", "มีแนวทางที่เป็นระบบ ถ่ายทอดไปทั่วทั้งหน่วยงาน"]
    hidden = ["คะแนนที่ตกลง", "377", "410"]
    assert (absent_from(pdf, told), absent_from(pdf, hidden)) == ([], hidden)


def test_figures_of_different_kinds_are_refused() -> None:
    rows = [("1", PointsScore(Decimal(1), Decimal(2))), ("2", SeriesScores(None, None, None, Decimal(500)))]
    with pytest.raises(ValueError, match="one kind of figure"):
        figures_table(rows, "th", mark=None)


def test_the_values_have_no_place_for_an_assessor() -> None:
    names = {field.name for field in fields(FeedbackReport)} | {field.name for field in fields(Finding)}
    assert {name for name in names if "assessor" in name or "author" in name or "person" in name} == set()


def test_what_is_not_scored_is_a_dash() -> None:
    rows = [("1 ก", SeriesScores(Decimal("12.345"), None, None, Decimal(500)))]
    assert figures_table(rows, "th", mark=None)["cells"] == [["1 ก", "12.35", "–", "–"]]


@pytest.mark.parametrize(("is_certified", "last"), [(False, "Agreed"), (True, "Certified result")])
def test_what_the_certifiers_agreed_first_is_not_called_certified(*, is_certified: bool, last: str) -> None:
    figures = SeriesScores(Decimal(450), Decimal("416.67"), Decimal(425), Decimal(500), is_certified)
    heads = figures_table([("1", figures)], "en", mark=None)["heads"]
    radar = radar_figure([(str(place), figures) for place in range(3)], "en")
    assert isinstance(heads, list)
    assert isinstance(radar["key"], list)
    assert heads[1:4] == ["Self", "Certifiers (round 1)", last]
    assert [each["name"] for each in radar["key"]] == ["Self", "Certifiers (round 1)", last]


@pytest.mark.parametrize(("previous", "sentence"), [("400", "down by 23"), ("377", "unchanged")])
def test_a_score_that_fell_or_stayed_is_said_plainly(previous: str, sentence: str) -> None:
    report = status_report("en")
    changed = replace(report, standing=replace(report.standing, previous_score=Decimal(previous)))
    assert absent_from(feedback_report_manuscript(changed, "en").typeset(), [sentence]) == []


def test_findings_too_long_for_a_page_run_over_several() -> None:
    report = points_report("th")
    long = Finding("ยาวมาก", "ข้อความยาวของข้อค้นพบ " * 260)
    pdf = feedback_report_manuscript(replace(report, key_strengths=(long,)), "th").typeset()
    short = feedback_report_manuscript(report, "th").typeset()
    assert (pages_of(pdf) > pages_of(short), absent_from(pdf, ["ยาวมาก"])) == (True, [])


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_same_report_always_gives_the_same_bytes(language: str) -> None:
    first, again = (feedback_report_manuscript(ranges_report(language), language) for _ in range(2))
    assert (first.fingerprint, first.typeset()) == (again.fingerprint, again.typeset())

"""The decision workbook: application by criterion by assessor, with totals as formulas a spreadsheet computes again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from io import BytesIO

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from app.queries.decision_workbook import Comment, DecisionRow, DecisionTable, interval_90
from app.queries.sheet_page import node_code
from app.reports.outcome_words import outcome_in_words
from app.reports.streamed_sheet import FIGURE, WHOLE, Formula, SheetWriter
from app.reports.wording import Text, award_year, instant
from app.reports.xlsx import without_times
from rubrics.nodes import Node
from workflows.scoring.printing import truncates_totals
from workflows.scoring.totals import Scores
from workflows.scoring.weights import leaf_weights

_SHEETS = {
    "summary": Text(th="สรุป", en="Summary"),
    "scores": Text(th="คะแนน", en="Scores"),
    "comments": Text(th="ข้อคิดเห็น", en="Comments"),
    "about": Text(th="คำอธิบาย", en="About"),
}
_CODE = Text(th="เลขที่", en="Code")
_TITLE = Text(th="ผลงาน", en="Entry")
_AGENCY = Text(th="หน่วยงาน", en="Agency")
_STAGE = Text(th="ขั้นตอน", en="Stage")
_ASSESSOR = Text(th="ผู้ตรวจ %(number)s", en="Assessor %(number)s")
_PANEL_MEAN = Text(th="ค่าเฉลี่ยคณะ", en="Panel mean")
_AGREED = Text(th="คะแนนฉันทามติ", en="Consensus")
_PRINTED = Text(th="คะแนนที่พิมพ์", en="As printed")
_PERCENT = Text(th="ร้อยละของคะแนนเต็ม", en="Percent of the maximum")
_CALIBRATED = Text(th="คะแนนปรับเทียบ", en="Calibrated")
_LOW, _HIGH = Text(th="ช่วง 90 % ต่ำสุด", en="90 % low"), Text(th="ช่วง 90 % สูงสุด", en="90 % high")
_RANK = Text(th="ช่วงอันดับ 90 %", en="90 % ranks")
_BY_RULE = Text(th="ผลตามเกณฑ์", en="By the criteria")
_DECIDED = Text(th="มติ", en="Decision")
_UNDECIDED = Text(th="ยังไม่มีมติ", en="Not decided yet")
_NOT_AGREED = Text(th="ยังไม่มีคะแนนฉันทามติ", en="No consensus yet")
_OF_LAST_STAGE = Text(th="ดูขั้นตอนสุดท้าย", en="See the last stage")
_PANEL = Text(th="คณะผู้ตรวจ", en="Panel")
_CRITERION, _NUMBER = Text(th="เกณฑ์", en="Criterion"), Text(th="ข้อ", en="Number")
_OF, _WEIGHT = Text(th="คะแนนเต็ม", en="Of"), Text(th="น้ำหนักในคะแนนรวม", en="Weight in the total")
_MEAN = Text(th="ค่าเฉลี่ย", en="Mean")
_WHO = Text(th="ผู้เขียน", en="Written by")
_STRENGTHS = Text(th="จุดแข็ง", en="Strengths")
_OPPORTUNITIES = Text(th="โอกาสในการปรับปรุง", en="Opportunities for improvement")
_NOTE, _DISSENT = Text(th="บันทึกหรือเหตุผล", en="Note or reason"), Text(th="ความเห็นแย้ง", en="Dissent")
_POINTS = Text(th="คะแนน", en="Points")
_ABOUT = (
    Text(
        th="คะแนนรวมทุกช่องในแผ่น “สรุป” เป็นสูตร คำนวณจากแผ่น “คะแนน” ช่องว่างแปลว่ายังไม่ได้ให้คะแนน ไม่ใช่ศูนย์",
        en="Every total of “Summary” is a formula over “Scores”. An empty cell means not scored, never zero.",
    ),
    Text(
        th="คะแนนรวม = ผลบวกของคะแนนแต่ละข้อคูณน้ำหนัก ถ้ามีข้อที่ยังไม่ได้ให้คะแนน คะแนนรวมจะว่าง",
        en="A total is the sum of points times weight; where one criterion is not scored, the total is empty.",
    ),
    Text(
        th="ผลงานที่ผ่านหลายขั้นตอนมีหนึ่งแถวต่อขั้นตอนที่บันทึกฉันทามติแล้ว ผลตามเกณฑ์และมติอยู่ในแถวของขั้นตอนสุดท้าย",
        en="An entry has a row for each stage whose consensus is recorded; the outcome stands in the last one.",
    ),
    Text(
        th="คะแนนฉันทามติคือคะแนนที่คณะบันทึกไว้ครั้งล่าสุด รวมสิ่งที่เปลี่ยนหลังการตรวจประเมินในพื้นที่ (ถ้ามี)",
        en="Consensus is what the panel recorded last, with what a site visit changed, if there was one.",
    ),
    Text(
        th="คะแนนปรับเทียบและช่วง 90 % เป็นข้อมูลประกอบ ไม่ใช้ตัดสินแทนคะแนนฉันทามติ",
        en="Calibrated scores and their 90 % intervals are advice beside the consensus, never in its place.",
    ),
)
_CONFIDENTIAL = Text(th="เอกสารลับจนกว่าจะประกาศผล", en="Confidential until the results are announced")
_PRINTED_AT = Text(th="จัดทำเมื่อ %(when)s", en="Made %(when)s")
_CRITERIA = Text(th="เกณฑ์ %(id)s (SHA-256 %(sha)s)", en="Criteria %(id)s (SHA-256 %(sha)s)")
_RUN = Text(th="ชุดคะแนนที่ใช้ปรับเทียบ (SHA-256) %(sha)s", en="Calibrated from the scores with SHA-256 %(sha)s")
_NO_RUN = Text(th="ยังไม่มีการปรับเทียบคะแนน", en="No scores were calibrated yet")
# A spreadsheet's halves and thirds are a hair off; six decimals take that away before a total is cut to whole points.
_CLEAN = 6


@dataclass(frozen=True)
class _Plan:
    """Where things stand: the criteria below each application, and how many assessors the largest panel has."""

    table: DecisionTable
    language: str
    leaves: tuple[Node, ...]
    assessors: int

    @property
    def first_voice(self) -> int:
        """The column of the first assessor in “Scores”, behind the one of the weights."""
        return 8

    def scores_range(self, place: int, column: int) -> str:
        """The cells of the row at this place of “Summary” in “Scores”, in one column."""
        first, letter = 2 + place * len(self.leaves), get_column_letter(column)
        sheet = _SHEETS["scores"].in_language(self.language)
        return f"'{sheet}'!${letter}${first}:${letter}${first + len(self.leaves) - 1}"


def write_decision_workbook(table: DecisionTable, language: str, *, printed_at: datetime) -> bytes:
    """Return the .xlsx file. Rows are streamed: a national round needs no more memory than its longest row."""
    plan = _Plan(table, language, table.rubric.leaves, max((len(row.voices) for row in table.rows), default=0))
    workbook = Workbook(write_only=True)
    workbook.properties.creator = "Lertrat"
    workbook.properties.created = printed_at.replace(tzinfo=None)
    _summary(SheetWriter(workbook, _SHEETS["summary"].in_language(language)), plan)
    _scores(SheetWriter(workbook, _SHEETS["scores"].in_language(language)), plan)
    _comments(SheetWriter(workbook, _SHEETS["comments"].in_language(language)), plan)
    _about(SheetWriter(workbook, _SHEETS["about"].in_language(language)), plan, printed_at)
    written = BytesIO()
    workbook.save(written)
    return without_times(written.getvalue())


def _assessor_heads(plan: _Plan) -> list[str]:
    return [_ASSESSOR.in_language(plan.language, number=number) for number in range(1, plan.assessors + 1)]


def _summary(sheet: SheetWriter, plan: _Plan) -> None:
    said, voices = plan.language, _assessor_heads(plan)
    heads = [each.in_language(said) for each in (_CODE, _TITLE, _AGENCY, _STAGE)] + voices
    figures = (_PANEL_MEAN, _AGREED, _PRINTED, _PERCENT, _CALIBRATED, _LOW, _HIGH, _RANK, _BY_RULE, _DECIDED, _PANEL)
    heads += [each.in_language(said) for each in figures]
    sheet.head(heads, [16, 40, 32, 20, *[12] * len(voices), 12, 14, 12, 14, 14, 12, 12, 14, 20, 20, 40])
    for place, row in enumerate(plan.table.rows):
        sheet.row(_summary_cells(row, plan, place))
    sheet.close()


def _summary_cells(row: DecisionRow, plan: _Plan, place: int) -> list[object]:
    said, number = plan.language, place + 2
    totals = [
        _total(plan, place, plan.first_voice + voice) if voice < len(row.voices) else None
        for voice in range(plan.assessors)
    ]
    first, last = get_column_letter(5), get_column_letter(4 + max(plan.assessors, 1))
    agreed = f"{get_column_letter(6 + plan.assessors)}{number}"
    interval = interval_90(row.calibrated) if row.calibrated else None
    ranks = row.calibrated.ranks if row.calibrated else None
    return [
        row.application.code,
        row.application.title(said) or row.application.agency.name(said),
        row.application.agency.name(said),
        row.stage.title(said) if row.stage else "",
        *totals,
        _mean(f"{first}{number}:{last}{number}") if plan.assessors else None,
        _total(plan, place, plan.first_voice + plan.assessors + 1),
        _as_printed(agreed, plan),
        Formula(f'=IF({agreed}="","",100*{agreed}/{plan.table.rubric.maximum})', FIGURE),
        row.calibrated.calibrated if row.calibrated else None,
        *(interval or (None, None)),
        f"{ranks[0]}–{ranks[1]}" if ranks else "",
        _outcome(row, row.by_rule, _NOT_AGREED, plan),
        _outcome(row, row.decided, _UNDECIDED, plan),
        ", ".join(f"{place}. {voice.name}" for place, voice in enumerate(row.voices, start=1) if voice.name),
    ]


def _outcome(row: DecisionRow, code: str | None, lacking: Text, plan: _Plan) -> str:
    """Name an outcome; an empty cell would leave open whether nothing is given or nothing was said yet."""
    if not row.is_last:
        return _OF_LAST_STAGE.in_language(plan.language)
    if code is None:
        return lacking.in_language(plan.language)
    return outcome_in_words(plan.table.rubric, code, plan.language)


def _total(plan: _Plan, place: int, column: int) -> Formula:
    points, weights = plan.scores_range(place, column), plan.scores_range(place, plan.first_voice - 1)
    return Formula(f'=IF(COUNT({points})={len(plan.leaves)},SUMPRODUCT({points},{weights}),"")', FIGURE)


def _mean(cells: str) -> Formula:
    return Formula(f'=IF(COUNT({cells})=0,"",SUM({cells})/COUNT({cells}))', FIGURE)


def _as_printed(agreed: str, plan: _Plan) -> Formula:
    """Printed as every page prints it: cut to whole points, or half up to two decimals."""
    if truncates_totals(plan.table.rubric):
        return Formula(f'=IF({agreed}="","",INT(ROUND({agreed},{_CLEAN})))', WHOLE)
    return Formula(f'=IF({agreed}="","",ROUND(ROUND({agreed},{_CLEAN}),2))', FIGURE)


def _scores(sheet: SheetWriter, plan: _Plan) -> None:
    said, voices = plan.language, _assessor_heads(plan)
    heads = [each.in_language(said) for each in (_CODE, _TITLE, _STAGE, _NUMBER, _CRITERION, _OF, _WEIGHT)]
    heads += [*voices, _MEAN.in_language(said), _AGREED.in_language(said)]
    sheet.head(heads, [16, 32, 20, 10, 44, 10, 12, *[12] * len(voices), 12, 14])
    weights = leaf_weights(plan.table.rubric)
    number = 2
    for row in plan.table.rows:
        for leaf in plan.leaves:
            sheet.row(_score_cells(row, leaf, plan, weights, number))
            number += 1
    sheet.close()


def _score_cells(
    row: DecisionRow, leaf: Node, plan: _Plan, weights: Mapping[str, Fraction], number: int
) -> list[object]:
    said = plan.language
    values = [_points(voice.scores, leaf) for voice in row.voices]
    first, last = get_column_letter(plan.first_voice), get_column_letter(plan.first_voice + max(plan.assessors, 1) - 1)
    return [
        row.application.code,
        row.application.title(said) or row.application.agency.name(said),
        row.stage.title(said) if row.stage else "",
        node_code(leaf),
        leaf.title.in_language(said),
        leaf.points or plan.table.rubric.maximum,
        _weight(weights[leaf.id]),
        *values,
        *[None] * (plan.assessors - len(values)),
        _mean(f"{first}{number}:{last}{number}") if plan.assessors else None,
        _points(row.agreed, leaf) if row.agreed else None,
    ]


def _weight(weight: Fraction) -> Formula | int:
    """A share stays a division, which a spreadsheet computes itself as exactly as it can."""
    return (
        weight.numerator if weight.denominator == 1 else Formula(f"={weight.numerator}/{weight.denominator}", "0.0000")
    )


def _points(scores: Scores, leaf: Node) -> Decimal | None:
    return scores.nodes.get(leaf.id)


def _comments(sheet: SheetWriter, plan: _Plan) -> None:
    said = plan.language
    heads = (_CODE, _STAGE, _NUMBER, _CRITERION, _WHO, _POINTS, _STRENGTHS, _OPPORTUNITIES, _NOTE, _DISSENT)
    sheet.head([each.in_language(said) for each in heads], [16, 20, 10, 36, 20, 10, 60, 60, 50, 40])
    for row in plan.table.rows:
        for cells in _comment_rows(row, plan):
            sheet.row(cells)
    sheet.close()


def _comment_rows(row: DecisionRow, plan: _Plan) -> Iterator[list[object]]:
    said, rubric = plan.language, plan.table.rubric
    speakers: list[tuple[str, Scores | None, tuple[Comment, ...]]] = [
        (_ASSESSOR.in_language(said, number=number), voice.scores, voice.comments)
        for number, voice in enumerate(row.voices, start=1)
    ]
    speakers.append((_AGREED.in_language(said), row.agreed, row.comments))
    for who, scores, comments in speakers:
        for each in comments:
            node = rubric.node(each.node_id) if rubric.has_node(each.node_id) else None
            yield [
                row.application.code,
                row.stage.title(said) if row.stage else "",
                node_code(node) if node else "",
                node.title.in_language(said) if node else "",
                who,
                scores.nodes.get(each.node_id) if scores else None,
                each.strengths,
                each.opportunities,
                each.note,
                each.dissent,
            ]


def _about(sheet: SheetWriter, plan: _Plan, printed_at: datetime) -> None:
    said, table = plan.language, plan.table
    title = f"{table.programme.title(said)} {award_year(table.programme.cycle.year_be, said)}"
    sheet.head([title], [120])
    run = _RUN.in_language(said, sha=table.run_sha256) if table.run_sha256 else _NO_RUN.in_language(said)
    secret = () if table.is_announced else (_CONFIDENTIAL,)
    lines = [line.in_language(said) for line in (*secret, *_ABOUT)]
    lines += [
        _CRITERIA.in_language(said, id=table.rubric.full_id, sha=table.rubric.sha256),
        run,
        _PRINTED_AT.in_language(said, when=instant(printed_at, said)),
    ]
    for line in lines:
        sheet.row([line])
    sheet.close()

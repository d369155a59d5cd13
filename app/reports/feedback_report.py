"""The feedback report an agency receives. Its values have no place for an assessor's name, so none can be printed."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal

from app.reports.charts import Level, level_bar, level_key
from app.reports.feedback_figures import BandRange, Figure, PointsScore, figures_table, radar_figure
from app.reports.feedback_tables import Comparison, ItemLevel, comparison_table, items_table
from app.reports.letterhead import frame
from app.reports.pdf import Manuscript
from app.reports.wording import Text, award_year, figure, grouped_hash, total


@dataclass(frozen=True)
class Finding:
    """One strength or opportunity: what was found, the evidence, why it matters to this agency, and where it is."""

    headline: str
    detail: str = ""
    relevance: str = ""
    places: str = ""


@dataclass(frozen=True)
class FeedbackCategory:
    """A category or dimension of the rubric. `short_title` names it in the radar, where it may hold a line end."""

    number: str
    title: str
    short_title: str
    figure: Figure
    strengths: tuple[Finding, ...] = ()
    opportunities: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Standing:
    """Where the agency stands. Scores are given as they are printed; what may not be told is left out."""

    level: str | None = None
    score: Decimal | None = None
    maximum: Decimal | None = None
    band: BandRange | None = None
    previous_score: Decimal | None = None
    bureaucracy_index: Decimal | None = None
    next_level: str | None = None
    points_to_next_level: Decimal | None = None
    scale: tuple[Level, ...] = ()
    is_illustrative: bool = False


@dataclass(frozen=True)
class FeedbackReport:
    """Everything the report says, in the language it is wanted in. `mark_percent` is the line to reach in the bars."""

    application_code: str
    title: str | None
    agency: str
    programme: str
    cycle_year_be: int
    issuer: str
    released_at: datetime
    ledger_address: str
    standing: Standing
    summary: str
    key_strengths: tuple[Finding, ...]
    key_opportunities: tuple[Finding, ...]
    categories: tuple[FeedbackCategory, ...]
    next_steps: tuple[str, ...] = ()
    items: tuple[ItemLevel, ...] = ()
    comparison: tuple[Comparison, ...] = ()
    mark_percent: Decimal | None = None
    verification_sha256: str | None = None


_KIND = Text(th="รายงานป้อนกลับ", en="Feedback report")
_CYCLE = Text(th="รอบปี %(year)s", en="Cycle %(year)s")
_LEDE = Text(
    th="ขอขอบคุณที่ร่วมประเมิน รายงานนี้บอกสิ่งที่คณะผู้ตรวจพบจากเอกสารและหลักฐานของท่าน เพื่อใช้พัฒนาในปีถัดไป",
    en="Thank you for taking part. This report tells what the panel found in your documents and evidence, "
    "for you to build on.",
)
_AGREED = Text(th="คะแนนที่ตกลง", en="Agreed score")
_RESULT = Text(th="ผลการประเมิน", en="Result")
_FROM = Text(th="จาก %(maximum)s", en="of %(maximum)s")
_BAND = Text(th="อยู่ในช่วงร้อยละ %(range)s", en="In the range of %(range)s percent")
_INDEX = Text(th="เทียบระบบราชการ 4.0 ได้ %(index)s", en="This equals Bureaucracy %(index)s.")
_TO_NEXT = Text(th="ขาดอีก %(points)s คะแนน จะถึง%(level)s", en="%(points)s more points reach %(level)s.")
_ROSE = Text(th="ปีก่อนได้ %(previous)s เพิ่มขึ้น %(by)s คะแนน", en="Last year: %(previous)s, up by %(by)s.")
_FELL = Text(th="ปีก่อนได้ %(previous)s ลดลง %(by)s คะแนน", en="Last year: %(previous)s, down by %(by)s.")
_SAME = Text(th="ปีก่อนได้ %(previous)s เท่าเดิม", en="Last year: %(previous)s, unchanged.")
_ILLUSTRATIVE = Text(th="ตัวเลขตัวอย่าง", en="Illustrative")
_SCALE_ALT = Text(th="แถบระดับ คะแนน %(score)s จาก %(maximum)s", en="Level bar: %(score)s of %(maximum)s")
_FROM_SCORE = Text(th="%(level)s ตั้งแต่ %(start)s", en="%(level)s from %(start)s")
_HEADINGS = {
    "summary_heading": Text(th="บทสรุป", en="Summary"),
    "figures_heading": Text(th="ผลรายหมวด", en="Results by category"),
    "key_heading": Text(th="ประเด็นสำคัญ", en="Key points"),
    "strengths": Text(th="จุดแข็ง", en="Strengths"),
    "opportunities": Text(th="โอกาสในการปรับปรุง", en="Opportunities for improvement"),
    "details_heading": Text(th="ข้อค้นพบรายหมวด", en="Findings by category"),
    "use_heading": Text(th="วิธีใช้รายงานนี้", en="How to use this report"),
    "verify_label": Text(th="รหัสตรวจสอบ (SHA-256)", en="Verification code (SHA-256)"),
}
_BY_DIMENSION = {
    "figures_heading": Text(th="ผลรายมิติ", en="Results by dimension"),
    "details_heading": Text(th="ข้อค้นพบรายมิติ", en="Findings by dimension"),
}
_USE = (
    Text(
        th="เลือกโอกาสในการปรับปรุงสองถึงสามเรื่องที่กระทบพันธกิจของท่านมากที่สุด",
        en="Choose the two or three opportunities for improvement that matter most to your mission.",
    ),
    Text(
        th="กำหนดผู้รับผิดชอบ ตัวชี้วัด และกำหนดเวลาไว้ในแผนพัฒนา",
        en="Name who is responsible, the measure and the date in your improvement plan.",
    ),
    Text(
        th="เก็บหลักฐานตั้งแต่วันแรก เพื่อใช้ประเมินตนเองในรอบหน้า",
        en="Collect evidence from the first day, for your next self-assessment.",
    ),
)
_CLOSING = Text(
    th="รายงานนี้สรุปความเห็นร่วมกันของคณะผู้ตรวจ ไม่ใช่ความเห็นของผู้ใดผู้หนึ่ง",
    en="This report states what the panel agreed on, not the view of any one person.",
)
_VERIFY_AT = Text(th="ตรวจได้ที่ %(address)s", en="Check it at %(address)s")


def feedback_report_manuscript(document: FeedbackReport, language: str) -> Manuscript:
    """Return the report as a PDF, dated at its release.

    Raises ValueError where categories show figures of different kinds: a report tells exact scores or ranges, not both.
    """
    return Manuscript("feedback_report", _contents(document, language), document.released_at)


def _contents(document: FeedbackReport, language: str) -> dict[str, object]:
    cycle = _CYCLE.in_language(language, year=award_year(document.cycle_year_be, language))
    rows = [(f"{one.number}\u00a0{one.title}", one.figure) for one in document.categories]
    has_dimensions = any(isinstance(one.figure, PointsScore) for one in document.categories)
    headings = _HEADINGS | (_BY_DIMENSION if has_dimensions else {})
    return {
        "frame": frame(
            _KIND,
            language,
            issuer=document.issuer,
            code=document.application_code,
            subject=document.agency,
            issued_at=document.released_at,
        ),
        **{name: heading.in_language(language) for name, heading in headings.items()},
        "eyebrow": f"{document.programme} · {cycle}",
        "entry": document.title or "",
        "lede": _LEDE.in_language(language),
        "standing": _standing(document.standing, language),
        "radar": radar_figure([(one.short_title, one.figure) for one in document.categories], language),
        "scale": _scale(document.standing, language),
        "summary": document.summary,
        "figures": figures_table(rows, language, mark=document.mark_percent),
        "items": items_table(document.items, language),
        "comparison": comparison_table(document.comparison, language),
        "key_strengths": [_finding(one) for one in document.key_strengths],
        "key_opportunities": [_finding(one) for one in document.key_opportunities],
        "categories": [_category(one) for one in document.categories if one.strengths or one.opportunities],
        "use": list(document.next_steps) or [step.in_language(language) for step in _USE],
        "closing": _CLOSING.in_language(language),
        "verification": grouped_hash(document.verification_sha256 or ""),
        "verify_at": _VERIFY_AT.in_language(language, address=document.ledger_address),
    }


def _standing(standing: Standing, language: str) -> dict[str, object]:
    shows_score = standing.score is not None
    return {
        "label": (_AGREED if shows_score else _RESULT).in_language(language),
        "score": total(standing.score) if shows_score else "",
        "of": _FROM.in_language(language, maximum=figure(standing.maximum)) if standing.maximum is not None else "",
        "level": standing.level or "",
        "illustrative": _ILLUSTRATIVE.in_language(language) if standing.is_illustrative else "",
        "sentences": _sentences(standing, language),
    }


def _sentences(standing: Standing, language: str) -> list[str]:
    said = []
    if standing.band:
        said.append(_BAND.in_language(language, range=standing.band.written))
        said.append(standing.band.meaning)
    if standing.bureaucracy_index is not None:
        said.append(_INDEX.in_language(language, index=f"{standing.bureaucracy_index:f}"))
    if standing.next_level and standing.points_to_next_level is not None:
        said.append(
            _TO_NEXT.in_language(language, points=figure(standing.points_to_next_level), level=standing.next_level)
        )
    if standing.previous_score is not None and standing.score is not None:
        said.append(_change(standing.previous_score, standing.score, language))
    return [sentence for sentence in said if sentence]


def _change(previous: Decimal, present: Decimal, language: str) -> str:
    sentence = _ROSE if present > previous else _FELL if present < previous else _SAME
    return sentence.in_language(language, previous=figure(previous), by=figure(abs(present - previous)))


def _scale(standing: Standing, language: str) -> dict[str, object]:
    """The level bar under the score; empty where the rubric has no levels or the score is not told."""
    if not standing.scale or standing.score is None or standing.maximum is None:
        return {}
    alt = _SCALE_ALT.in_language(language, score=total(standing.score), maximum=figure(standing.maximum))
    key = [
        {
            "svg": level_key(place),
            "name": _FROM_SCORE.in_language(language, level=level.label, start=figure(level.start)),
        }
        for place, level in enumerate(standing.scale)
    ]
    return {**asdict(level_bar(standing.score, standing.scale, maximum=standing.maximum)), "alt": alt, "key": key}


def _category(category: FeedbackCategory) -> dict[str, object]:
    return {
        "title": f"{category.number} {category.title}",
        "strengths": [_finding(one) for one in category.strengths],
        "opportunities": [_finding(one) for one in category.opportunities],
    }


def _finding(finding: Finding) -> dict[str, str]:
    notes = " · ".join(note for note in (finding.places, finding.relevance) if note)
    return {"headline": finding.headline, "detail": finding.detail, "notes": notes}

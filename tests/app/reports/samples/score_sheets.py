"""Invented score sheets, one for each way of scoring."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from app.reports.score_sheet import ScoreSheet
from app.reports.score_sheet_rows import CheckpointMark, DimensionLevel, IndicatorResult, ScoredNode
from tests.app.reports.samples.receipts import digest

SUBMITTED_AT = datetime(2027, 4, 12, 8, 5, tzinfo=UTC)

_WORDS = {
    "th": {
        "title": "น้ำปิงบอกก่อน: ระบบเตือนภัยน้ำท่วมล่วงหน้า 72 ชั่วโมงที่ผู้สูงอายุอ่านเข้าใจ",
        "agency": "กรมบริการข้อมูลน้ำ (สมมติ)",
        "issuer": "สำนักงาน ก.พ.ร.",
        "programme": "การประเมินสถานะการเป็นระบบราชการ 4.0 (PMQA 4.0)",
        "stage": "ตรวจรับรองผลการประเมินตนเอง (รอบที่ 1)",
        "assessor": "รองศาสตราจารย์ ดร.ปิยะฉัตร ตั้งมั่นธรรม (สมมติ)",
        "summary": "หลักฐานเป็นระบบและตรวจสอบได้ ควรดูหมวด 6 ในพื้นที่ต่อไป",
        "strength": "ผู้บริหารสื่อสารเป้าหมายผ่านหน้าจอข้อมูลเดียวกันทุกสัปดาห์ (หลักฐานหน้า 14–16)\n\n"
        "มีการปรับแผนกลางปี 14 ครั้งจากข้อมูลของพื้นที่",
        "ofi": "ยังไม่เห็นวิธีทบทวนประสิทธิผลของระบบการนำองค์การ",
        "note": "ขอดูบันทึกการประชุมทบทวนครั้งล่าสุด และสัมภาษณ์หัวหน้าหน่วยงานในพื้นที่สองแห่ง",
    },
    "en": {
        "title": "The Ping tells first: a 72-hour flood warning that older people understand",
        "agency": "Department of Water Information (fictional)",
        "issuer": "Office of the Public Sector Development Commission",
        "programme": "PMQA 4.0 status assessment",
        "stage": "Certification of the self-assessment (round 1)",
        "assessor": "Assoc. Prof. Piyachat Tangmantham (fictional)",
        "summary": "The evidence is systematic and can be checked. Category 6 deserves a look on site.",
        "strength": "Executives share targets through one dashboard every week (evidence pages 14–16).\n\n"
        "The plan was changed 14 times in mid-year on information from the field.",
        "ofi": "How the effectiveness of leadership is reviewed was not found.",
        "note": "See the minutes of the last review, and interview two heads of field offices.",
    },
}


def _sheet(
    language: str, *, total: str | None, maximum: str, nodes: tuple[ScoredNode, ...], **more: object
) -> ScoreSheet:
    words = _WORDS[language]
    values: dict[str, object] = {
        "application_code": "PMQA40-2570-0064",
        "title": words["title"],
        "agency": words["agency"],
        "programme": words["programme"],
        "cycle_year_be": 2570,
        "stage": words["stage"],
        "issuer": words["issuer"],
        "assessor": words["assessor"],
        "rubric_id": "pmqa40@2564",
        "printed_at": SUBMITTED_AT,
        "submitted_at": SUBMITTED_AT,
        "sheet_sha256": digest("sheet"),
        "void_reason": None,
        "total": None if total is None else Decimal(total),
        "at_least": Decimal(total or 0),
        "maximum": Decimal(maximum),
        "band": None,
        "unscored": (),
        "summary": words["summary"],
        "nodes": nodes,
    }
    return ScoreSheet(**{**values, **more})  # type: ignore[arg-type]


_CHECKPOINTS = {
    "th": (
        ("พื้นฐาน", "ผู้บริหารกำหนดวิสัยทัศน์และยุทธศาสตร์ที่สอดรับกับยุทธศาสตร์ชาติ และสื่อสารถึงบุคลากรทุกระดับ", True),
        ("พื้นฐาน", "มีระบบกำกับดูแลองค์การที่โปร่งใสและตรวจสอบได้", True),
        ("ก้าวหน้า", "ผู้บริหารสร้างสภาพแวดล้อมที่กระตุ้นให้เกิดนวัตกรรมในกระบวนการและการบริการ", True),
        ("พัฒนาจนเกิดผล", "การนำองค์การเกิดผลลัพธ์ที่เป็นแบบอย่างแก่หน่วยงานอื่นและมีผู้มาเรียนรู้", False),
    ),
    "en": (
        (
            "Basic",
            "Executives set a vision in line with the national strategy and tell it to staff of every level",
            True,
        ),
        ("Basic", "Governance is transparent and can be checked", True),
        ("Advance", "Executives create surroundings that call for innovation in processes and services", True),
        ("Significance", "Leadership became a model that other agencies come to learn from", False),
    ),
}
_TITLES = {
    "th": ("การนำองค์การ", "ระบบการนำองค์การที่สร้างความยั่งยืน", "การป้องกันทุจริตและสร้างความโปร่งใส", "ผลลัพธ์การดำเนินการ"),
    "en": ("Leadership", "Leadership for sustainability", "Integrity and transparency", "Results"),
}


def checklist_sheet(language: str) -> ScoreSheet:
    """Checkpoints ticked, an item that cannot be judged, a results item with indicators; so the total is not known."""
    words, titles = _WORDS[language], _TITLES[language]
    marks = tuple(CheckpointMark(*mark) for mark in _CHECKPOINTS[language])
    indicators = (
        IndicatorResult("น้ำท่วมที่เตือนทัน 72 ชั่วโมง (ร้อยละ)", "97", "94–98", Decimal(400)),
        IndicatorResult("ข้อร้องเรียน (เรื่อง)", "0", "0", None),
    )
    nodes = (
        ScoredNode("1", titles[0], 0, None, Decimal(500)),
        ScoredNode(
            "1.1",
            titles[1],
            1,
            Decimal("433.33"),
            Decimal(500),
            level=_CHECKPOINTS[language][2][0],
            checkpoints=marks,
            strengths=words["strength"],
            opportunities=words["ofi"],
            note=words["note"],
        ),
        ScoredNode("1.2", titles[2], 1, None, Decimal(500), cannot_judge=True, note=words["note"]),
        ScoredNode("7", titles[3], 0, Decimal(400), Decimal(500)),
        ScoredNode("7.1", titles[3], 1, Decimal(400), Decimal(500), indicators=indicators),
    )
    return _sheet(language, total=None, maximum="500", nodes=nodes, at_least=Decimal(257), unscored=("1.2",))


def points_sheet(language: str) -> ScoreSheet:
    """Percents of points in many rows, over more than a page."""
    words = _WORDS[language]
    nodes: list[ScoredNode] = []
    for dimension in range(1, 6):
        nodes.append(
            ScoredNode(str(dimension), f"{_TITLES[language][dimension % 4]}", 0, Decimal("16.50"), Decimal(20))
        )
        nodes += [
            ScoredNode(
                f"{dimension}.{place}",
                _TITLES[language][(dimension + place) % 4],
                1,
                Decimal("4.125"),
                Decimal(5),
                percent=Decimal("82.5"),
                strengths=words["strength"] if place == 1 else "",
                opportunities=words["ofi"] if place == 2 else "",
            )
            for place in range(1, 5)
        ]
    return _sheet(language, total="82.50", maximum="100", nodes=tuple(nodes), rubric_id="ps-innovation@2564")


def bands_sheet(language: str) -> ScoreSheet:
    """Dimension levels and a percent: the thousand-point award; void, because a conflict came to light."""
    words, titles = _WORDS[language], _TITLES[language]
    thai = language == "th"
    names = (
        ("แนวทาง", "การถ่ายทอด", "การเรียนรู้", "บูรณาการ")
        if thai
        else ("Approach", "Deployment", "Learning", "Integration")
    )
    nodes = (
        ScoredNode("1", titles[0], 0, Decimal(36), Decimal(120)),
        ScoredNode(
            "1.1",
            titles[1],
            1,
            Decimal(36),
            Decimal(70),
            percent=Decimal(45),
            dimensions=tuple(DimensionLevel(name, level) for name, level in zip(names, (3, 3, 2, 3), strict=True)),
            strengths=words["strength"],
        ),
    )
    reason = "พบส่วนได้เสียภายหลัง" if thai else "A conflict of interest was found later"
    return _sheet(language, total="36", maximum="1000", nodes=nodes, void_reason=reason, rubric_id="pmqa-category@2564")

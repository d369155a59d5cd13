"""An invented entry and an invented Application Report, long enough for tables to run over pages."""

from __future__ import annotations

from datetime import UTC, datetime

from app.reports.application_report import ApplicationReport
from app.reports.dossier import Evidence, Fact, Part, Passage, Table
from app.reports.submission import Submission
from tests.app.reports.samples.receipts import SUBMITTED_AT, digest, receipt

REPORTED_AT = datetime(2027, 3, 30, 8, 59, 58, tzinfo=UTC)

_THAI_PROBLEM = """ลุ่มน้ำปิงตอนบนเกิดน้ำท่วมซ้ำซากทุกปีตั้งแต่ พ.ศ. 2561 บ้านเรือนริมฝั่งเสียหายเฉลี่ยปีละ 4,120 หลังคาเรือน \
ผู้สูงอายุและผู้พิการร้อยละ 24.6 ได้รับคำเตือนช้ากว่า 6 ชั่วโมง เพราะข้อความเตือน\
ใช้ศัพท์เทคนิค เช่น “ปริมาณการไหล 850 ลบ.ม./วินาที”

สาเหตุสำคัญมีสามประการ
1) ข้อมูลระดับน้ำของ 12 หน่วยงานไม่เชื่อมต่อกัน
2) ไม่มีเกณฑ์แปลงระดับน้ำเป็นคำแนะนำที่ปฏิบัติได้
3) ผู้นำชุมชนไม่มีช่องทางยืนยันว่าคำเตือนถึงทุกครัวเรือนแล้ว

ทั้งนี้ การบูรณาการข้อมูลกับภาคีเครือข่ายเป็นความร่วมมือโดยสมัครใจ \
ผู้ปฏิบัติงานต้องปฏิบัติหน้าที่ด้วยความเป็นกลางและคำนึงถึงประโยชน์ของประชาชนเป็นสำคัญ"""
_ENGLISH_PROBLEM = """The upper Ping basin has flooded every year since 2018. On average \
4,120 riverside homes are damaged a year. Of the older and disabled people there, 24.6 percent were warned more \
than six hours late, because warnings spoke of cubic metres a second.

There are three main causes.
1) Water levels of 12 agencies were not connected.
2) No rule turned a level into advice that people can follow.
3) Community leaders could not confirm that a warning had reached every home."""


def _results(language: str, rows: int) -> Table:
    thai = language == "th"
    columns = ("ตัวชี้วัด", "หน่วยนับ", "2567", "2568", "2569") if thai else ("Indicator", "Unit", "2024", "2025", "2026")
    names = (
        ("ครัวเรือนที่ได้รับคำเตือนก่อนน้ำถึง 72 ชั่วโมง", "ร้อยละ"),
        ("ความเสียหายต่อบ้านเรือนริมฝั่ง", "หลังคาเรือน"),
        ("ความพึงพอใจของผู้สูงอายุต่อถ้อยคำเตือนภัย", "ร้อยละ"),
    )
    english = (
        ("Homes warned 72 hours before the water", "percent"),
        ("Riverside homes damaged", "homes"),
        ("Older people satisfied with the wording", "percent"),
    )
    used = names if thai else english
    cells = tuple(
        (
            f"{place + 1}. {used[place % 3][0]}",
            used[place % 3][1],
            f"{41 + place}.2",
            f"{63 + place}.8",
            f"{88 + place % 12}.1",
        )
        for place in range(rows)
    )
    return Table("ผลลัพธ์ย้อนหลังสามปี" if thai else "Results of three years", columns, cells, numeric=(2, 3, 4))


def _evidence(language: str) -> tuple[Evidence, ...]:
    files = [file for section in receipt(language).sections for file in section.files]
    pages = (2, None, 14, 38)
    return tuple(
        Evidence(file.name, f"{place + 1}.{place + 1}", file.size_bytes, pages[place], file.sha256)
        for place, file in enumerate(files)
    )


def submission(language: str) -> Submission:
    """The entry of the receipt, as its snapshot holds it; one field was left empty and one table has no rows."""
    thai, proof = language == "th", receipt(language)
    problem = _THAI_PROBLEM if thai else _ENGLISH_PROBLEM
    head = (
        Fact("วันที่เริ่มใช้งานจริง" if thai else "In use since", "1 พฤษภาคม 2568" if thai else "1 May 2025"),
        Fact("งบประมาณ" if thai else "Budget", "2,450,000 บาท" if thai else "THB 2,450,000"),
        Fact(
            "กลุ่มเป้าหมาย" if thai else "People served",
            "ครัวเรือนริมฝั่งน้ำ 4,120 หลังคาเรือน" if thai else "4,120 riverside homes",
        ),
        Fact(
            "ผู้ประสานงาน" if thai else "Contact",
            "ศศิธร วงศ์สายธาร (สมมติ)\n02 000 0000" if thai else "Sasithorn (fictional)",
        ),
        Fact("เว็บไซต์ของผลงาน" if thai else "Web site", ""),
    )
    texts = [
        Part(section.title.split(" ")[0], section.title.split(" ", maxsplit=1)[1], (Passage("", problem),))
        for section in proof.sections[1:]
    ]
    tables = Part("6", "ตารางผลลัพธ์" if thai else "Tables of results", (_results(language, 4), Table("ข", ("ก",), ())))
    return Submission(
        application_code=proof.application_code,
        title=proof.title,
        agency=proof.agency,
        responsible_unit=proof.responsible_unit,
        co_owners=("จังหวัดเชียงใหม่", "องค์การบริหารส่วนตำบลริมปิง (สมมติ)") if thai else ("Chiang Mai Province",),
        programme=proof.programme,
        cycle_year_be=2570,
        issuer=proof.issuer,
        submitted_at=SUBMITTED_AT,
        snapshot_sha256=digest("snapshot"),
        parts=(Part("", proof.sections[0].title, head), *texts, tables),
        evidence=_evidence(language),
    )


def _chapters(language: str, problem: str) -> tuple[Part, ...]:
    thai = language == "th"
    profile = ("พันธกิจหรือหน้าที่ตามกฎหมายคืออะไร", "วัฒนธรรมองค์การ") if thai else ("What is the mission by law?", "Culture")
    return (
        Part("1", "บทสรุปผู้บริหาร" if thai else "Executive summary", (Passage("", problem),)),
        Part(
            "2",
            "ลักษณะสำคัญขององค์การ" if thai else "Organisational profile",
            (Passage(profile[0], problem), Passage(profile[1], "")),
        ),
        Part("3", "ผลการดำเนินการหมวด 1–6" if thai else "Categories 1 to 6"),
        *_process(language, problem),
        Part("4", "ผลลัพธ์การดำเนินการ หมวด 7" if thai else "Category 7 results", (_results(language, 28),)),
        Part("5", "แผนพัฒนาต่อเนื่อง" if thai else "Next development plan", (Passage("", problem),)),
    )


def _process(language: str, problem: str) -> list[Part]:
    categories = (
        (("การนำองค์การ", "ระบบการนำองค์การที่สร้างความยั่งยืน"), ("การวางแผนเชิงยุทธศาสตร์", "แผนยุทธศาสตร์ที่ตอบสนองความท้าทาย"))
        if language == "th"
        else (("Leadership", "Leadership for sustainability"), ("Strategic planning", "Plans that meet challenges"))
    )
    return [
        part
        for place, (category, item) in enumerate(categories, start=1)
        for part in (
            Part(f"3.{place}", category, level=2),
            Part(f"3.{place}.1", item, (Passage("", problem),), level=3),
            Part(f"3.{place}.2", item, (Passage("", problem), _results(language, 3)), level=3),
        )
    ]


def application_report(language: str) -> ApplicationReport:
    """Three levels of headings, a table over two pages, and empty text where nothing was written."""
    thai, proof = language == "th", receipt(language)
    return ApplicationReport(
        application_code="PMQA40-2570-0064",
        agency=proof.agency,
        responsible_unit=proof.responsible_unit,
        ministry="กระทรวงทรัพยากรน้ำและสิ่งแวดล้อม (สมมติ)" if thai else "Ministry of Water (fictional)",
        programme="การประเมินสถานะการเป็นระบบราชการ 4.0 (PMQA 4.0)" if thai else "PMQA 4.0 status assessment",
        cycle_year_be=2570,
        issuer=proof.issuer,
        printed_at=REPORTED_AT,
        submitted_at=REPORTED_AT,
        snapshot_sha256=digest("report"),
        parts=_chapters(language, _THAI_PROBLEM if thai else _ENGLISH_PROBLEM),
        evidence=_evidence(language),
    )

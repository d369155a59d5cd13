"""A receipt of an invented entry, rich enough to fill a page and a half."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256

from app.reports.receipt import Due, Receipt, ReceivedFile, ReceivedSection

SUBMITTED_AT = datetime(2027, 1, 28, 9, 41, 7, tzinfo=UTC)


def digest(words: str) -> str:
    """A hash as long as a real one."""
    return sha256(words.encode()).hexdigest()


def _file(name: str, size_bytes: int) -> ReceivedFile:
    return ReceivedFile(name=name, size_bytes=size_bytes, sha256=digest(name))


_THAI_SECTIONS = (
    ReceivedSection("ข้อมูลทั่วไปของผลงาน", 412),
    ReceivedSection(
        "1 สภาพปัญหาและที่มา", 2_914, (_file("ภาพรวมปัญหาน้ำท่วมซ้ำซาก ลุ่มน้ำปิงตอนบน พ.ศ. 2565–2569.pdf", 3_412_887),)
    ),
    ReceivedSection(
        "2 แนวคิดและความใหม่ของบริการ",
        3_876,
        (_file("แผนผังระบบเตือนภัยล่วงหน้า.png", 842_113), _file("บันทึกข้อตกลงความร่วมมือ 12 หน่วยงาน.pdf", 5_120_440)),
    ),
    ReceivedSection("3 การนำไปปฏิบัติและการมีส่วนร่วมของเครือข่าย", 3_240),
    ReceivedSection("4 ผลลัพธ์และผลกระทบต่อประชาชน", 3_988, (_file("ผลสำรวจความพึงพอใจผู้รับบริการ ปี 2569.pdf", 1_204_331),)),
    ReceivedSection("5 ความยั่งยืนและการขยายผล", 2_105),
)
_ENGLISH_SECTIONS = (
    ReceivedSection("About the entry", 412),
    ReceivedSection(
        "1 The problem and its origin", 2_914, (_file("flood-overview-upper-ping-2022-2026.pdf", 3_412_887),)
    ),
    ReceivedSection(
        "2 The idea and what is new in it",
        3_876,
        (_file("early-warning-diagram.png", 842_113), _file("memorandum-of-12-agencies.pdf", 5_120_440)),
    ),
    ReceivedSection("3 Implementation and partners", 3_240),
    ReceivedSection("4 Results and impact on people", 3_988, (_file("user-satisfaction-survey-2026.pdf", 1_204_331),)),
    ReceivedSection("5 Sustainability and scaling", 2_105),
)


def receipt(language: str) -> Receipt:
    """The same submission in the language asked for."""
    thai = language == "th"
    return Receipt(
        number="PS-2570-0064-01",
        application_code="PS-2570-0064",
        title="น้ำปิงบอกก่อน: ระบบเตือนภัยน้ำท่วมล่วงหน้า 72 ชั่วโมงที่ผู้สูงอายุอ่านเข้าใจ"
        if thai
        else "The Ping tells first: a 72-hour flood warning that older people understand",
        agency="กรมบริการข้อมูลน้ำ (สมมติ)" if thai else "Department of Water Information (fictional)",
        responsible_unit="ศูนย์ข้อมูลลุ่มน้ำภาคเหนือ" if thai else "Northern River Basin Data Centre",
        programme="รางวัลบริการภาครัฐ ประเภทนวัตกรรมการบริการ" if thai else "Public Service Award: Service Innovation",
        cycle_year_be=2570,
        issuer="สำนักงาน ก.พ.ร." if thai else "Office of the Public Sector Development Commission",
        submitted_at=SUBMITTED_AT,
        submitted_by="นางสาวญาณิศา ปิ่นฟ้าฤทธิ์" if thai else "Ms Yanisa Pinfarit",
        submitted_as="หัวหน้าหน่วยงาน" if thai else "Head of agency",
        due=Due.ENTRY,
        due_at=datetime(2027, 1, 29, 9, 30, tzinfo=UTC),
        snapshot_sha256=digest("snapshot"),
        event_number=18_244,
        ledger_head=digest("head"),
        rubric_id="ps-innovation@2564",
        rubric_sha256=digest("rubric"),
        sections=_THAI_SECTIONS if thai else _ENGLISH_SECTIONS,
        ledger_address="lertrat.opdc.example/ledger",
    )

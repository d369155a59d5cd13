"""The record of an invented committee's meeting."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from app.reports.decision_minutes import DecidedEntry, DecisionMinutes, Member
from tests.app.reports.samples.receipts import digest, receipt

DECIDED_AT = datetime(2027, 8, 6, 7, 30, tzinfo=UTC)

_THAI = (
    ("นายปรีดา ธรรมวิทย์ (สมมติ)", "ประธานกรรมการ", True),
    ("ศาสตราจารย์เกียรติคุณ ดร.วิภา ฐิติภูมิ (สมมติ)", "กรรมการผู้ทรงคุณวุฒิ", True),
    ("นางสาวกนกอร ปั้นหยา (สมมติ)", "กรรมการ", True),
    ("นายสมชัย ใจเที่ยง (สมมติ)", "กรรมการ", False),
    ("นางฐิตารีย์ เลิศวงศ์ (สมมติ)", "กรรมการและเลขานุการ", True),
)
_ENGLISH = (
    ("Mr Preeda Thammawit (fictional)", "Chair", True),
    ("Prof. Wipa Thitiphum (fictional)", "Expert member", True),
    ("Ms Kanokorn Panya (fictional)", "Member", True),
    ("Mr Somchai Chaithiang (fictional)", "Member", False),
    ("Ms Thitaree Lertwong (fictional)", "Member and secretary", True),
)
_TITLES = {
    "th": ("ทะเบียนเดียวรู้ใจเกษตรกร", "คลินิกหมอครอบครัวบนเรือ", "ถนนปลอดภัยด้วยตาประชาชน", "ศูนย์รวมใบอนุญาตจุดเดียว"),
    "en": (
        "One register for farmers",
        "A family clinic on a boat",
        "Safer roads by people's eyes",
        "One counter for permits",
    ),
}


def _entry(language: str, place: int, title: str) -> DecidedEntry:
    thai, members = language == "th", _THAI if language == "th" else _ENGLISH
    outcomes = ("รางวัลระดับดีเด่น", "รางวัลระดับดี", "ไม่ได้รับรางวัล") if thai else ("Outstanding", "Good", "No award")
    reason = (
        "ผลลัพธ์ชัดเจนต่อเนื่องสามปี การตรวจประเมินในพื้นที่ยืนยันครบทุกประเด็น และคะแนนต่ำสุดรายมิติไม่ต่ำกว่าเกณฑ์ "
        "คณะกรรมการเห็นพ้องกันโดยไม่มีผู้คัดค้าน"
        if thai
        else "Results are clear over three years and the site visit confirmed every point."
    )
    return DecidedEntry(
        application_code=f"PS-2570-{64 + place:04d}",
        title=title,
        agency=receipt(language).agency,
        outcome=outcomes[place % 3],
        score=Decimal("92.75") - place * 6,
        maximum=Decimal(100),
        reason=reason,
        quorum=3 if place == 1 else 4,
        present=tuple(member[0] for member in members[:4]),
        recused=(members[1][0],) if place == 1 else (),
        votes=(3, 1, 0) if place == 1 else (0, 0, 0),
        reasons=(f"{members[3][0]}: {reason}",) if place == 1 else (),
        proposed_by=members[4][0],
        confirmed_by=members[0][0],
        decided_at=DECIDED_AT,
    )


def minutes(language: str) -> DecisionMinutes:
    """Five entries, one recusal, one absence."""
    thai = language == "th"
    titles = (receipt(language).title, *_TITLES[language])
    return DecisionMinutes(
        committee="คณะกรรมการพิจารณารางวัลบริการภาครัฐ (สมมติ)" if thai else "Public Service Award committee (fictional)",
        meeting="ครั้งที่ 3/2570" if thai else "No. 3 of B.E. 2570",
        held_on=date(2027, 8, 6),
        place="ห้องประชุม 1 สำนักงาน ก.พ.ร." if thai else "Meeting room 1, OPDC",
        programme=receipt(language).programme,
        cycle_year_be=2570,
        issuer=receipt(language).issuer,
        code="MIN-PS-2570-03",
        members=tuple(Member(*one) for one in (_THAI if thai else _ENGLISH)),
        minutes="ที่ประชุมรับทราบผลฉันทามติและผลการตรวจประเมินในพื้นที่ แล้วพิจารณาเป็นรายผลงาน\n"
        "กรรมการผู้มีส่วนได้เสียออกจากห้องประชุมก่อนการพิจารณาผลงานนั้น"
        if thai
        else "The committee noted the consensus and the site visits, then took the entries one by one.",
        entries=tuple(_entry(language, place, title) for place, title in enumerate(titles)),
        event_number=21_077,
        ledger_head=digest("decision"),
        printed_at=DECIDED_AT,
    )

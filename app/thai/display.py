"""Keeps Thai compounds and number-unit pairs on one line when a page shows them."""

import re
from functools import lru_cache
from typing import Final

_SHORT: Final = 400
_WORD_JOINER: Final = "\u2060"
_NO_BREAK_SPACE: Final = "\u00a0"

# Browsers break these compounds inside; the bar shows where they must not. They keep together inside longer words too.
_COMPOUNDS: Final = """
    ร้อย|ละ หน่วย|งาน ใบ|สมัคร ผู้|ตรวจ ผู้|ป่วย หัว|หน้า ผู้|รับ|ผิด|ชอบ ผู้|รับ|บริการ ตัว|ชี้|วัด ตัว|วัด เลข|ที่ ราย|หมวด ราย|ละเอียด
    ป้อน|กลับ ผล|กลับ สัม|ฤทธิ|ผล มี|ส่วน|ร่วม ส่วน|ได้|ส่วน|เสีย ส่วน|ได้|เสีย ความ|เห็น แบบ|ให้|คะแนน เตือน|ภัย ศูนย์|ข้อมูล ห่าง|ไกล
    ขยาย|ผล นำ|ไป|ใช้ ต่อ|ได้ อาสา|สมัคร ฉันทา|มติ กลั่น|กรอง มอบ|หมาย องค์|การ องค์|กร บูรณ|า|การ ทั้ง|นี้ ผู้|ประสาน|งาน รับ|รอง หลัก|ฐาน
    ยุทธ|ศาสตร์ เทคโน|โลยี นวัต|กรรม ธรรมา|ภิบาล พึง|พอใจ เจ้า|หน้าที่ ผลัก|ดัน พร้อม|กัน เครื่อง|หมาย ระบบ|ราชการ ผู้|มี|ส่วน|ได้|ส่วน|เสีย
    ท่า|น ประ|เภท กระ|ทบ ผล|กระ|ทบ น่า|อยู่ แล้ว|เสร็จ ต้น|สังกัด พี่|เลี้ยง ตัดสิน|ใจ คำ|อธิบาย เครือ|ข่าย ขั้น|ตอน ดำเนิน|การ
""".split()  # noqa: SIM905  a list of 45 quoted words cannot be read

_KEPT_WHOLE: Final = {word.replace("|", ""): word.replace("|", _WORD_JOINER) for word in _COMPOUNDS}
_COMPOUND: Final = re.compile("|".join(sorted(_KEPT_WHOLE, key=len, reverse=True)))

_UNITS: Final = (
    r"วัน|ชั่วโมง|นาที|วินาที|ปี|เดือน|สัปดาห์|ครั้ง|คะแนน|คน|ราย|ข้อ|เรื่อง|ส่วน|แถว|ไฟล์|หน้า|ภาพ|ตัวอักษร|แห่ง|ผลงาน|แบบ|คณะ|ใบ|บาท|ล้านบาท|"
    r"เมกะไบต์|กิโลไบต์|รายการ|ระดับ|หน่วยงาน|น\.|%|(?:points?|days?|hours?|minutes?|pages?|MB|kB)\b"
)
_COUNTED: Final = r"ร้อยละ|หมวด|หัวข้อ|ข้อ|ส่วนที่|ระดับ|รอบที่|รอบปี|ปี|ครั้งที่|อันดับที่|อันดับ|เลขที่|ตัวชี้วัด|เวลา|จาก|PMQA"
_MONTH: Final = (
    r"มกราคม|กุมภาพันธ์|มีนาคม|เมษายน|พฤษภาคม|มิถุนายน|กรกฎาคม|สิงหาคม|กันยายน|ตุลาคม|พฤศจิกายน|ธันวาคม|"
    r"(?:ม|ก|มี|เม|พ|มิ|ส|ต|ธ)\.(?:ค|พ|ย)\.|"
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b"
)

_DATE: Final = re.compile(rf"(\d{{1,2}}) ({_MONTH})(?: (\d{{4}}))?")
_NUMBER_THEN_UNIT: Final = re.compile(rf"(?<=\d) (?={_UNITS})")
_WORD_THEN_NUMBER: Final = re.compile(rf"({_COUNTED}) (?=\d)")


def keep_together(text: str) -> str:
    """Forbid line breaks inside listed compounds, dates, and between a number and its unit.

    For display only: never for stored text, form inputs, search, exports or labels read by a screen reader. Idempotent.
    """
    return _remembered(text) if len(text) < _SHORT else _kept(text)


@lru_cache(maxsize=8192)
def _remembered(text: str) -> str:
    """The same for the words of criteria and pages, which come again on every page."""
    return _kept(text)


def _kept(text: str) -> str:
    whole = _DATE.sub(lambda found: _NO_BREAK_SPACE.join(part for part in found.groups() if part), text)
    whole = _NUMBER_THEN_UNIT.sub(_NO_BREAK_SPACE, whole)
    whole = _WORD_THEN_NUMBER.sub(rf"\1{_NO_BREAK_SPACE}", whole)
    return _COMPOUND.sub(lambda found: _KEPT_WHOLE[found[0]], whole)

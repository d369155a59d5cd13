"""Names of invented people by the hundred: every family name says that nobody is meant."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from rubrics.strict import Text

_GIVEN = (
    ("นาย", "Mr.", "กฤษณะ", "Kritsana"),
    ("นางสาว", "Ms.", "กัญญา", "Kanya"),
    ("นาย", "Mr.", "เกรียงไกร", "Kriangkrai"),
    ("นาง", "Mrs.", "ขนิษฐา", "Khanittha"),
    ("นาย", "Mr.", "คมสัน", "Khomsan"),
    ("นางสาว", "Ms.", "จันทร์เพ็ญ", "Chanphen"),
    ("นาย", "Mr.", "จิรวัฒน์", "Chirawat"),
    ("นาง", "Mrs.", "จุฑามาศ", "Chuthamat"),
    ("นาย", "Mr.", "เฉลิมพล", "Chaloemphon"),
    ("นางสาว", "Ms.", "ชลธิชา", "Chonthicha"),
    ("นาย", "Mr.", "ชัชวาล", "Chatchawan"),
    ("นาง", "Mrs.", "ฐิติมา", "Thitima"),
    ("นาย", "Mr.", "ณัฐพล", "Natthaphon"),
    ("นางสาว", "Ms.", "ดารุณี", "Darunee"),
    ("นาย", "Mr.", "ทศพล", "Thotsaphon"),
    ("นาง", "Mrs.", "ทิพวรรณ", "Thipphawan"),
    ("นาย", "Mr.", "ธีรพงษ์", "Thiraphong"),
    ("นางสาว", "Ms.", "นงลักษณ์", "Nonglak"),
    ("นาย", "Mr.", "นิพนธ์", "Niphon"),
    ("นาง", "Mrs.", "บุษบา", "Butsaba"),
    ("นาย", "Mr.", "ประวิทย์", "Prawit"),
    ("นางสาว", "Ms.", "ปาริชาต", "Parichat"),
    ("นาย", "Mr.", "พิเชษฐ์", "Phichet"),
    ("นาง", "Mrs.", "พรทิพย์", "Phonthip"),
    ("นาย", "Mr.", "ภูวดล", "Phuwadon"),
    ("นางสาว", "Ms.", "มัลลิกา", "Mallika"),
    ("นาย", "Mr.", "ยุทธนา", "Yutthana"),
    ("นาง", "Mrs.", "รัตนา", "Rattana"),
    ("นาย", "Mr.", "วัชระ", "Watchara"),
    ("นางสาว", "Ms.", "ลัดดาวัลย์", "Laddawan"),
    ("นาย", "Mr.", "ศุภชัย", "Suphachai"),
    ("นาง", "Mrs.", "วิไลวรรณ", "Wilaiwan"),
    ("นาย", "Mr.", "สมพงษ์", "Somphong"),
    ("นางสาว", "Ms.", "ศศิธร", "Sasithon"),
    ("นาย", "Mr.", "สุเมธ", "Sumet"),
    ("นาง", "Mrs.", "สุภาพร", "Suphaphon"),
    ("นาย", "Mr.", "อดิศักดิ์", "Adisak"),
    ("นางสาว", "Ms.", "อารีรัตน์", "Arirat"),
    ("นาย", "Mr.", "เอกชัย", "Ekkachai"),
    ("นาง", "Mrs.", "อุไรวรรณ", "Uraiwan"),
)
_FAMILY = (
    ("ตัวอย่าง", "Tuayang"),
    ("สมมติ", "Sommut"),
    ("สาธิต", "Satit"),
    ("จำลอง", "Jamlong"),
    ("นามสมมติ", "Namsommut"),
    ("ไม่มีจริง", "Maimijing"),
    ("แบบสาธิต", "Baepsatit"),
    ("ตัวอย่างดี", "Tuayangdi"),
    ("สมมติชน", "Sommutchon"),
    ("ทดลองใช้", "Thotlongchai"),
    ("นามจำลอง", "Namjamlong"),
    ("สาธิตชน", "Satitchon"),
    ("ชื่อสมมติ", "Chuesommut"),
    ("คนสาธิต", "Khonsatit"),
    ("แต่งขึ้น", "Taengkhuen"),
    ("ไร้ตัวตน", "Raituaton"),
    ("สมมติสกุล", "Sommutsakun"),
    ("จำลองชน", "Jamlongchon"),
    ("สาธิตสกุล", "Satitsakun"),
    ("นามตัวอย่าง", "Namtuayang"),
    ("ลองดู", "Longdu"),
    ("ทดลองชน", "Thotlongchon"),
    ("แบบจำลอง", "Baepjamlong"),
)


def names() -> Iterator[Text]:
    """Yield whole names, title first, none twice within the first nine hundred."""
    for place in count():
        title, short, given, romanised = _GIVEN[place % len(_GIVEN)]
        family, romanised_family = _FAMILY[place % len(_FAMILY)]
        yield Text(th=f"{title}{given} {family}", en=f"{short} {romanised} {romanised_family}")

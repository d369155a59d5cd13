"""Orders people as a reader looks for them: by their name, whatever title stands before it."""

from typing import Final

import regex

from app.thai.text import normalise, sort_key

# Titles written out, and any abbreviations with full stops before a name: ผศ.ดร., ม.ร.ว., พล.ต.อ., น.ส.
_THAI: Final = regex.compile(
    r"(?:ว่าที่|นางสาว|นาง|นาย|เด็กชาย|เด็กหญิง"
    r"|(?:ผู้ช่วย|รอง)?ศาสตราจารย์(?:กิตติคุณ|เกียรติคุณ|พิเศษ)?|ดอกเตอร์|อาจารย์"
    r"|(?:นาย|สัตว|ทันต)?แพทย์(?:หญิง)?|หม่อม(?:ราชวงศ์|หลวง)"
    r"|(?:[ก-ฮ]{1,4}\.\s*)+)\s*"
)
_ENGLISH: Final = regex.compile(
    r"(?:mr|mrs|ms|miss|dr|doctor|prof|professor|assoc|associate|asst|assistant|emeritus|lect|lecturer"
    r"|m\.l|m\.r|acting|pol|gen|lt|col|maj|capt|sub)\b\.?\s+",
    regex.IGNORECASE,
)


def without_title(name: str) -> str:
    """Return a person's name without the titles before it; a name that is nothing else stays as it is."""
    left = normalise(name)
    while (found := _THAI.match(left) or _ENGLISH.match(left)) and len(left) - found.end() > 1:
        left = left[found.end() :]
    return left


def name_sort_key(name: str) -> str:
    """Return a key by which names stand in the order of the dictionary, titles left out and then settling ties."""
    return sort_key(without_title(name)) + "\x01" + sort_key(name)

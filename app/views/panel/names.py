"""How the members of a panel are called in the little room a chart has."""

from __future__ import annotations

import re
from typing import Final

_TITLES: Final = re.compile(
    r"^(?:(?:ศาสตราจารย์|รองศาสตราจารย์|ผู้ช่วยศาสตราจารย์|ว่าที่|นายสัตวแพทย์|(?:นาย|สัตว|ทันต)?แพทย์(?:หญิง)?"
    r"|เภสัชกร(?:หญิง)?|นางสาว|นาง|นาย|[ก-ฮ]{1,3}\.|(?:ศ|รศ|ผศ|ดร|นพ|พญ)(?=\s))\s*)+"
    r"|^(?:(?:Assoc|Asst|Prof|Dr|Mrs|Mr|Ms|Miss)\.?\s+)+",
    re.IGNORECASE,
)


def short_name(name: str) -> str:
    """Return the first name without titles: "ผศ.ดร.ธนิดา ศรีเมืองแก้ว" becomes "ธนิดา"."""
    bare = _TITLES.sub("", name.strip())
    return (bare or name).split()[0] if (bare or name).split() else name

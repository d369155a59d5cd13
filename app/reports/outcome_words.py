"""What an outcome is called on paper and in workbooks: as the criteria name it, or in words that nothing is given."""

from __future__ import annotations

from app.queries.award_levels import award_label, certifies
from app.reports.wording import Text
from rubrics.model import Rubric

_NO_AWARD = Text(th="ไม่ได้รับรางวัล", en="No award")
_NOT_CERTIFIED = Text(th="ไม่ได้รับการรับรองสถานะ", en="Not certified")


def outcome_in_words(rubric: Rubric, code: str, language: str) -> str:
    """Name an outcome; a status assessment certifies a band, everything else gives an award."""
    label = award_label(rubric, code)
    name = label.name if label else _NOT_CERTIFIED if certifies(rubric) else _NO_AWARD
    return name.in_language(language)

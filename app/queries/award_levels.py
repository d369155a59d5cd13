"""What an outcome is called and how high it stands, as the criteria of its programme say."""

from __future__ import annotations

from dataclasses import dataclass

from rubrics.model import Rubric
from rubrics.strict import Text

CATEGORY, STATUS = "category", "status"
_BEHIND_LEVELS = 100


@dataclass(frozen=True)
class AwardLabel:
    """The name of an outcome; `level` is what lists are filtered by, `rank` what they are ordered by, best first."""

    code: str
    name: Text
    level: str
    rank: int


def award_label(rubric: Rubric, code: str) -> AwardLabel | None:
    """Return the name of an outcome, or None for "none" and for what the criteria do not know."""
    return next((label for label in award_labels(rubric) if label.code == code), None)


def certifies(rubric: Rubric) -> bool:
    """Say whether the criteria certify a band instead of giving an award."""
    return any(gate.certify_bands for gate in rubric.gates)


def award_labels(rubric: Rubric) -> tuple[AwardLabel, ...]:
    """Return every award of the criteria: levels, category awards, certified bands."""
    certified = {code for gate in rubric.gates for code in gate.certify_bands}
    bands = sorted((band for band in rubric.bands if band.code in certified), key=lambda band: -band.min)
    return (
        *(AwardLabel(level.code, level.label, level.code, level.rank) for level in rubric.levels),
        *(
            AwardLabel(kind.code, kind.title, CATEGORY, _BEHIND_LEVELS + place)
            for place, kind in enumerate(rubric.award_types)
        ),
        *(AwardLabel(band.code, band.label, STATUS, 2 * _BEHIND_LEVELS + place) for place, band in enumerate(bands)),
    )

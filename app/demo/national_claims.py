"""What an agency of a national round claims in its PMQA 4.0 self-assessment, and what its certifiers make of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from random import Random
from types import MappingProxyType

from app.demo.cast import AgencyRecord
from app.demo.self_assessments import SelfAssessment
from app.models import AgencyKind
from rubrics import Rubric

_SHORT = {
    AgencyKind.DEPARTMENT: "กรม",
    AgencyKind.PROVINCE: "จังหวัด",
    AgencyKind.PUBLIC_ORGANISATION: "องค์การ",
    AgencyKind.STATE_ENTERPRISE: "รัฐวิสาหกิจ",
    AgencyKind.UNIVERSITY: "มหาวิทยาลัย",
}
# Of a hundred checkpoints of a level, how many an agency claims: three kinds of agencies, and how many of each.
_MATURITIES: tuple[Mapping[str, int], ...] = (
    {"basic": 100, "advance": 100, "significance": 60},
    {"basic": 100, "advance": 88, "significance": 25},
    {"basic": 92, "advance": 35, "significance": 5},
)
_KINDS = (5, 4, 3)
_NOTE = "(ข้อมูลสมมติเพื่อสาธิตระบบ)"


def claims_told_again(claims: SelfAssessment, rubric: Rubric, agency: AgencyRecord, chance: Random) -> SelfAssessment:
    """Return a self-assessment with the same story and indicators, and claims of its own."""
    claimed = _claimed(rubric, chance)
    doubted = chance.sample(sorted(claimed), min(8, len(claimed)))
    disputed, rejected = doubted[: chance.randint(1, 4)], doubted[4 : 4 + chance.randint(1, 4)]
    return replace(
        claims,
        theme=MappingProxyType({**claims.theme, **_own_words(agency, chance)}),
        profile=MappingProxyType({name: f"{text} {_NOTE}" for name, text in claims.profile.items()}),
        claimed=claimed,
        rejected=frozenset(rejected),
        disputed=MappingProxyType({point: chance.random() < 0.6 for point in disputed}),
        panel_adds=frozenset(),
        panel_drops=frozenset(),
        visit_adds=frozenset(),
        visit_drops=frozenset(),
    )


def _own_words(agency: AgencyRecord, chance: Random) -> dict[str, str]:
    return {"short": _SHORT.get(agency.kind, "หน่วยงาน"), "staff": f"{chance.randint(8, 90) * 50:,} คน"}


def _claimed(rubric: Rubric, chance: Random) -> frozenset[str]:
    (maturity,) = chance.choices(_MATURITIES, _KINDS)
    return frozenset(_ticked(rubric, maturity, chance))


def _ticked(rubric: Rubric, maturity: Mapping[str, int], chance: Random) -> Iterable[str]:
    for item in rubric.leaves:
        for level in item.levels:
            for point in level.checkpoints:
                if chance.randrange(100) < maturity[level.code]:
                    yield point.id

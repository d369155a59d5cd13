"""Composes the entries of a national round: which agency enters what, and the written entries told again as its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from types import MappingProxyType
from typing import Any

from app.demo.cast import AgencyRecord
from app.demo.content import PRESENT_CYCLE, Content
from app.demo.entries import Entry, Fate, Returned
from app.demo.national_claims import claims_told_again
from app.demo.national_scale import TYPES, Halt, Scale, apportioned, halts_of
from rubrics import load_rubric
from rubrics.model import Method, Rubric
from workflows.application import ApplicationState

S = ApplicationState
INVENTED = "(ผลงานสมมติเพื่อสาธิตระบบ)"
# The agency whose log-ins are shown has something to do in every branch.
SHOWN = "moac-doae"
_SHOWN_HALTS = {
    "PS": Halt.DRAFT,
    "PG": Halt.RETURNED,
    "PMQA": Halt.PASSED,
    "PMQA40": Halt.AWAITING_APPROVAL,
}
_UNITS = ("กลุ่มงานสมมติที่", "ศูนย์สาธิตที่", "สำนักงานตัวอย่างที่", "กองทดลองที่", "หน่วยบริการจำลองที่")
_CYCLE_TOLD = "2564"
# Which subjects lie nearest to an agency, by the ministry above it.
_NEAREST = {
    "moac": ("agriculture", "water"),
    "mdes": ("digital", "data"),
    "mnre": ("environment", "water"),
    "moc": ("economy", "data"),
    "moe": ("education",),
    "moen": ("energy",),
    "mof": ("finance", "data"),
    "mhesi": ("education", "health"),
    "mind": ("economy", "quality"),
    "moi": ("local", "community", "energy"),
    "moj": ("justice",),
    "mol": ("social", "economy"),
    "moph": ("health",),
    "msdhs": ("social", "community"),
    "mot": ("transport", "digital"),
    "opm": ("strategy", "digital"),
}


@dataclass(frozen=True)
class Planned:
    """One entry to come: who enters what, which written entry it tells again, and how far it gets."""

    number: int
    branch: str
    agency: AgencyRecord
    source: Entry
    halt: Halt


def planned_entries(content: Content, scale: Scale) -> list[Planned]:
    """Return every entry of the round, mixed; the same scale gives the same entries."""
    planned = [each for branch in TYPES for each in _of_branch(content, branch, scale.entries(branch))]
    Random("order").shuffle(planned)
    return planned


def _of_branch(content: Content, branch: str, count: int) -> Iterator[Planned]:
    """One type an agency in a branch; as many entries of it as the criteria allow and as there are texts to tell."""
    chance = Random(branch)
    sources = {rubric_id: _sources(content, rubric_id) for rubric_id in TYPES[branch]}
    type_of = _types(content, branch, chance)
    places = [code for code, rubric_id in type_of.items() for _ in range(_most(rubric_id, len(sources[rubric_id])))]
    places.remove(SHOWN)
    halts = halts_of(branch, count)
    halts.remove(_SHOWN_HALTS[branch])
    chance.shuffle(halts)
    told: dict[str, list[Entry]] = {}
    for number, code in enumerate([SHOWN, *chance.sample(places, count - 1)], start=1):
        agency = content.registry[code]
        left = told.setdefault(code, _by_nearness(agency, sources[type_of[code]], chance))
        halt = halts.pop() if number > 1 else _SHOWN_HALTS[branch]
        yield Planned(number, branch, agency, left.pop(0), halt)


def _types(content: Content, branch: str, chance: Random) -> dict[str, str]:
    """Give every agency that may enter the branch its type."""
    allowed = set(_eligible(load_rubric(next(iter(TYPES[branch])))))
    codes = [agency.code for agency in content.registry.values() if agency.kind in allowed]
    types = apportioned(TYPES[branch], len(codes))
    chance.shuffle(types)
    return dict(zip(codes, types, strict=True))


def _eligible(rubric: Rubric) -> Sequence[str]:
    return rubric.eligibility.agency_types if rubric.eligibility else ()


def _most(rubric_id: str, texts: int) -> int:
    quota = load_rubric(rubric_id).quota
    return min(texts, quota.per_agency) if quota and quota.per_agency else texts


def _sources(content: Content, rubric_id: str) -> list[Entry]:
    return [entry for entry in content.entries.values() if entry.rubric_id == rubric_id and _is_whole(entry)]


def _is_whole(entry: Entry) -> bool:
    """Say whether a written entry can be handed in, and scored, as it is."""
    if entry.fate.state is S.DRAFT or entry.rubric.method is Method.LEVEL_CHECKLIST:
        return entry.fate.state is not S.DRAFT
    if entry.rubric.method is Method.ADLI_LETCI:
        return len(entry.report) >= len(entry.rubric.nodes)
    return bool(entry.facts)


def _by_nearness(agency: AgencyRecord, sources: Sequence[Entry], chance: Random) -> list[Entry]:
    near = set(_NEAREST.get(agency.parent or agency.code, ()))
    return sorted(chance.sample(sources, len(sources)), key=lambda entry: -len(near & set(entry.topics)))


def told_again(planned: Planned) -> Entry:
    """Return the written entry as this agency's own: another unit, other marks, and in words that it is invented."""
    source, agency = planned.source, planned.agency
    chance = Random(f"{planned.branch}/{planned.number}")
    unit = f"{_UNITS[planned.number % len(_UNITS)]} {planned.number}"
    claims = source.self_assessment
    return replace(
        source,
        id=f"national-{planned.branch.lower()}-{planned.number:04}",
        cycle=PRESENT_CYCLE,
        agency=agency.code,
        fate=_fate(planned, chance),
        fields=MappingProxyType(_fields(source, agency, unit, planned.number, chance)),
        self_assessment=claims_told_again(claims, source.rubric, agency, chance) if claims else None,
    )


def _fields(source: Entry, agency: AgencyRecord, unit: str, number: int, chance: Random) -> dict[str, Any]:
    fields = dict(source.fields) | {"responsible_unit": unit}
    if "title_th" in fields:
        fields["title_th"] = f"{fields['title_th'].replace(_CYCLE_TOLD, PRESENT_CYCLE)} ({unit})"
        fields["title_en"] = f"{fields['title_en'].replace(_CYCLE_TOLD, PRESENT_CYCLE)} (invented unit {number})"
        told = fields["summary"].replace(INVENTED, "").strip()
        fields["summary"] = f"{agency.name.th} โดย{unit} {told} {INVENTED}"
    if "budget_baht" in fields:
        fields["budget_baht"] = round(fields["budget_baht"] * chance.uniform(0.3, 1.4), -4)
    for owners in ("co_owners", "data_owners"):
        if owners in fields:
            fields[owners] = _owners(fields[owners], source.agency, agency.code, is_own_named=owners == "data_owners")
    return fields


def _owners(codes: Sequence[str], told_of: str, own: str, *, is_own_named: bool) -> list[str]:
    """Put the agency where the one told of stood; among co-owners it does not name itself."""
    mine = [own if code == told_of else code for code in codes]
    return list(dict.fromkeys(code for code in mine if is_own_named or code != own))


_STATES = {Halt.DRAFT: S.DRAFT, Halt.SCREENED_OUT: S.SCREENED_OUT, Halt.WITHDRAWN: S.WITHDRAWN}


def _fate(planned: Planned, chance: Random) -> Fate:
    rubric = planned.source.rubric
    leaves = [leaf.id for leaf in rubric.leaves]
    middle, width = (38, 9) if rubric.method is Method.ADLI_LETCI else (83, 8)
    quality = max(10, min(97, round(chance.gauss(middle, width))))
    others = {leaf: max(5, min(100, quality + chance.choice((-10, -5, 5, 10)))) for leaf in chance.sample(leaves, 3)}
    return Fate(
        state=_STATES.get(planned.halt, S.COMMITTEE),
        after=None,
        outcome=None,
        quality=quality,
        quality_by_node=MappingProxyType(others),
        discuss=tuple(chance.sample(leaves, chance.choice((0, 0, 1, 1, 2)))),
        returned=_returned(planned.source),
        visit=None,
        sheets=None,
        reason=_reason(planned.halt),
    )


def _reason(halt: Halt) -> str:
    if halt is Halt.SCREENED_OUT:
        return "ผลงานอยู่ระหว่างทดลองและยังไม่มีผลที่เกิดจากการใช้งานจริงตามเงื่อนไขของประเภทรางวัล"
    return "หน่วยงานขอทบทวนข้อมูลผลลัพธ์และจะสมัครใหม่ในรอบปีถัดไป" if halt is Halt.WITHDRAWN else ""


_CORRECTED = ("results", "summary", "op-1a-1")


def _returned(source: Entry) -> Returned:
    """What screening sends back: the first of the parts where figures stand, and the sentence added to it then."""
    texts: Mapping[str, Any] = {**source.fields, **(source.self_assessment.profile if source.self_assessment else {})}
    field = next(name for name in _CORRECTED if name in texts)
    added = f"{texts[field]} ข้อมูลเก็บจากทะเบียนของหน่วยงานระหว่างปี 2566 ถึง 2569 (ตัวเลขสมมติ)"
    reason = "ยังไม่ระบุแหล่งข้อมูลและช่วงปีที่เก็บของตัวเลขในส่วนนี้ จึงส่งกลับให้เพิ่มข้อเท็จจริง"
    return Returned((field,), reason, MappingProxyType({field: added}))

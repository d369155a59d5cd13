"""The agencies and people of the demonstration: all roles filled, nobody real, every name resolved."""

from __future__ import annotations

from collections import Counter

from app.demo.cast import Assessor
from app.demo.content import PLAYED_CYCLE, PRESENT_CYCLE, Content
from app.demo.entries import Entry
from app.models import AgencyKind
from rubrics import published_rubrics


def test_the_registry_holds_the_sample_of_agencies_by_kind(content: Content) -> None:
    assert Counter(agency.kind for agency in content.registry.values()) == {
        AgencyKind.MINISTRY: 20,
        AgencyKind.DEPARTMENT: 163,
        AgencyKind.PUBLIC_ORGANISATION: 34,
        AgencyKind.STATE_ENTERPRISE: 24,
        AgencyKind.UNIVERSITY: 24,
        AgencyKind.INDEPENDENT: 2,
        AgencyKind.LOCAL_GOVERNMENT: 2,
        AgencyKind.PROVINCE: 76,
        AgencyKind.RESPONSIBLE_UNIT: 1,
    }


def test_a_parent_stands_before_the_agencies_under_it(content: Content) -> None:
    seen: set[str | None] = {None}
    for agency in content.registry.values():
        assert agency.parent in seen
        seen.add(agency.code)


def test_the_cast_has_the_roles_the_story_needs(content: Content) -> None:
    cast = content.cast
    assert [(member.branches, member.rubrics) for member in cast.officers] == [
        (("PS",), ()),
        (("PMQA", "PMQA40"), ()),
        (("PG",), ()),
        ((), ("pg-poverty",)),
    ]
    assert (len(cast.judges), len(cast.assessors), len(cast.teams)) == (3, 24, 34)
    assert {each.branches for each in cast.assessors} > {("PG",)}
    assert sum(bool(each.interests) for each in cast.assessors) == 2


def test_nobody_can_be_written_to_or_mistaken_for_a_real_person(content: Content) -> None:
    addresses = [person.email for person in content.cast.everyone]
    assert len(set(addresses)) == len(addresses)
    assert {address.rsplit(".", 1)[1] for address in addresses} == {"example"}
    names = [person.name.th for person in content.cast.everyone]
    assert len(set(names)) == len(names)
    families = {name.rsplit(" ", 1)[1] for name in names}
    assert families == {
        "ตัวอย่าง", "สมมติ", "สาธิต", "จำลอง", "นามสมมติ", "ไม่มีจริง", "แบบสาธิต", "ตัวอย่างดี", "สมมติชน", "ทดลองใช้",
        "นามจำลอง", "สาธิตชน",
    }  # fmt: skip


def test_people_and_entries_name_only_what_exists(content: Content) -> None:
    cast, codes = content.cast, set(content.registry)
    assert {member.agency for member in cast.staff} <= codes
    for each in cast.assessors:
        assert {each.agency, *each.ministries, *(one.agency for one in (*each.past, *each.interests))} <= codes
        assert set(each.topics) <= set(cast.topics)
        assert set(each.types) <= {rubric.type_code for rubric in published_rubrics().values()}
    assert {entry for each in (*cast.assessors, cast.adviser) for entry in each.advised} <= set(content.entries)
    for entry in content.entries.values():
        named = {code for field in ("co_owners", "data_owners") for code in entry.fields.get(field, ())}
        assert named | {entry.agency} <= codes
        assert set(entry.topics) <= set(cast.topics)


def test_every_applicant_agency_has_a_team_and_an_entry(content: Content) -> None:
    assert {entry.agency for entry in content.entries_of(PLAYED_CYCLE)} == set(content.cast.teams)
    assert {entry.agency for entry in content.entries_of(PRESENT_CYCLE)} <= set(content.cast.teams)


def _ministry(content: Content, code: str) -> str:
    """Return the top of the chain above an agency, or the agency itself."""
    parent = content.registry[code].parent
    return _ministry(content, parent) if parent else code


def _may_assess(assessor: Assessor, entry: Entry, content: Content) -> bool:
    """Say whether nothing, not even a post left long ago, ties the assessor to the entry."""
    owners = {entry.agency, *entry.fields.get("co_owners", ())}
    left = {each.agency for each in (*assessor.past, *assessor.interests)}
    ministries = {_ministry(content, assessor.agency), *assessor.ministries}
    return not (
        left & owners or entry.id in assessor.advised or ministries & {_ministry(content, code) for code in owners}
    )


def test_every_entry_can_be_given_a_panel_of_different_ministries_with_a_lead(content: Content) -> None:
    for entry in content.entries.values():
        size = max(stage.panel_size or 0 for stage in entry.rubric.stages)
        free = [
            each
            for each in content.cast.assessors
            if entry.rubric.branch in each.branches and _may_assess(each, entry, content)
        ]
        ministries = {_ministry(content, each.agency) for each in free}
        leads = [each for each in free if each.can_lead]
        assert (entry.id, len(ministries) > size, len(leads) > 1) == (entry.id, True, True)

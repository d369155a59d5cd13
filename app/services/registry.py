"""The registry of agencies: added, renamed, placed under another, closed; every change on record."""

from __future__ import annotations

import re

from sqlalchemy import inspect, select

from app.extensions import db
from app.models import Agency, AgencyKind, Person
from app.permissions import Permission, may_anywhere
from app.services.events import personal, record
from app.thai import normalise, search_key, sort_key
from app.transaction import lock, transactional
from workflows.errors import Obstacle, RuleBroken

LONGEST_NAME = 300
"""Characters of a name, by form and by import alike."""


@transactional
def add_agency(
    *,
    code: str,
    kind: AgencyKind,
    name_th: str,
    name_en: str,
    parent: Agency | None = None,
    actor: Person | None = None,
) -> Agency:
    """Add an agency. Raises RuleBroken if its code is taken or a name is missing."""
    _may_administer(actor)
    code = code.strip().lower()
    against = name_obstacles(name_th, name_en)
    if not is_code(code):
        against.append(Obstacle("A code has 2 to 40 letters a to z, digits and hyphens", field="code"))
    if db.session.scalar(select(Agency.id).where(Agency.code == code)):
        against.append(Obstacle("There is already an agency with this code", field="code"))
    if against:
        raise RuleBroken(against)
    agency = Agency(code=code, kind=kind, name_th="", name_en="", sort_key="", search_key="", is_active=True)
    _name(agency, name_th, name_en)
    _place(agency, parent)
    db.session.add(agency)
    db.session.flush()
    record("agency_added", about=agency, actor=actor, code=code, agency_kind=kind.value)
    return agency


@transactional
def rename_agency(agency: Agency, *, name_th: str, name_en: str, actor: Person | None = None) -> None:
    """Give an agency new names; the old ones stay on record and its applications keep what they were handed in with."""
    _may_administer(actor)
    if against := name_obstacles(name_th, name_en):
        raise RuleBroken(against)
    agency = lock(agency)
    was_th, was_en = agency.name_th, agency.name_en
    _name(agency, name_th, name_en)
    if (was_th, was_en) != (agency.name_th, agency.name_en):
        record("agency_renamed", about=agency, actor=actor, was_th=personal(was_th), was_en=personal(was_en))


@transactional
def place_agency(agency: Agency, parent: Agency | None, *, actor: Person | None = None) -> None:
    """Put an agency under another; conflicts of interest follow the ministry from now on."""
    _may_administer(actor)
    agency = lock(agency)
    if parent is not None and any(each.id == agency.id for each in chain_of(parent)):
        raise RuleBroken([Obstacle("An agency cannot stand under itself", field="parent")])
    if agency.parent_id == (parent.id if parent else None):
        return
    _place(agency, parent)
    record("agency_placed", about=agency, actor=actor, parent=parent.code if parent else None)
    for below in _everything_below(agency):
        below.ministry = chain_of(below)[-1]


@transactional
def close_agency(agency: Agency, *, reason: str, actor: Person) -> None:
    """Take an agency out of every choice; what it handed in stays."""
    _may_administer(actor)
    if not reason.strip():
        raise RuleBroken([Obstacle("Give a reason", field="reason")])
    agency = lock(agency)
    if agency.is_active:
        agency.is_active = False
        record("agency_closed", about=agency, actor=actor, reason=personal(reason.strip()))


@transactional
def reopen_agency(agency: Agency, *, actor: Person) -> None:
    """Offer a closed agency again."""
    _may_administer(actor)
    agency = lock(agency)
    if agency.merged_into_id is not None:
        raise RuleBroken([Obstacle("This agency was merged into another and stays closed")])
    if not agency.is_active:
        agency.is_active = True
        record("agency_reopened", about=agency, actor=actor)


def name_obstacles(name_th: str, name_en: str) -> list[Obstacle]:
    """Say which name is missing, and which is too long."""
    given = {"name_th": name_th.strip(), "name_en": name_en.strip()}
    against = [Obstacle("Enter the name in both languages", field=field) for field, name in given.items() if not name]
    for field, name in given.items():
        if len(name) > LONGEST_NAME:
            against.append(Obstacle("A name has at most %(most)s characters", {"most": LONGEST_NAME}, field))
    return against


def is_code(code: str) -> bool:
    """Say whether a text can be an agency's code: 2 to 40 letters a to z, digits and hyphens."""
    return re.fullmatch(r"[a-z0-9][a-z0-9-]{1,39}", code) is not None


def chain_of(agency: Agency) -> list[Agency]:
    """Return the agency and everything above it, nearest first."""
    chain = [agency]
    while chain[-1].parent is not None:
        chain.append(chain[-1].parent)
    return chain


def _may_administer(actor: Person | None) -> None:
    """Nobody (None) is the system itself: the import of the demonstration and of the first registry."""
    if actor is not None and not may_anywhere(Permission.ADMINISTER, actor):
        raise RuleBroken([Obstacle("Your role does not allow this step")])


def _name(agency: Agency, name_th: str, name_en: str) -> None:
    agency.name_th, agency.name_en = normalise(name_th).strip(), normalise(name_en).strip()
    agency.sort_key = sort_key(agency.name_th)
    name_for_search(agency)


@transactional
def name_all_for_search() -> None:
    """Let every agency be found by its names as this version folds them; what is right already stays untouched."""
    for agency in db.session.scalars(select(Agency)):
        name_for_search(agency)


def name_for_search(agency: Agency) -> None:
    """Let an agency be found by its names and by those of the agencies it took over."""
    took_over = select(Agency).where(Agency.merged_into_id == agency.id)
    absorbed = db.session.scalars(took_over).all() if inspect(agency).persistent else []  # a new one took over none
    names = [f"{each.code} {each.name_th} {each.name_en}" for each in (agency, *absorbed)]
    agency.search_key = search_key(" ".join(names))


def _place(agency: Agency, parent: Agency | None) -> None:
    """The ministry is the top of the chain; an agency that stands at the top has none above it."""
    agency.parent = parent
    agency.ministry = chain_of(parent)[-1] if parent else None


def _everything_below(agency: Agency) -> list[Agency]:
    found: list[Agency] = []
    level = [agency.id]
    while level:
        below = db.session.scalars(select(Agency).where(Agency.parent_id.in_(level))).all()
        found += below
        level = [each.id for each in below]
    return found
